import type { Located } from '../contract/observed.ts';
import { noPage } from '../contract/tile.ts';
import { readEnds } from '../integrations/read-ends.ts';
import type { Gate } from '../login/gate.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { GivenRole, LoginEnd } from '../login/login-end.ts';
import type { Repository } from '../repository/repository.ts';
import { guardOfHosts } from '../repository/guard-of-host.ts';
import { known } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';

/** One app that people sign in to: both ends of its login as far as they were read, and who may enter. */
export interface AppAccess {
  /** As people know it: the title of its tile, else the name of its release. */
  readonly name: string;
  readonly protocol: 'oidc' | 'forward-auth';
  /** kube-apiserver, for the tokens of one client. */
  readonly isApiserver: boolean;
  /** The app's end, else the identity provider's. */
  readonly at: Located<unknown>;
  readonly login?: LoginEnd;
  readonly client?: IdpEnd;
  /** The identity provider: its name, or its host. */
  readonly provider?: string;
  /** Whom the identity provider lets in; undefined when its settings are not here, or do not say. */
  readonly gate?: Gate;
  /** Lists of groups, of each of which a user must be in one: the app itself refuses everybody else. */
  readonly asks: readonly { readonly what: string; readonly groups: readonly Located<string>[]; readonly at: Located<unknown> }[];
  readonly gives: readonly GivenRole[];
  /** Hosts at which it answers, as they are written. */
  readonly hosts: readonly string[];
}

/** Every app of a cluster that has a login. */
export function appsOf(repository: Repository): AppAccess[] {
  const { pairs, guards } = repository;
  return named([
    ...onceEach([...pairs.all.map(({ login, client }) => appOf(login, client)), ...pairs.unpairedLogins.map((login) => appOf(login, undefined))]),
    ...pairs.unpairedClients.map((client) => appOf(undefined, client)),
    ...guarded(repository, guards),
  ]);
}

/** The same file of kube-apiserver may be an object, and a file for the node: one issuer and client is one login. */
function onceEach(apps: readonly AppAccess[]): AppAccess[] {
  const seen = new Set<string>();
  return apps.filter(({ isApiserver, login }) => {
    if (!isApiserver) return true;
    const key = JSON.stringify([login?.issuer?.value, login?.clientId?.value, login?.prefixes?.groups?.value, login?.groups.map(({ value }) => value)]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Hosts behind forward-auth, with what the identity provider says of them. */
function guarded(repository: Repository, guards: readonly IdpEnd[]): AppAccess[] {
  const guardOf = guardOfHosts(guards);
  const taken = new Set<IdpEnd>();
  const seen = new Set<string>();
  const apps = readEnds(repository).flatMap(({ end }) => {
    if (end.protocol !== 'forward-auth') return [];
    const host = hostTextOf(end.externalHost?.value);
    const guard = guardOf(host);
    if (guard !== undefined) taken.add(guard);
    // One host may have an Ingress for each path.
    const key = host ?? end.label;
    if (seen.has(key)) return [];
    seen.add(key);
    return [appOf(end, guard)];
  });
  return [...apps, ...guards.filter((guard) => !taken.has(guard)).map((guard) => appOf(undefined, guard))];
}

function appOf(login: LoginEnd | undefined, client: IdpEnd | undefined): AppAccess {
  const isApiserver = login?.app === 'kube-apiserver';
  const own = login?.access;
  const asks = [...(login?.deciders ?? [])];
  if (own?.value.kind === 'groups' && asks.length === 0)
    asks.push({ what: 'its own list of groups', groups: (own.value.groups ?? []).map((value) => ({ ...own, value })), at: own });
  const gives = login?.gives ?? Object.entries(login?.roles ?? {}).flatMap(([role, to]): GivenRole[] => (to.length === 0 ? [] : [{ role, to, at: to[0]! }]));
  const provider = client?.idp.title ?? (login?.idps?.length === 1 ? login.idps[0]!.title : issuerHost(login));
  const urls = [
    ...(login?.redirects ?? []).map(({ value }) => value.url),
    login?.externalHost?.value,
    client?.externalHost?.value,
    client?.launchUrl?.value === noPage ? undefined : client?.launchUrl?.value,
    ...(login?.redirects === undefined ? (client?.redirects ?? []).map(({ value }) => value.url) : []),
  ];
  return {
    name: nameOf(login, client, isApiserver),
    protocol: login?.protocol ?? client?.protocol ?? 'oidc',
    isApiserver,
    at: login?.at ?? client!.place,
    ...(login === undefined ? {} : { login }),
    ...(client === undefined ? {} : { client }),
    ...(provider === undefined ? {} : { provider }),
    ...(client?.gate === undefined ? {} : { gate: client.gate }),
    asks,
    gives,
    hosts: isApiserver ? [] : [...new Set(urls.flatMap((url) => hostTextOf(url) ?? []))].filter((host) => !/^(?:localhost|127\.)/.test(host)),
  };
}

const issuerHost = (login: LoginEnd | undefined): string | undefined =>
  [login?.issuer, ...(login?.endpoints ?? [])].map((seen) => hostTextOf(seen?.value)).find((host) => host !== undefined);

function nameOf(login: LoginEnd | undefined, client: IdpEnd | undefined, isApiserver: boolean): string {
  const title = known(client?.name?.value);
  if (isApiserver) {
    const id = known(login?.clientId?.value) ?? client?.label;
    return id === undefined ? 'kube-apiserver' : `kube-apiserver (tokens of ${id})`;
  }
  if (title !== undefined) return title;
  if (login !== undefined && login.object.name !== '' && login.object.kind !== 'file') return login.object.name;
  return client !== undefined && client.label !== '' ? client.label : (login?.label ?? 'a login');
}

/** Two apps of one name are told apart by their namespace, else by their file. */
function named(apps: readonly AppAccess[]): AppAccess[] {
  const once = (list: readonly AppAccess[], more: (app: AppAccess) => string | undefined): AppAccess[] => {
    const extras = new Map<string, Set<string | undefined>>();
    for (const app of list) extras.set(app.name, (extras.get(app.name) ?? new Set()).add(more(app)));
    return list.map((app) => {
      // What all of them have in common tells nothing apart.
      const extra = extras.get(app.name)!.size > 1 ? more(app) : undefined;
      return extra === undefined || extra === '' ? app : { ...app, name: `${app.name} (${extra})` };
    });
  };
  const byNamespace = once(apps, ({ login }) => login?.object.namespace);
  return once(
    once(byNamespace, ({ login, client }) => login?.clientId?.value ?? client?.label ?? login?.externalHost?.value),
    ({ at }) => at.at.file,
  );
}
