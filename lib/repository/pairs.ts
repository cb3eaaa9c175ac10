import { plainName } from '../contract/plain-name.ts';
import { grouped } from '../contract/grouped.ts';
import { posix } from 'node:path';
import { addTo } from '../contract/add-to.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Certainty } from './certainty.ts';
import { known, slugOf } from '../tree/known.ts';
import { differs, hostTextOf } from '../tree/opaque.ts';
import { isNearly } from './is-nearly.ts';
import { clientMarks, isAnyApp, loginMarks, type Marks, type Origins, type Way, ways } from './pair-marks.ts';

/** Both ends of one login. `by` says what they have in common, `certainty` how sure it is that they are of one login. */
export interface Pair<Client extends IdpEnd = IdpEnd> {
  readonly login: LoginEnd;
  readonly client: Client;
  readonly by: PairedBy;
  readonly certainty: Certainty;
}

/** What two ends have in common: one of the ways, or only that an app is known and a client is called like it. */
export type PairedBy = Exclude<Way, 'begin'> | 'app';

/** Pairs of a tree, and what has no other end. */
export interface Pairs<Client extends IdpEnd = IdpEnd> {
  readonly all: readonly Pair<Client>[];
  readonly unpairedLogins: readonly LoginEnd[];
  readonly unpairedClients: readonly Client[];
}

const asSaid = (way: Way): PairedBy => (way === 'begin' ? 'name' : way);

const sure = ways.slice(0, 5);
const guesses = ways.slice(5);

/**
 * Finds the other end of each login: by client id, slug, redirect URI, entry in the secret store, or host. A variable of Flux is equal to itself.
 * What is left is paired by the host at which the app answers, by its name, or by the path of its redirect URI, when only one at each end has it and
 * nothing speaks against it; and at last
 * an app that is known with the one client that is called like it, below the same domain: its other settings are then wrong.
 */
export function pairsOf(logins: readonly LoginEnd[], clients: readonly IdpEnd[], origins: Origins): Pairs {
  const index = new Index(clients, (client) => clientMarks(client, origins));
  const picked = new Map<LoginEnd, Picked>();
  for (const login of logins) {
    const marks = loginMarks(login, origins);
    const lists = sure.map((way) => {
      const list = index
        .find(way, marks[way])
        .filter((client) => fits(login, client) && !isElsewhere(login, client, origins) && (way !== 'host' || isOfRealm(login, client, true)));
      // An entry without properties may hold the secrets of all apps.
      return way === 'secret' && list.length > 1 ? [] : list;
    });
    const at = lists.findIndex((list) => list.length > 0);
    // Of several with one mark those that have the next mark too.
    if (at === -1) continue;
    const ofRealm = lists[at]!.filter((client) => isOfRealm(login, client));
    let left = ofRealm.length > 0 ? ofRealm : lists[at]!;
    // Stages of one repository have a provider each, and a client of one name at each of them.
    const asked = left.filter((client) => asks(login, client));
    if (asked.length > 0) left = asked;
    for (const others of lists.slice(at + 1)) {
      const both = left.filter((one) => others.includes(one));
      if (both.length > 0) left = both;
    }
    picked.set(login, { client: nearest(login, left), by: asSaid(sure[at]!), ofSeveral: left.length > 1 });
  }
  // Two logins at one host have a client each: that which another one names by its id is not this one's.
  const named = new Set([...picked.values()].flatMap(({ client, by }) => (by === 'client-id' ? [client] : [])));
  for (const [login, { client, by }] of picked)
    if (by === 'host' && named.has(client) && differs(login.clientId?.value ?? '', client.clientId?.value ?? '')) picked.delete(login);
  for (const way of guesses) {
    const taken = takenBy(picked);
    const unpairedIndex = new Index(
      clients.filter((client) => !taken.has(client)),
      (client) => clientMarks(client, origins),
    );
    const left = new Index(
      logins.filter((login) => !picked.has(login)),
      (login) => loginMarks(login, origins),
    );
    for (const [login, client] of onlyPairs(left, unpairedIndex, way))
      if (!contradict(login, client, way) && !isElsewhere(login, client, origins)) picked.set(login, { client, by: asSaid(way), isGuessed: way === 'begin' });
  }
  for (const [login, client] of byApp(logins, clients, picked, origins)) picked.set(login, { client, by: 'app' });
  const paired = new Set([...picked.values()].map(({ client }) => client));
  const hosts = new Index(logins, (login) => loginMarks(login, origins));
  return {
    all: logins.flatMap((login) => {
      const one = picked.get(login);
      if (one === undefined) return [];
      const { client, by } = one;
      return [{ login, client, by, certainty: certaintyOf(login, one, () => hosts.find('host', loginMarks(login, origins).host).length) }];
    }),
    unpairedLogins: logins.filter((login) => !picked.has(login)),
    unpairedClients: clients.filter((client) => !paired.has(client)),
  };
}

interface Picked {
  readonly client: IdpEnd;
  readonly by: PairedBy;
  /** Other clients have the same in common with it: stages of one cluster, or providers of one tree. */
  readonly ofSeveral?: boolean;
  /** One name only begins the other. */
  readonly isGuessed?: boolean;
}

/** Clients that some app signs in with. What only verifies tokens shares the client of the program that fetches them. */
const takenBy = (picked: ReadonlyMap<LoginEnd, Picked>): ReadonlySet<IdpEnd> =>
  new Set([...picked].flatMap(([login, { client }]) => (login.verifiesOnly === true ? [] : [client])));

/** How sure a pair is. An app that is known, and called like the one client that has a host below its own domain, is no guess. */
function certaintyOf(login: LoginEnd, { client, by, ofSeveral, isGuessed }: Picked, atHost: () => number): Certainty {
  if (isGuessed === true || login.loose === true) return 'guessed';
  if (!login.object.ours && isOfOtherDomain(login, client)) return 'likely';
  switch (by) {
    case 'path':
      return 'guessed';
    case 'host':
      // Two apps at one host may have a client each.
      return ofSeveral === true || atHost() > 1 ? 'likely' : 'sure';
    case 'served':
      return 'likely';
    case 'name':
    case 'app':
      return !isAnyApp(login) && sharesDomain(login, client) === true ? 'sure' : 'likely';
    default:
      return ofSeveral === true ? 'likely' : 'sure';
  }
}

function* byApp(
  logins: readonly LoginEnd[],
  clients: readonly IdpEnd[],
  picked: ReadonlyMap<LoginEnd, Picked>,
  origins: Origins,
): Iterable<[LoginEnd, IdpEnd]> {
  const taken = takenBy(picked);
  const byName = new Map<string, Set<IdpEnd>>();
  for (const client of clients)
    for (const name of [client.slug?.value, client.label, client.clientId?.value].flatMap((one) => (one === undefined ? [] : plainName(one))))
      byName.set(name, (byName.get(name) ?? new Set()).add(client));
  const left = grouped(logins, (login) => (!picked.has(login) && login.protocol === 'oidc' && !isAnyApp(login) ? login.app : undefined));
  for (const [app, ends] of left) {
    const [client, second] = byName.get(plainName(app)) ?? [];
    // Two installations have a client each, and only one is known here.
    if (client === undefined || second !== undefined || taken.has(client) || new Set(ends.map(({ clientId }) => clientId?.value)).size > 1) continue;
    for (const login of ends) if (fits(login, client) && !isElsewhere(login, client, origins) && sharesDomain(login, client) !== false) yield [login, client];
  }
}

/** Whether the hosts that both ends name have the same domain above them: another is another installation. Undefined where one end names none. */
function sharesDomain(login: LoginEnd, client: IdpEnd): boolean | undefined {
  const above = (list: IdpEnd['redirects']) =>
    (list ?? []).flatMap(({ value }) => hostTextOf(value.url)?.split('.').slice(1).join('.') ?? []).filter((one) => one !== '');
  const [own, theirs] = [above(login.redirects), above(client.redirects)];
  return own.length === 0 || theirs.length === 0 ? undefined : own.some((one) => theirs.includes(one));
}

/**
 * Whether both ends name hosts, and of no one registered domain: a repository may hold two installations with clients of one name, and the identity provider of one of
 * them alone.
 */
function isOfOtherDomain(login: LoginEnd, client: IdpEnd): boolean {
  const domains = (list: IdpEnd['redirects']) =>
    (list ?? []).map(({ value }) => (/^https?:\/\/([a-z0-9.-]{1,253})(?::\d{1,5})?(?:\/|$)/i.exec(value.url)?.[1] ?? '').toLowerCase().split('.').slice(-2));
  const [own, theirs] = [domains(login.redirects), domains(client.redirects)];
  const all = [...own, ...theirs];
  if (own.length === 0 || theirs.length === 0 || all.some((labels) => labels.length < 2 || /^\d*$/.test(labels[1]!))) return false;
  return own.every((one) => theirs.every((other) => one.join('.') !== other.join('.')));
}

/** Whether an app asks another provider, of which nothing is known but that the tree serves its host: its client may have the same name there. */
function isElsewhere({ issuer }: LoginEnd, client: IdpEnd, { serves }: Origins): boolean {
  const [own, theirs] = [hostTextOf(issuer?.value), hostTextOf(client.issuer?.value)];
  return own !== undefined && theirs !== undefined && differs(own, theirs) && serves?.(own) === true;
}

/** Whether an app's addresses of its identity provider are at the host of the one that has this client. */
function asks({ issuer, endpoints }: LoginEnd, client: IdpEnd): boolean {
  const host = known(hostTextOf(client.issuer?.value));
  return host !== undefined && [issuer, ...endpoints].some((one) => hostTextOf(one?.value) === host);
}

/** Whether a client may be of the identity provider that an app names: two providers of one tree may have a client of one name. */
const fits = ({ idps }: LoginEnd, { idp }: IdpEnd): boolean => idps === undefined || idps.length === 0 || idps.includes(idp);

/** Whether a client may be of the realm that an app names, or names but for a slip: two realms may have a client of one id, or for one host. */
function isOfRealm({ issuer, endpoints }: LoginEnd, { idp, issuerKey }: IdpEnd, orNearly = false): boolean {
  const [own] = [issuer, ...endpoints].flatMap((seen) => known(idp.issuerKey?.exec(seen?.value ?? '')?.[1]) ?? []);
  const theirs = known(issuerKey?.value);
  return own === undefined || theirs === undefined || own === theirs || (orNearly && isNearly(own, theirs));
}

/** Whether something that both ends say is different for sure: a guess is then no pair. */
function contradict(login: LoginEnd, client: IdpEnd, way: Way): boolean {
  const apart = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && differs(a, b);
  const slug = known(login.slug?.value) ?? slugOf(login.issuer?.value);
  const own = login.redirects?.map(({ value }) => hostTextOf(value.url)).find((host) => host !== undefined);
  const theirs = (client.redirects ?? []).flatMap(({ value }) => hostTextOf(value.url) ?? []);
  return (
    !fits(login, client) ||
    !isOfRealm(login, client, true) ||
    login.verifiesOnly === true ||
    // With an issuer of this identity provider a client that nothing defines is a typo: the rules say so.
    (slug === undefined && apart(login.clientId?.value, client.clientId?.value) && !isSlip(login, client, way)) ||
    (own !== undefined && theirs.length > 0 && theirs.every((host) => differs(own, host)))
  );
}

/** Whether two client ids are meant to be one: a letter differs, or the app asks this provider, and is sent back to the very page that the client allows. */
function isSlip({ clientId, callback, idps }: LoginEnd, client: IdpEnd, way: Way): boolean {
  const [own, theirs] = [known(clientId?.value), known(client.clientId?.value)];
  if (own === undefined || theirs === undefined) return false;
  return (
    isNearly(own, theirs) ||
    (way === 'served' &&
      idps?.length === 1 &&
      idps[0] === client.idp &&
      callback !== undefined &&
      client.redirects?.some(({ value }) => value.url.endsWith(callback.value)) === true)
  );
}

/** Ends of which each has a mark with the other alone. Several settings of one app are one login. */
function* onlyPairs(logins: Index<LoginEnd>, clients: Index<IdpEnd>, way: Way): Iterable<[LoginEnd, IdpEnd]> {
  const theirs = new Map<LoginEnd, Set<IdpEnd>>();
  const ours = new Map<IdpEnd, Set<LoginEnd>>();
  for (const [mark, ends] of logins.entries(way))
    for (const client of clients.find(way, [mark]))
      for (const login of ends) {
        theirs.set(login, (theirs.get(login) ?? new Set()).add(client));
        ours.set(client, (ours.get(client) ?? new Set()).add(login));
      }
  for (const [login, [client, second]] of theirs)
    if (client !== undefined && second === undefined && [...ours.get(client)!].every((one) => isOneApp(one, login))) yield [login, client];
}

const isOneApp = (a: LoginEnd, b: LoginEnd): boolean =>
  a.object === b.object || (a.object.namespace === b.object.namespace && posix.dirname(a.object.file) === posix.dirname(b.object.file));

/** Ends by their marks. */
class Index<End> {
  readonly #ends = new Map<Way, Map<string, End[]>>(ways.map((way) => [way, new Map<string, End[]>()]));

  constructor(ends: readonly End[], marksOf: (end: End) => Marks) {
    for (const end of ends)
      for (const [way, marks] of Object.entries(marksOf(end)) as [Way, readonly string[]][])
        for (const mark of new Set(marks)) addTo(this.#ends.get(way)!, mark, end);
  }

  find(way: Way, marks: readonly string[]): readonly End[] {
    return marks.map((mark) => this.#ends.get(way)!.get(mark)).find((list) => list !== undefined) ?? [];
  }

  entries(way: Way): Iterable<[string, End[]]> {
    return this.#ends.get(way)!.entries();
  }
}

/** Of several clients of one name (stages of one repository), the one whose file is closest to the app's, or to that of its client id: a base has neither. */
function nearest({ object, clientId }: LoginEnd, clients: readonly IdpEnd[]): IdpEnd {
  const common = (file: string) => {
    const parts = file.split('/');
    const ends = [object.file, clientId?.at.file ?? object.file].map((one) => {
      const own = one.split('/');
      const end = parts.findIndex((part, index) => part !== own[index]);
      return end === -1 ? parts.length : end;
    });
    return Math.max(...ends);
  };
  return clients.reduce((best, one) => (common(one.place.at.file) > common(best.place.at.file) ? one : best));
}
