import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import { type Access, accessShape, rolesShape } from '../../contract/access.ts';
import { open } from '../../contract/open-shape.ts';
import { choice, type Fields, number, object, text, variant } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

interface Common extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  /** First label of the host below the cluster's domain, or the full host. Headlamp needs one of its own: it never stands below a path. */
  readonly host: string;
  readonly namespace: string;
  /** Name of the app and slug of its application; `headlamp` unless given. */
  readonly name?: string;
  /** Version of the chart, when the one that is tested is not wanted. */
  readonly chartVersion?: string;
  /** How the app is shown in authentik's application library. */
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** Values of the chart, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** Headlamp hands each user's own token to kube-apiserver, which judges it. */
interface OidcFields extends Common {
  readonly mode?: 'oidc';
  /** ClusterRoles and the groups that hold them. Bound to the groups in the cluster, not in Headlamp: it knows no roles. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly access?: Access;
  /** Counts up to rotate the client secret; 1 unless given. */
  readonly secretGeneration?: number;
}

/** The stopgap while kube-apiserver trusts no identity provider: authentik guards the page, and everyone behind it acts as one account. */
interface StopgapFields extends Common {
  readonly mode: 'forward-auth';
  readonly access: Access;
  /** ClusterRole of the one account that everyone acts as; `view` unless given. */
  readonly clusterRole?: string;
}

/** Options of a Headlamp. */
export type HeadlampOptions = (OidcFields & ({ readonly roles: Readonly<Record<string, readonly string[]>> } | { readonly access: Access })) | StopgapFields;

const fields: Fields<Common> = {
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  host: text,
  namespace: text,
  name: text,
  chartVersion: text,
  tile: tileShape,
  values: open,
};

/** What may be in them. */
export const headlampShape = variant<HeadlampOptions, 'mode'>(
  'mode',
  {
    oidc: object<Extract<HeadlampOptions, { mode?: 'oidc' }>>({
      ...fields,
      mode: choice('oidc'),
      roles: rolesShape,
      access: accessShape,
      secretGeneration: number,
    }),
    'forward-auth': object<StopgapFields>({ ...fields, mode: choice('forward-auth'), access: accessShape, clusterRole: text }),
  },
  'oidc',
);
