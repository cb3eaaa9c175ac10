import { choice, object, record, text } from '../../contract/shape.ts';
import { type Admitted, chartFields, type ChartOptions } from '../app-options.ts';

/** Product: HashiCorp Vault, or OpenBao, which has the same API. */
export const vaultFlavors = ['vault', 'openbao'] as const;
export type VaultFlavor = (typeof vaultFlavors)[number];

/** Claims that may name a user in Vault. `email` is none of them: who changes it becomes somebody else, or takes over another's entity. */
export const vaultUserClaims = ['sub', 'preferred_username'] as const;
export type VaultUserClaim = (typeof vaultUserClaims)[number];

interface Fields extends ChartOptions {
  /** `vault` unless given. */
  readonly flavor?: VaultFlavor;
  /** Name of the app and slug of its application; the flavor unless given. */
  readonly name?: string;
  /** Policies in full (HCL), by name. A role whose policy is not here uses one that Vault has already. */
  readonly policies?: Readonly<Record<string, string>>;
  /** Claim that names a user; `sub` unless given. `preferred_username` reads better, and renaming a user in authentik makes another one in Vault. */
  readonly userClaim?: VaultUserClaim;
  /** Path of the auth method, for example `oidc` (unless given): part of the redirect URI. */
  readonly mount?: string;
  /** How long a token lives until it is renewed; `1h` unless given. */
  readonly tokenTtl?: string;
  /**
   * How long it can be renewed; `12h` unless given. Renewing never asks authentik: who loses a group, or the account, keeps the policies until
   * then.
   */
  readonly tokenMaxTtl?: string;
}

/** Options of a Vault or an OpenBao. At least one of `roles`, policies of Vault and the groups that hold them, and `access`. */
export type VaultOptions = Fields & Admitted<Readonly<Record<string, readonly string[]>>>;

/** What may be in them. */
export const vaultShape = object<VaultOptions>({
  ...chartFields,
  flavor: choice(...vaultFlavors),
  policies: record(text),
  userClaim: choice(...vaultUserClaims),
  mount: text,
  tokenTtl: text,
  tokenMaxTtl: text,
});
