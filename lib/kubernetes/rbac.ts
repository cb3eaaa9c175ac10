import type { ClusterRoleUse } from '../contract/cluster-role.ts';
import type { Manifest } from '../manifest/manifest.ts';

const group = 'rbac.authorization.k8s.io';

/**
 * Bindings of an app's groups to ClusterRoles. A subject is compared as text with the group that kube-apiserver makes of a token, so it
 * carries the prefix of the same facts as the AuthenticationConfiguration.
 *
 * The role stands in the name, because a binding's role cannot be changed.
 *
 * @example roleBindings('kubectl', [{ role: 'view', groups: ['people'] }], 'oidc:')
 */
export function roleBindings(app: string, uses: readonly ClusterRoleUse[], prefix: string): Manifest[] {
  return uses.map(({ role, namespace, groups }) => ({
    apiVersion: `${group}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: `pinout-${app}-${role}`, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
    subjects: groups.map((name) => ({ apiGroup: group, kind: 'Group', name: `${prefix}${name}` })),
  }));
}
