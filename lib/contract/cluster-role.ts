import { PinoutError, show } from './error.ts';
import type { Roles } from './access.ts';
import { dnsLabel } from './names.ts';

/** A ClusterRole that groups hold: in one namespace, or everywhere. */
export interface ClusterRoleUse {
  readonly role: string;
  readonly namespace?: string;
  readonly groups: readonly string[];
}

/** Names of ClusterRoles are path segments, and the packaged ones hold colons (apimachinery, path.IsValidPathSegmentName). */
const roleShape = /^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,180}[A-Za-z0-9])?$/;

/**
 * Name of a ClusterRole.
 *
 * @throws PinoutError `cluster-role-invalid`
 */
export function clusterRoleName(role: unknown, at: { app: string; field: string }): string {
  if (typeof role === 'string' && roleShape.test(role)) return role;
  throw new PinoutError({
    code: 'cluster-role-invalid',
    ...at,
    found: show(role),
    wanted: 'the name of a ClusterRole, such as cluster-admin, edit or view',
    fix: "write roles: { 'cluster-admin': ['kubernetes-admins'] }",
  });
}

/** How a contract names a ClusterRole that is held in one namespace. No name of either holds a slash. @example roleIn('team-a', 'edit') // 'team-a/edit' */
export function roleIn(namespace: string, role: string): string {
  return `${namespace}/${role}`;
}

/**
 * Roles of a contract whose tokens kube-apiserver judges, as uses of ClusterRoles.
 *
 * @throws PinoutError `cluster-role-invalid`, `name-invalid`
 * @example clusterRoleUses({ view: ['people'], 'team-a/edit': ['team-a'] }, 'kubectl')
 */
export function clusterRoleUses(roles: Roles, app: string): ClusterRoleUse[] {
  return Object.entries(roles).map(([name, groups]) => {
    const slash = name.indexOf('/');
    if (slash === -1) return { role: clusterRoleName(name, { app, field: `roles.${name}` }), groups };
    const namespace = dnsLabel(name.slice(0, slash), { app, field: 'namespaces' });
    return { role: clusterRoleName(name.slice(slash + 1), { app, field: `namespaces.${namespace}` }), namespace, groups };
  });
}
