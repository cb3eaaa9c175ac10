import { choice, flag, object } from '../../contract/shape.ts';
import { loginContainerFields, type LoginContainerOptions } from '../container-app.ts';

/** Options of a Vaultwarden. */
export interface VaultwardenOptions extends LoginContainerOptions {
  /** True when nobody may log in by e-mail and master password any more. False unless given: then there is a way in while authentik is down. */
  readonly ssoOnly?: boolean;
  /**
   * Who may make an account: everyone whom authentik lets in (`sso`, default), everyone who reaches the page as well (`open`), or nobody (`closed`:
   * by invitation alone).
   */
  readonly signups?: 'sso' | 'open' | 'closed';
  /** True for the admin page, guarded by a random token. What is saved there wins over everything that is written here. */
  readonly admin?: boolean;
  /** Size of the volume; `2Gi` unless given. */
  readonly size?: string;
}

/** What may be in them. */
export const vaultwardenShape = object<VaultwardenOptions>({
  ...loginContainerFields,
  ssoOnly: flag,
  signups: choice('sso', 'open', 'closed'),
  admin: flag,
});
