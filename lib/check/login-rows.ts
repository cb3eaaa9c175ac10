import type { Located } from '../contract/observed.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import { providersOf } from '../idp/known-providers.ts';
import { type LikeLogin, looksLikeLogin } from '../login/looks-like-login.ts';
import { isAnyApp, namesOfFile } from '../repository/pair-marks.ts';
import { guardOfHosts } from '../repository/guard-of-host.ts';
import type { Repository } from '../repository/repository.ts';
import { isSealed, known, withDefaults } from '../tree/known.ts';
import { differs, hostTextOf } from '../tree/opaque.ts';
import type { TreeObject } from '../tree/tree.ts';
import { chartLogins } from './chart-logins.ts';
import { edgeOfGuard } from './edge-of-guard.ts';
import type { LoginRow } from './login-row.ts';
import { otherGuardRows } from './other-guards.ts';
import { repeatedLogins } from './repeated-logins.ts';
import { isAlike, unreadEnds } from './unread-ends.ts';
import { whyNoSettings, whyUnpaired } from './why-unpaired.ts';

const order: readonly LoginRow['read'][] = ['both', 'app', 'provider', 'neither'];

/** Every login of some trees, in the order of apps. What several of them hold is one login. */
export function loginRowsOf(repositories: readonly Repository[]): LoginRow[] {
  const rows = repositories.flatMap(rowsOf).sort((a, b) => (a.app === b.app ? order.indexOf(a.read) - order.indexOf(b.read) : a.app < b.app ? -1 : 1));
  if (repositories.length < 2) return rows;
  const keyOf = (at: LoginRow['at']): string => placeOf(at)!;
  const once = new Map<string, LoginRow>();
  for (const row of rows) if (!once.has(`${row.app} ${keyOf(row.at)}`)) once.set(`${row.app} ${keyOf(row.at)}`, row);
  // A client that was paired in one of the trees is no login of its own in another; one module of Terraform makes many in one line.
  // What runs a module says for each cluster what is in the line.
  const lineOf = ({ at: { file, line } }: LoginRow['at'], client = ''): string => `${file}:${line} ${client}`;
  const others = new Set([...once.values()].flatMap(({ other, client }) => (other === undefined ? [] : [lineOf(other, client)])));
  // Settings of which one tree tells the app.
  const named = new Set([...once.values()].flatMap(({ app, at }) => (app === 'oidc' ? [] : [keyOf(at)])));
  return [...once.values()].filter(
    ({ app, read, at, client }) => (read !== 'provider' || !others.has(lineOf(at, client))) && (app !== 'oidc' || !named.has(keyOf(at))),
  );
}

function rowsOf(repository: Repository): LoginRow[] {
  const { pairs, clients, guards } = repository;
  const guarded = repository.appEnds.flatMap(({ end }) => (end.protocol === 'forward-auth' ? [end] : []));
  const read = [...pairs.all.map(({ login }) => login), ...pairs.unpairedLogins];
  const files = new Set([...clients, ...guards].map(({ place }) => place.at.file));
  const names = new Set([...clients, ...guards].map(({ idp }) => idp.name));
  const runs = providersOf(repository).map(({ facts }) => facts.runs);
  const installs = (chart: string): boolean => names.has(chart) || runs.some(({ charts }) => charts.includes(chart));
  const installing = new Set(repository.releases.flatMap(({ object, chart }) => (installs(chart) ? [object] : [])));
  const isRead = coveredBy(read);
  for (const { object, image = '' } of repository.containers) if (runs.some((one) => one.image.test(image))) installing.add(object);
  const isProvider = (object: TreeObject): boolean => files.has(object.file) || installing.has(object);
  // Secrets of the provider itself, which have the names of its settings.
  const own = new Set([...installing].map(({ name }) => name));
  const strange = looksLikeLogin(repository, isProvider, sharedBy(read)).filter((one) => !own.has(one.app) && !isRead(one));
  const unread = unreadEnds(repository, strange);
  const listed = new Set([...unread.values()].flatMap(({ settings }) => settings ?? []));
  const unpairedRows = pairs.unpairedClients.map((client): LoginRow => {
    const end = unread.get(client);
    if (end === undefined)
      return { app: client.label, protocol: 'oidc', at: client.place, ...providerOf(client), read: 'provider', why: whyNoSettings(client, repository) };
    const { app, at, by, certainty, settings } = end;
    return {
      app,
      protocol: 'oidc',
      at,
      other: client.place,
      ...providerOf(client),
      read: 'both',
      pairedBy: by,
      certainty,
      settings: settings?.names ?? [],
    };
  });
  const repeated = repeatedLogins(read, pairs.all);
  const rows = [
    ...pairs.all
      .filter(({ login }) => !repeated.has(login))
      .map(({ login, client, by, certainty }): LoginRow => ({
        ...appSide(login),
        other: client.place,
        ...providerOf(client),
        read: 'both',
        pairedBy: by,
        ...(certainty === 'sure' ? {} : { certainty }),
      })),
    ...pairs.unpairedLogins
      .filter((login) => !repeated.has(login))
      .map((login): LoginRow => ({ ...appSide(login), read: 'app', why: whyUnpaired(login, repository) })),
    ...unpairedRows,
    ...forwardAuth(guarded, guards, repository.edges),
    ...otherGuardRows(repository),
    ...strange
      .filter((one) => !listed.has(one))
      .map(({ app, at, names: settings }): LoginRow => ({
        app,
        protocol: 'unknown',
        at,
        read: 'neither',
        why: 'these settings look like a login, but pinout does not understand their format',
        settings,
      })),
    ...chartLogins(repository)
      .filter(({ app }) => !strange.some((one) => isAlike(one.app, app)) && !read.some((login) => isAlike(nameOf(login), app)))
      .map(({ app, at, names: settings }): LoginRow => ({
        app,
        protocol: 'unknown',
        at,
        read: 'neither',
        why: 'the templates of this chart look like a login, but could not be rendered: nothing here installs the chart, or a value is missing',
        settings,
      })),
  ];
  return rows;
}

/** Whether an object has a variable from a Secret or ConfigMap that an app with a known login takes: a database beside it may take all of it too. */
function sharedBy(logins: readonly LoginEnd[]): Parameters<typeof looksLikeLogin>[2] {
  const keyOf = ({ namespace }: TreeObject, { kind, name }: { readonly kind: string; readonly name: string }): string => `${kind} ${namespace}/${name}`;
  const owners = new Map<string, Set<TreeObject>>();
  for (const { container } of logins)
    for (const { from } of container?.env.values() ?? [])
      if (from !== undefined) owners.set(keyOf(container!.object, from), (owners.get(keyOf(container!.object, from)) ?? new Set()).add(container!.object));
  return (object, from) => {
    const own = from === undefined ? undefined : owners.get(keyOf(object, from));
    return own !== undefined && !own.has(object);
  };
}

function appSide(login: LoginEnd): Pick<LoginRow, 'app' | 'protocol' | 'at' | 'provider' | 'client'> {
  const { at, protocol, clientId, issuer, endpoints } = login;
  const host = hostTextOf(issuer?.value) ?? endpoints.map(({ value }) => hostTextOf(value)).find((one) => one !== undefined);
  const provider = login.idps?.length === 1 ? login.idps[0]!.title : host;
  return {
    app: nameOf(login),
    protocol,
    at,
    ...(provider === undefined ? {} : { provider }),
    ...(clientId === undefined || /\{\{|^ENC\[/.test(clientId.value) || isSealed(clientId.value) ? {} : { client: withDefaults(clientId.value) }),
  };
}

function providerOf({ idp, clientId, label }: IdpEnd): Pick<LoginRow, 'provider' | 'client'> {
  return { provider: idp.title, client: known(clientId?.value) ?? label };
}

const holdingText: ReadonlySet<string> = new Set(['ConfigMap', 'Secret', 'ExternalSecret', 'SealedSecret']);

function nameOf(login: LoginEnd): string {
  const { app, object } = login;
  if (object.kind === 'file') return (isAnyApp(login) ? namesOfFile(object.file)[0] : undefined) ?? app;
  // Nobody knows an app by the name of its ConfigMap.
  if (!isAnyApp(login) && holdingText.has(object.kind)) return app;
  return object.name === '' ? app : withDefaults(targetOf(object) ?? object.name);
}

/** What a policy is for: the route is called like the app, and policies are often all called alike. */
function targetOf({ kind, root }: TreeObject): string | undefined {
  if (kind !== 'SecurityPolicy') return undefined;
  const target = root.get('spec', 'targetRefs').items()[0] ?? root.get('spec', 'targetRef');
  return target.get('kind').text()?.endsWith('Route') === true ? target.get('name').text() : undefined;
}
const placeOf = (one: Located<unknown> | undefined): string | undefined => (one === undefined ? undefined : `${one.at.file}:${one.at.line}:${one.at.column}`);

/** Whether settings belong to a login that was read: of the same object or file, or of the app of that name. */
function coveredBy(read: readonly LoginEnd[]): (settings: LikeLogin) => boolean {
  const objects = new Set(read.flatMap(({ object, release }) => [object, release?.object]));
  const files = new Set(read.map(({ object }) => object.file));
  const names = new Set(read.map(({ object: { namespace, name } }) => `${namespace}/${name}`));
  // A ConfigMap is called after its app.
  const texts = read.flatMap(({ object }) => (['ConfigMap', 'Secret', 'ExternalSecret'].includes(object.kind) ? [object] : []));
  // A ConfigMap that a workload takes, by the places of what the login says.
  const places = new Set(read.flatMap(({ at, clientId, issuer, endpoints }) => [at, clientId, issuer, ...endpoints].flatMap((one) => placeOf(one) ?? [])));
  return ({ object, app, at }) =>
    objects.has(object) ||
    places.has(placeOf(at)!) ||
    files.has(object.file) ||
    [app, ...Array.from(app.matchAll(/-/g), ({ index }) => app.slice(0, index))].some((name) => names.has(`${object.namespace}/${name}`)) ||
    texts.some(({ namespace, name }) => namespace === object.namespace && name.startsWith(`${app}-`));
}

/** The one provider whose host begins as this one does, where Flux or Terraform fills in the domain of either: `mail.${DOMAIN}`, `mail.${var.domain}`. */
function likeHost(host: string | undefined, guards: readonly IdpEnd[]): IdpEnd | undefined {
  const label = (one: string | undefined): string | undefined => /^([^.$]+)\./.exec(one ?? '')?.[1];
  const own = label(host);
  if (own === undefined) return undefined;
  const alike = guards.filter(({ externalHost }) => {
    const other = hostTextOf(externalHost?.value);
    return label(other) === own && `${host}${other}`.includes('${') && !differs(host!, other!);
  });
  return alike.length === 1 ? alike[0] : undefined;
}

/** Hosts that the edge guards, and the providers made for them. */
function forwardAuth(guarded: readonly LoginEnd[], guards: readonly IdpEnd[], edges: Repository['edges']): LoginRow[] {
  const guardOf = guardOfHosts(guards);
  const taken = new Set<IdpEnd>();
  const rows = guarded.map((end): LoginRow => {
    const host = hostTextOf(end.externalHost?.value);
    const exact = guardOf(host);
    const guard = exact ?? likeHost(host, guards);
    if (guard !== undefined) taken.add(guard);
    const app = { app: host ?? end.object.name, protocol: 'forward-auth' as const, at: end.at };
    const sure = exact === undefined ? { certainty: 'likely' as const } : {};
    if (guard !== undefined) return { ...app, other: guard.place, provider: guard.idp.title, read: 'both', pairedBy: 'host', ...sure };
    return {
      ...app,
      read: 'app',
      why: guards.length === 0 ? "the identity provider's end is not in git" : `no proxy provider in git has the external_host ${host ?? 'of this app'}`,
    };
  });
  const rest = guards
    .filter((guard) => !taken.has(guard))
    .map((guard): LoginRow => {
      const host = hostTextOf(guard.externalHost?.value);
      const row = { app: host ?? guard.label, protocol: 'forward-auth', provider: guard.idp.title } as const;
      const edge = edgeOfGuard(guard, edges);
      if (edge !== undefined) return { ...row, at: edge, other: guard.place, read: 'both', pairedBy: 'host' };
      return {
        ...row,
        at: guard.place,
        read: 'provider',
        why: `no Ingress or route with forward-auth was found for ${host ?? 'this host'}`,
      };
    });
  return [...rows, ...rest];
}
