import type { Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';

/** An account that reads what homepage shows: names and states, no secrets and no logs. Its binding is cluster-wide, because apps live in all namespaces. */
export function discoveryRights(app: string, namespace: string, edge: 'ingress' | 'gateway'): Manifest[] {
  const name = `${app}-discovery`;
  const read = ['get', 'list'];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } } satisfies Written<'ServiceAccount'>,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: [
        { apiGroups: [''], resources: ['namespaces', 'pods', 'nodes'], verbs: read },
        edge === 'gateway'
          ? { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes', 'gateways'], verbs: read }
          : { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: read },
        { apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: read },
      ],
    } satisfies Written<'ClusterRole'>,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    } satisfies Written<'ClusterRoleBinding'>,
  ];
}
