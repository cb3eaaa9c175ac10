import type { Manifest } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';
import { storeName } from './external-secret.ts';
import type { Reason } from '../manifest/reason.ts';

/** What a reviewer of dist would ask. */
export const storeReasons: readonly Reason[] = [
  { kind: 'SecretStore', path: 'caProvider.name', value: 'kube-root-ca.crt', why: 'Kubernetes creates this ConfigMap in every namespace' },
];

/**
 * What lets one namespace read its own secrets and no others: a ServiceAccount and a SecretStore in that namespace, a Role
 * and a RoleBinding in the namespace of the sources.
 *
 * The Role holds the narrowest rule that External Secrets accepts: `get` on the Secrets by name. Its Kubernetes provider reads
 * with a plain Get (providers/v1/kubernetes/client.go, GetSecret), and calls a store valid when any rule of a
 * SelfSubjectRulesReview lists `secrets` with `get`, whatever its resourceNames (validate.go, Validate). Its documentation asks
 * for `list`, `watch` and the review as well: those serve `find` and old clusters; every account may ask for its own rules
 * through Kubernetes' own ClusterRole `system:basic-user`.
 *
 * A namespaced SecretStore uses a ServiceAccount of its own namespace only, and the operator asks for a short-lived token of
 * it: no token lies in a Secret, and pods of that account get none mounted.
 *
 * @param namespace who reads
 * @param sources namespace of the sources
 * @param names Secret objects there that it may read
 * @example secretStore('monitoring', 'pinout-secrets', ['grafana-oidc-1'])
 */
export function secretStore(namespace: string, sources: string, names: readonly string[]): Manifest[] {
  const role = `${namespace}-reader`;
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: storeName, namespace },
      automountServiceAccountToken: false,
    } satisfies Written<'ServiceAccount'>,
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: { name: storeName, namespace },
      spec: {
        provider: {
          kubernetes: {
            remoteNamespace: sources,
            // Kubernetes puts this ConfigMap into every namespace.
            server: { caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt' } },
            auth: { serviceAccount: { name: storeName } },
          },
        },
      },
    } satisfies Written<'SecretStore'>,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: role, namespace: sources },
      rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [...names], verbs: ['get'] }],
    } satisfies Written<'Role'>,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: role, namespace: sources },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
      subjects: [{ kind: 'ServiceAccount', name: storeName, namespace }],
    } satisfies Written<'RoleBinding'>,
  ];
}
