import type { ClusterRoleUse } from '../contract/cluster-role.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';

const group = 'rbac.authorization.k8s.io';

/**
 * Bindings of an app's groups to ClusterRoles. A subject is compared as text with the group that kube-apiserver makes of a token, so it
 * carries the prefix of the same facts as the AuthenticationConfiguration.
 *
 * The role is in the name, because a binding's role cannot be changed.
 *
 * @example roleBindings('kubectl', [{ role: 'view', groups: ['people'] }], 'oidc:')
 */
export function roleBindings(app: string, uses: readonly ClusterRoleUse[], prefix: string): Manifest[] {
  return uses.map(({ role, namespace, groups }) => {
    const name = `pinout-${app}-${role}`;
    const bound = {
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
      subjects: groups.map((one) => ({ apiGroup: group, kind: 'Group', name: `${prefix}${one}` })),
    };
    return namespace === undefined
      ? ({ apiVersion: `${group}/v1`, kind: 'ClusterRoleBinding', metadata: { name }, ...bound } satisfies Written<'ClusterRoleBinding'>)
      : ({ apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata: { name, namespace }, ...bound } satisfies Written<'RoleBinding'>);
  });
}
