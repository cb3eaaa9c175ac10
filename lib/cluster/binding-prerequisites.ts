import { compareText } from '../contract/access.ts';
import type { ClusterRoleUse } from '../contract/cluster-role.ts';
import type { Placed } from '../manifest/manifest.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';

/** What Kubernetes brings. */
const builtIn = new Set(['cluster-admin', 'admin', 'edit', 'view']);
const present = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** ClusterRoles and namespaces that bindings name, and that neither Kubernetes nor dist brings. */
export function bindingPrerequisites(uses: readonly ClusterRoleUse[], placed: readonly Placed[]): Prerequisite[] {
  const brought = (kind: string) => placed.flatMap(({ object }) => (object.kind === kind ? [object.metadata.name] : []));
  const namespaces = new Set([...present, ...brought('Namespace')]);
  const roles = new Set([...builtIn, ...brought('ClusterRole')]);
  const missing = (names: readonly string[], there: ReadonlySet<string>) => [...new Set(names)].filter((name) => !there.has(name)).sort(compareText);
  return [
    ...missing(
      uses.map(({ role }) => role),
      roles,
    ).map((name) => ({ kind: 'ClusterRole', namespace: '', name, why: 'groups hold it' })),
    ...missing(
      uses.flatMap(({ namespace }) => namespace ?? []),
      namespaces,
    ).map((name) => ({ kind: 'Namespace', namespace: '', name, why: 'groups hold a role in it' })),
  ];
}
