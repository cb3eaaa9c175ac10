import { readRbac } from '../kubernetes/read-rbac.ts';
import { clustersOf } from '../tree/clusters-of.ts';
import { manifestsOf } from '../tree/manifests.ts';
import type { Tree } from '../tree/tree.ts';

/** A role that RBAC of a tree binds to names of a token. */
export interface Binding {
  readonly kind: 'User' | 'Group';
  readonly name: string;
  readonly text: string;
}

/** Roles of a tree for users and groups. */
export function bindingsOf(tree: Tree): readonly Binding[] {
  return clustersOf(tree).flatMap((cluster) =>
    readRbac(manifestsOf(cluster).objects).map(({ kind, name, role, roleKind, namespace, binding }) => ({
      kind,
      name,
      text: `${roleKind} ${role} ${namespace === undefined ? 'everywhere' : `in ${namespace}`}, by ${binding.kind}/${binding.name} for the ${kind.toLowerCase()} ${name}`,
    })),
  );
}

/** What a user may do by them, a line each. */
export function mayOf(bindings: readonly Binding[], user: { readonly username: string; readonly groups: readonly string[] }): readonly string[] {
  const found = bindings.filter(({ kind, name }) => (kind === 'User' ? name === user.username : user.groups.includes(name)));
  return [...new Set(found.map(({ text }) => text))];
}

/** What to say of a user whom kube-apiserver takes and RBAC does not know. */
export function noRightsReason(
  user: { readonly username: string; readonly groups: readonly string[] },
  bindings: readonly Binding[] | undefined,
): { readonly why: string; readonly fix: string } | undefined {
  const own = user.groups.filter((group) => !group.startsWith('system:'));
  if (bindings !== undefined && mayOf(bindings, { ...user, groups: own }).length > 0) return undefined;
  if (own.length === 0)
    return {
      why: `accepted, but without groups: RBAC forbids everything that is not bound to the user ${JSON.stringify(user.username)} itself`,
      fix: 'check the groups claim of the token: kube-apiserver must use it (claimMappings.groups, or --oidc-groups-claim), and the client must request the scope groups. A claimValidationRule can refuse such tokens with a clear message',
    };
  if (bindings === undefined) return undefined;
  const near = [...new Set(bindings.filter(({ kind }) => kind === 'Group').map(({ name }) => name))];
  const meant = near.find((name) => own.some((group) => bare(group) === bare(name)));
  return {
    why: `accepted, but no binding in the manifests is for this user or for ${own.join(', ')}: everything is forbidden`,
    fix:
      meant === undefined
        ? `bind a role to one of these groups; groups with a binding: ${near.join(', ') || 'none'}`
        : `the binding names ${meant}: write the group as in the token, with the prefix`,
  };
}

const bare = (name: string): string => name.replace(/^[a-z0-9_.-]+[:#]/i, '');
