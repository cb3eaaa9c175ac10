import type { Reader } from '../manifest/reader.ts';
import type { Objects } from '../tree/objects.ts';
import type { TreeObject } from '../tree/tree.ts';

/** A user or group that a binding gives a role to. */
export interface RbacSubject {
  readonly binding: TreeObject;
  readonly roleKind: string;
  readonly role: string;
  /** Absent where the role holds everywhere. */
  readonly namespace?: string;
  readonly kind: 'User' | 'Group';
  /** With the prefix that kube-apiserver puts before names of tokens. */
  readonly name: string;
  readonly at: Reader;
}

/** Reads users and groups out of bindings; service accounts are left out, because no token of an identity provider becomes one. */
export function readRbac(objects: Objects): RbacSubject[] {
  return objects.of('ClusterRoleBinding', 'RoleBinding').flatMap((binding) => {
    const ref = binding.root.get('roleRef');
    const namespace = binding.kind === 'RoleBinding' ? { namespace: binding.namespace } : {};
    return binding.root.items('subjects').flatMap((subject): RbacSubject[] => {
      const kind = subject.text('kind');
      const at = subject.get('name');
      const name = at.text();
      if ((kind !== 'User' && kind !== 'Group') || name === undefined) return [];
      return [{ binding, roleKind: ref.text('kind') ?? 'ClusterRole', role: ref.text('name') ?? '', kind, name, at, ...namespace }];
    });
  });
}

/** Proxies that take a person's groups to the API server by impersonation. */
const inFront = /tailscale-operator|teleport|pomerium|oidc-proxy|pinniped|paralus|rancher|capsule-proxy/;

/** Whether something in front of the API server may say in whose name it asks: such names need no prefix. */
export const isImpersonated = (objects: Objects, releases: readonly { readonly chart: string }[]): boolean =>
  releases.some(({ chart }) => inFront.test(chart)) ||
  objects.of('ClusterRole').some(({ root }) => root.items('rules').some((rule) => rule.items('verbs').some((verb) => verb.text() === 'impersonate')));
