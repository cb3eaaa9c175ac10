import { grouped } from '../contract/grouped.ts';
import type { Located } from '../contract/observed.ts';
import { readRbac, type RbacSubject } from '../kubernetes/read-rbac.ts';
import type { Repository } from '../repository/repository.ts';
import type { TreeObject } from '../tree/tree.ts';

/** A role of Kubernetes that somebody has, where, and by which binding. */
export interface Grant {
  /** Name of the subject as kube-apiserver compares it. */
  readonly subject: string;
  readonly kind: 'User' | 'Group';
  readonly role: string;
  readonly roleKind: string;
  readonly namespace?: string;
  readonly binding: TreeObject;
  readonly at: Located<unknown>;
}

/** What people may do in a cluster. */
export interface ClusterAccess {
  readonly grants: readonly Grant[];
  /** By kind and name of the subject: `Group oidc:admins`. */
  readonly bySubject: ReadonlyMap<string, readonly Grant[]>;
  /** Rules of each role of the tree, as `verb resource` lines, by `ClusterRole name` or `Role namespace/name`. */
  readonly roles: ReadonlyMap<string, RoleRules>;
  /** Prefixes that kube-apiservers of the tree put before groups; undefined where that cannot be told. */
  readonly prefixes: readonly { readonly value: string | undefined; readonly at: Located<unknown>; readonly issuer: string }[];
}

/** What a role allows. */
export interface RoleRules {
  readonly object: TreeObject;
  readonly rules: ReadonlySet<string>;
}

/** Reads bindings, roles and prefixes of a cluster. */
export function clusterOf({ objects, logins }: Repository): ClusterAccess {
  const grants = readRbac(objects).map(grantOf);
  const bySubject = grouped(grants, ({ kind, subject }) => `${kind} ${subject}`);
  const roles = new Map(objects.of('ClusterRole', 'Role').map((object) => [roleKey(object), { object, rules: rulesOf(object) }]));
  const prefixes = logins.issuers.map(({ groupsPrefix, at, url }) => ({ value: groupsPrefix?.value, at: groupsPrefix ?? at, issuer: url?.value ?? '' }));
  return { grants, bySubject, roles, prefixes };
}

/** Where a grant's role is found among the roles of its cluster. */
export const roleKeyOf = ({ role, roleKind, namespace }: Grant): string => (roleKind === 'Role' ? `Role ${namespace ?? ''}/${role}` : `ClusterRole ${role}`);

const roleKey = ({ kind, namespace, name }: TreeObject): string => (kind === 'Role' ? `Role ${namespace}/${name}` : `ClusterRole ${name}`);

function grantOf({ binding, roleKind, role, namespace, kind, name, at }: RbacSubject): Grant {
  return { subject: name, kind, role, roleKind, binding, at: at.located(undefined), ...(namespace === undefined ? {} : { namespace }) };
}

/** A role in words. @example grantText({ role: 'edit', namespace: 'media' }) // 'kubectl edit in `media`' */
export function grantText({ role, namespace }: Pick<Grant, 'role' | 'namespace'>): string {
  return `kubectl ${role} ${namespace === undefined ? 'in the whole cluster' : `in \`${namespace}\``}`;
}

/** Rules as lines that can be compared. Parts that are templates stay as they are. */
function rulesOf({ root }: TreeObject): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const rule of root.items('rules')) {
    const list = (key: string) => rule.items(key).flatMap((one) => one.text() ?? []);
    const groups = list('apiGroups');
    const names = list('resourceNames');
    const resources = list('resources').flatMap((resource) =>
      (groups.length === 0 ? [''] : groups).map((group) => (group === '' ? resource : `${resource}.${group}`)),
    );
    for (const verb of list('verbs'))
      for (const what of [...resources, ...list('nonResourceURLs')]) lines.add(`${verb} ${what}${names.length === 0 ? '' : ` named ${names.join(', ')}`}`);
  }
  return lines;
}
