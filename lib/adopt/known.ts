import type { Access } from '../contract/access.ts';
import { known } from '../tree/known.ts';
import type { Found } from './found.ts';

/** What is known of a login, as options say it. */
export interface Known {
  readonly name: string;
  readonly host: string | undefined;
  readonly namespace: string | undefined;
  readonly roles: Readonly<Record<string, readonly string[]>> | undefined;
  readonly access: Access | undefined;
  readonly unknown: readonly string[];
  readonly adopt: Readonly<Record<string, unknown>> | undefined;
}

type Roles = Known['roles'];

/** Who may enter. Nobody is let in whom nothing names: an app whose rule is not known gets a group of its own. */
export function accessOf({ client, login }: Found, name: string, roles: Roles): { readonly access: Access; readonly unknown: readonly string[] } {
  const said = client?.access?.value;
  if (said?.kind === 'everyone') return { access: { kind: 'everyone' }, unknown: [] };
  const own = said?.groups ?? client?.admitted?.map(({ value }) => value);
  if (own !== undefined && own.length > 0) return { access: { kind: 'groups', groups: [...new Set(own)] }, unknown: [] };
  const named = [
    ...new Set([...Object.values(roles ?? {}).flat(), ...(login?.deciders ?? []).flatMap(({ groups }) => groups.map(({ value }) => value))]),
  ].filter((group) => known(group) !== undefined);
  if (named.length > 0)
    return { access: { kind: 'groups', groups: named }, unknown: ['who may enter at the identity provider: the groups that the app names are written'] };
  return { access: { kind: 'groups', groups: [`${name}-users`] }, unknown: [`who may enter: the group ${name}-users is written, and nobody is in it yet`] };
}

/** Roles of the app: those in its own settings, or the ClusterRoles of the groups whose tokens kube-apiserver takes. */
export function rolesOf({ login, client, repository }: Found, name: string): Roles {
  const own = Object.entries(login?.roles ?? {}).map(([role, groups]) => [role, groups.map(({ value }) => value)] as const);
  if (own.length > 0) return Object.fromEntries(own);
  const id = known(client?.clientId?.value ?? login?.clientId?.value);
  const issuers = repository.logins.issuers.filter(({ audiences }) => audiences.some(({ value }) => value === id));
  const [issuer] = issuers;
  if (id === undefined || issuer === undefined) return undefined;
  const prefix = issuer.groupsPrefix?.value ?? '';
  const admitted = client?.admitted === undefined ? undefined : new Set(client.admitted.map(({ value }) => value));
  const bindings = repository.objects.of('ClusterRoleBinding');
  const mine = bindings.filter(({ file }) => file.includes(`/apps/${name}/`));
  const roles: Record<string, string[]> = {};
  for (const { root } of mine.length > 0 ? mine : bindings)
    for (const subject of root.get('subjects').items()) {
      const role = known(root.get('roleRef', 'name').text());
      const group = known(subject.get('name').text());
      if (subject.get('kind').text() !== 'Group' || role === undefined || group?.startsWith(prefix) !== true) continue;
      const bare = group.slice(prefix.length);
      if (bare.startsWith('system:') || (admitted !== undefined && !admitted.has(bare))) continue;
      (roles[role] ??= []).push(bare);
    }
  return Object.keys(roles).length === 0 ? undefined : roles;
}

/** What of the identity provider is taken over: by what it is found there. */
export function adoptOption({ client, login, protocol }: Found, name: string, access: Access, roles: Roles): Known['adopt'] {
  const slug = known(client?.slug?.value) ?? known(login?.slug?.value);
  const application = slug === undefined || slug === name ? undefined : slug;
  const named = new Set([...(access.kind === 'groups' ? access.groups : []), ...Object.values(roles ?? {}).flat()]);
  const groups = (client?.admitted ?? []).map(({ value }) => value).filter((group) => named.has(group));
  const provider = known(client?.providerName?.value);
  const clientId = known(client?.clientId?.value) ?? known(login?.clientId?.value);
  const end = { ...(application === undefined ? {} : { application }), ...(groups.length === 0 ? {} : { groups: [...new Set(groups)] }) };
  if (protocol === 'forward-auth') return provider === undefined ? undefined : { provider, ...end };
  if (provider === undefined && clientId === undefined) return undefined;
  const secret = login?.secret;
  const [object, key] = [known(secret?.name.value), known(secret?.key?.value)];
  return {
    provider: { ...(provider === undefined ? {} : { name: provider }), ...(clientId === undefined ? {} : { clientId }) },
    ...end,
    ...(object === undefined || key === undefined ? {} : { secret: { name: object, key } }),
  };
}
