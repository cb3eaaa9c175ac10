import type { Access } from '../../contract/access.ts';
import { choice, object, text, variant } from '../../contract/shape.ts';
import { chartFields, type ChartOptions } from '../app-options.ts';

interface Common extends Omit<ChartOptions, 'secretGeneration'> {
  /** First label of the host below the cluster's domain, or the full host. Headlamp needs one of its own: it never stands below a path. */
  readonly host: string;
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

const { roles, access, secretGeneration, ...fields } = chartFields;

/** What may be in them. */
export const headlampShape = variant<HeadlampOptions, 'mode'>(
  'mode',
  {
    oidc: object<Extract<HeadlampOptions, { mode?: 'oidc' }>>({
      ...fields,
      mode: choice('oidc'),
      roles,
      access,
      secretGeneration,
    }),
    'forward-auth': object<StopgapFields>({ ...fields, mode: choice('forward-auth'), access, clusterRole: text }),
  },
  'oidc',
);
