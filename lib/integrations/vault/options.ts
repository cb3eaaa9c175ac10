import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import { type Access, accessShape, rolesShape } from '../../contract/access.ts';
import { open } from '../../contract/open-shape.ts';
import { choice, number, object, record, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

/** Product: HashiCorp Vault, or OpenBao, which has the same API. */
export const vaultFlavors = ['vault', 'openbao'] as const;
export type VaultFlavor = (typeof vaultFlavors)[number];

/** Claims that may name a user in Vault. `email` is none of them: who changes it becomes somebody else, or takes over another's entity. */
export const vaultUserClaims = ['sub', 'preferred_username'] as const;
export type VaultUserClaim = (typeof vaultUserClaims)[number];

interface Fields extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly namespace: string;
  /** `vault` unless given. */
  readonly flavor?: VaultFlavor;
  /** Name of the app and slug of its application; the flavor unless given. */
  readonly name?: string;
  /** Version of the chart, when the one that is tested is not wanted. */
  readonly chartVersion?: string;
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
  /** Counts up to rotate the client secret; 1 unless given. */
  readonly secretGeneration?: number;
  /** How the app is shown in authentik's application library. */
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** Values of the chart, merged over what the integration writes. */
  readonly values?: JsonMap;
}

type Admitted =
  /** Policies of Vault and the groups that hold them. */
  { readonly roles: Readonly<Record<string, readonly string[]>>; readonly access?: Access } | { readonly access: Access; readonly roles?: never };

/** Options of a Vault or an OpenBao. At least one of `roles` and `access`. */
export type VaultOptions = Fields & Admitted;

/** What may be in them. */
export const vaultShape = object<VaultOptions>({
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  host: text,
  namespace: text,
  flavor: choice(...vaultFlavors),
  name: text,
  chartVersion: text,
  policies: record(text),
  userClaim: choice(...vaultUserClaims),
  mount: text,
  tokenTtl: text,
  tokenMaxTtl: text,
  secretGeneration: number,
  tile: tileShape,
  values: open,
  roles: rolesShape,
  access: accessShape,
});
