import type { Access } from '../../contract/access.ts';
import type { Tile } from '../../contract/tile.ts';
import type { NetworkPolicyOption } from '../../edge/network-policy.ts';
import type { ReleaseOptions } from '../../flux/release-options.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

interface Fields extends ReleaseOptions, NetworkPolicyOption {
  /** First label of the host below the cluster's domain, or the full host. Headlamp needs one of its own: it never stands below a path. */
  readonly host: string;
  readonly namespace: string;
  /** Name of the app and slug of its application; `headlamp` unless given. */
  readonly name?: string;
  /** Version of the chart, when the one that is tested is not wanted. */
  readonly chartVersion?: string;
  /** How the app stands in authentik's library. */
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** Values of the chart, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** Headlamp hands each user's own token to kube-apiserver, which judges it. */
interface OidcFields extends Fields {
  readonly mode?: 'oidc';
  /** ClusterRoles and the groups that hold them. Bound to the groups in the cluster, not in Headlamp: it knows no roles. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly access?: Access;
  /** Counts up to rotate the client secret; 1 unless given. */
  readonly secretGeneration?: number;
}

/** The stopgap while kube-apiserver trusts no identity provider: authentik guards the page, and everyone behind it acts as one account. */
interface StopgapFields extends Fields {
  readonly mode: 'forward-auth';
  readonly access: Access;
  /** ClusterRole of the one account that everyone acts as; `view` unless given. */
  readonly clusterRole?: string;
}

/** Options of a Headlamp. */
export type HeadlampOptions = (OidcFields & ({ readonly roles: Readonly<Record<string, readonly string[]>> } | { readonly access: Access })) | StopgapFields;
