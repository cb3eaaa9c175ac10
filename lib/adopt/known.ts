import type { Access } from '../contract/access.ts';
import { known } from '../tree/known.ts';
import { type Domain, hostOption, hostsOf, withDomain } from './facts-of.ts';
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
  /** Of the client secret: how often it was rotated, where that is known. */
  readonly secretGeneration?: number;
  /** The release of the user's that gets the values of the login. */
  readonly existing?: { readonly release: string; readonly namespace?: string };
}

type Roles = Known['roles'];

/** What is known of a login. `existing`: with the release that runs already. */
export function knownOf(found: Found, name: string, domain: Domain, { isOurs, existing }: { readonly isOurs: boolean; readonly existing: boolean }): Known {
  const { login, client } = found;
  const hosts = hostsOf(found);
  const host = hosts.find((one) => known(withDomain(one, domain)) !== undefined) ?? hosts[0];
  const release = login?.release?.object;
  const own = known(release?.namespace);
  const namespace = known(release?.root.get('spec', 'targetNamespace').text()) ?? known(login?.object.namespace);
  const said = rolesOf(found, name);
  const isThere = !isOurs && (known(client?.providerName?.value) ?? known(client?.clientId?.value) ?? known(login?.clientId?.value)) !== undefined;
  const { access, unknown } = accessOf(found, name, said, isThere);
  const { roles, left } = admittedRoles(said, access);
  const adopt = isOurs ? undefined : adoptOption(found, name, access, roles);
  return {
    name,
    host: host === undefined ? undefined : hostOption(host, domain),
    namespace,
    roles,
    access,
    unknown: [
      ...unknown,
      ...left.map((group) => `the role of ${group} in the app: the identity provider does not let that group in`),
      ...(isOurs ? [] : namesUnknown(found, name, adopt)),
      ...(isOurs || client?.protocol !== 'oidc' || client.scopes !== undefined
        ? []
        : ['which scopes it maps: no property_mappings are in git, so the usual ones are assumed']),
    ],
    adopt,
    ...(isOurs || client?.takenOver !== undefined ? generationOf(found) : {}),
    ...(existing && release?.kind === 'HelmRelease' && known(release.name) !== undefined
      ? { existing: { release: release.name, ...(own === undefined || own === namespace ? {} : { namespace: own }) } }
      : {}),
  };
}

/** The generation in the name of a Secret of ours, when it is not the first. */
function generationOf({ login, client }: Found): { readonly secretGeneration?: number } {
  const [, digits] = /-oidc-(\d{1,4})$/.exec(login?.secret?.name.value ?? client?.clientSecret?.name ?? '') ?? [];
  return digits === undefined || digits === '1' ? {} : { secretGeneration: Number(digits) };
}

/** What the identity provider calls a login, where nothing says it. */
function namesUnknown({ protocol, client, login }: Found, name: string, adopt: Known['adopt']): string[] {
  if (adopt === undefined)
    return ['the name of its provider at the identity provider: if one exists, write adopt, because the Job refuses to create a second one'];
  if (protocol === 'forward-auth' || (known(client?.clientId?.value) ?? known(login?.clientId?.value)) !== undefined) return [];
  return [`the client id, which is in no file: ${name} is assumed, and the Job fails if it is another. Write adopt.provider.clientId`];
}

/** Roles of the groups that may enter, and the groups that may not. */
function admittedRoles(roles: Roles, access: Known['access']): { readonly roles: Roles; readonly left: readonly string[] } {
  if (roles === undefined || access?.kind !== 'groups') return { roles, left: [] };
  const groups = new Set(access.groups);
  const kept = Object.entries(roles).flatMap(([role, list]) =>
    list.some((one) => groups.has(one)) ? [[role, list.filter((one) => groups.has(one))] as const] : [],
  );
  const left = [...new Set(Object.values(roles).flat())].filter((one) => !groups.has(one));
  return { roles: kept.length === 0 ? undefined : Object.fromEntries(kept), left };
}

/** Who may enter. Of a login that is there it stays as it is, where nothing says it; nobody is let in whom nothing names. */
function accessOf({ client, login }: Found, name: string, roles: Roles, isThere: boolean): { readonly access: Access; readonly unknown: readonly string[] } {
  const said = client?.access?.value;
  if (said?.kind === 'everyone') return { access: { kind: 'everyone' }, unknown: [] };
  const own = said?.groups ?? client?.admitted?.map(({ value }) => value);
  if (own !== undefined && own.length > 0) return { access: { kind: 'groups', groups: [...new Set(own)] }, unknown: [] };
  if (isThere) return { access: { kind: 'kept' }, unknown: [] };
  const named = [
    ...new Set([...Object.values(roles ?? {}).flat(), ...(login?.deciders ?? []).flatMap(({ groups }) => groups.map(({ value }) => value))]),
  ].filter((group) => known(group) !== undefined);
  if (named.length > 0)
    return { access: { kind: 'groups', groups: named }, unknown: ['who has access at the identity provider: the groups that the app names are assumed'] };
  return { access: { kind: 'groups', groups: [`${name}-users`] }, unknown: [`who has access: the group ${name}-users is assumed, and nobody is in it yet`] };
}

/** Roles of the app: those in its own settings, or the ClusterRoles of the groups whose tokens kube-apiserver takes. */
function rolesOf({ login, client, repository }: Found, name: string): Roles {
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
function adoptOption({ client, login, protocol, repository }: Found, name: string, access: Access, roles: Roles): Known['adopt'] {
  const slug = known(client?.slug?.value) ?? known(login?.slug?.value);
  const application = slug === undefined || slug === name ? undefined : slug;
  const named = new Set([...(access.kind === 'groups' ? access.groups : []), ...Object.values(roles ?? {}).flat()]);
  const groups = (client?.admitted ?? [])
    .map(({ value }) => value)
    .filter((group) => named.has(group) && !(client?.takenOver !== undefined && repository.groups.has(group)));
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
    ...(client?.takenOver !== undefined && client.clientSecret !== undefined
      ? { secret: 'new' }
      : object === undefined || key === undefined
        ? {}
        : { secret: { name: object, key } }),
  };
}
