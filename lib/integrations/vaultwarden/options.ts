import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import { type Access, accessShape } from '../../contract/access.ts';
import { open } from '../../contract/open-shape.ts';
import { size } from '../../contract/option-texts.ts';
import { choice, flag, number, object, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { Env } from '../../delivery/run-options.ts';
import { envShape } from '../../delivery/run-shapes.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

/** Options of a Vaultwarden. */
export interface VaultwardenOptions extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly access: Access;
  /** Name of the app and slug of its application; `vaultwarden` unless given. */
  readonly name?: string;
  /** The name unless given. */
  readonly namespace?: string;
  /** True when nobody may log in by e-mail and master password any more. False unless given: then there is a way in while authentik is down. */
  readonly ssoOnly?: boolean;
  /**
   * Who may make an account: everyone whom authentik lets in (`sso`, default), everyone who reaches the page as well (`open`), or nobody (`closed`:
   * by invitation alone).
   */
  readonly signups?: 'sso' | 'open' | 'closed';
  /** True for the admin page, guarded by a random token. What is saved there wins over everything that is written here. */
  readonly admin?: boolean;
  /** `REPOSITORY:TAG`, when the one that is tested is not wanted. */
  readonly image?: string;
  /** Size of the volume; `2Gi` unless given. */
  readonly size?: string;
  readonly secretGeneration?: number;
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** More variables, such as `SMTP_HOST`. */
  readonly env?: Env;
  /** Values of app-template, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** What may stand in them. */
export const vaultwardenShape = object<VaultwardenOptions>({
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  host: text,
  access: accessShape,
  name: text,
  namespace: text,
  ssoOnly: flag,
  signups: choice('sso', 'open', 'closed'),
  admin: flag,
  image: text,
  size,
  secretGeneration: number,
  tile: tileShape,
  env: envShape,
  values: open,
});
