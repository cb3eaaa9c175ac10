import { PinoutError, show } from './error.ts';
import { groupName } from './names.ts';
import { isLiteral, wrongType } from './option-error.ts';
import { list, object, record, type Shape, text, variant } from './shape.ts';
import { lineOfText } from './tile.ts';

/** Who may open an app: members of any of these groups, everyone who can sign in, or whom the identity provider lets in already. */
export type Access = { readonly kind: 'groups'; readonly groups: readonly string[] } | { readonly kind: 'everyone' } | { readonly kind: 'kept' };

/**
 * Members of any of these groups.
 *
 * @example groups('grafana-admins', 'grafana-viewers')
 */
export function groups(first: string, ...more: readonly string[]): Access {
  const names = [first, ...more];
  const other = (names as readonly unknown[]).find((name) => name !== undefined && typeof name !== 'string');
  if (other === undefined) return { kind: 'groups', groups: names };
  throw wrongType(other, { app: 'access', field: 'groups' }, 'group names as separate arguments', "write access: groups('grafana-admins', 'grafana-viewers')");
}

/**
 * Everyone who can sign in. Has to be said: an app without an access rule is an error, never open.
 *
 * @example
 * everyone() // { kind: 'everyone' }
 */
export function everyone(...nothing: readonly never[]): Access {
  if (nothing.length === 0) return { kind: 'everyone' };
  throw wrongType(nothing[0], { app: 'access', field: 'everyone' }, 'everyone(), without arguments', "write access: groups('…') to admit only some groups");
}

/**
 * Who may enter stays as the identity provider has it: only with `adopt`, of a login that is there.
 *
 * @example
 * kept() // { kind: 'kept' }
 */
export function kept(...nothing: readonly never[]): Access {
  if (nothing.length === 0) return { kind: 'kept' };
  throw wrongType(nothing[0], { app: 'access', field: 'kept' }, 'kept(), without arguments', "write access: groups('…') to replace the existing access rule");
}

const accessKinds = variant<Access, 'kind'>('kind', {
  groups: object<Extract<Access, { kind: 'groups' }>>({ kind: text as Shape<'groups'>, groups: list(text) }),
  everyone: object<Extract<Access, { kind: 'everyone' }>>({ kind: text as Shape<'everyone'> }),
  kept: object<Extract<Access, { kind: 'kept' }>>({ kind: text as Shape<'kept'> }),
});

/**
 * What `groups`, `everyone` and `kept` return.
 *
 * @throws PinoutError `access-empty`
 * @example
 * accessShape(groups('wiki-users'), { app: 'wiki', field: 'access' }) // { kind: 'groups', groups: ['wiki-users'] }
 */
export const accessShape: Shape<Access> = (value, at) => {
  if (isLiteral(value) && ['groups', 'everyone', 'kept'].includes(value['kind'] as string)) return accessKinds(value, at);
  throw new PinoutError({
    code: 'access-empty',
    ...at,
    found: show(value),
    wanted: 'groups(…) with at least one group, or everyone()',
    fix: `write access: groups('${at.app}-users')`,
  });
};

/**
 * Names of the user's own with lists of groups.
 *
 * @example
 * rolesShape({ admin: ['wiki-admins'] }, { app: 'wiki', field: 'roles' }) // { admin: ['wiki-admins'] }
 */
export const rolesShape = record(list(text));

/** Roles of an app and the groups that hold them. */
export type Roles = Readonly<Record<string, readonly string[]>>;

const uniqueSorted = (names: Iterable<string>): string[] => [...new Set(names)].sort(compareText);

/** Order by code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Checks roles: role names are lines of text, each with at least one legal group. Order of roles is kept: it is precedence.
 *
 * @throws PinoutError `role-empty`, `text-invalid` (the name of a role), `group-invalid`
 */
export function checkedRoles(roles: Roles | undefined, app: string): Record<string, readonly string[]> {
  // A Map or a list has no entries, or wrong ones: its roles would be lost without a word.
  if (Object.prototype.toString.call(roles ?? {}) !== '[object Object]')
    throw new PinoutError({
      code: 'role-empty',
      app,
      field: 'roles',
      found: show(roles),
      wanted: 'an object that maps each role to a list of groups',
      fix: `write roles: { Admin: ['${app}-admins'] }`,
    });
  const result: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
  for (const [role, names] of Object.entries(roles ?? {})) {
    lineOfText(role, { app, field: 'roles' });
    if (!Array.isArray(names) || names.length === 0)
      throw new PinoutError({
        code: 'role-empty',
        app,
        field: `roles.${role}`,
        found: show(names),
        wanted: 'a list with at least one group',
        fix: `write roles: { ${role}: ['${app}-${role.toLowerCase()}s'] }, or remove the role`,
      });
    result[role] = uniqueSorted(Array.from(names, (name: unknown, index) => groupName(name, { app, field: `roles.${role}[${index}]` })));
  }
  return { ...result };
}

/**
 * The access rule that holds: as given, or the union of the groups in `roles`.
 *
 * @throws PinoutError `access-missing` (neither given), `access-empty`, `role-outside-access` (a role's group that may not enter)
 */
export function resolveAccess(given: Access | undefined, roles: Roles, app: string): Access {
  const needed = uniqueSorted(Object.values(roles).flat());
  if (given === undefined) {
    if (needed.length > 0) return { kind: 'groups', groups: needed };
    throw new PinoutError({
      code: 'access-missing',
      app,
      field: 'access',
      found: 'missing, and no role names a group',
      wanted: 'a rule for who may open the app: without one, authentik lets every user in',
      fix: `write access: groups('${app}-users'), or access: everyone() if that is what you want`,
    });
  }
  if (given?.kind === 'everyone' || given?.kind === 'kept') return { kind: given.kind };
  if (given?.kind !== 'groups' || !Array.isArray(given.groups) || given.groups.length === 0)
    throw new PinoutError({
      code: 'access-empty',
      app,
      field: 'access',
      found: show(given),
      wanted: 'groups(…) with at least one group, or everyone()',
      fix: `write access: groups('${app}-users')`,
    });
  const allowed = uniqueSorted(Array.from(given.groups, (name: unknown, index) => groupName(name, { app, field: `access.groups[${index}]` })));
  for (const [role, names] of Object.entries(roles)) {
    const stranger = names.find((name) => !allowed.includes(name));
    if (stranger !== undefined)
      throw new PinoutError({
        code: 'role-outside-access',
        app,
        field: `roles.${role}`,
        found: show(stranger),
        wanted: `a group that access admits (${allowed.join(', ')}): its members could never open the app`,
        fix: `add '${stranger}' to access, or omit access: it is then the union of the groups in roles`,
      });
  }
  return { kind: 'groups', groups: allowed };
}
