import { providersByHost, providersNamed } from '../idp/hosts.ts';
import { readEnds } from '../integrations/read-ends.ts';
import type { IdentityProvider } from '../idp/identity-provider.ts';
import { manifestsWith, providersOf } from '../idp/known-providers.ts';
import { samePlace } from '../manifest/reader.ts';
import type { AppReader, ReadEnd } from '../login/app-reader.ts';
import { pairsOf } from '../repository/pairs.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import { originsOfClient, originsOfLogin } from '../repository/secret-origins.ts';
import { servedHosts } from '../repository/served-hosts.ts';
import type { Repository, Logins } from '../repository/repository.ts';
import { type GivenVersions, versionsOf } from '../repository/versions.ts';
import type { Tree } from '../tree/tree.ts';
import { readApiservers } from '../kubernetes/read-apiserver.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Manifests } from '../tree/manifests.ts';

/** What outranks or adds to what pinout itself knows. */
export interface Given {
  /** Versions that outrank what the tree says. */
  readonly versions?: GivenVersions;
  /** Readers of apps that pinout does not know. */
  readonly readers?: readonly AppReader[];
  /** Identity providers that pinout does not know, or that are read in another way. */
  readonly providers?: readonly IdentityProvider[];
}

/** Builds the model of a tree. */
export function repositoryOf(tree: Tree, given: Given = {}): Repository {
  const manifests = manifestsWith(tree, given.providers);
  const { objects, releases, containers } = manifests;
  const read = providersOf(manifests).map((one) => one.read(manifests));
  const clients = withoutCopies(read.flatMap((one) => one.clients));
  const appEnds = readEnds(manifests, given.readers);
  const logins = loginsOf(manifests, appEnds);
  const served = new Set(manifests.edges.map(({ host }) => host.value.toLowerCase()));
  return {
    ...manifests,
    clients,
    groups: new Set(read.flatMap(({ groups = [] }) => groups)),
    people: new Set(read.flatMap(({ people = [], groupFacts = [] }) => [...people, ...groupFacts.flatMap(({ members }) => members.map(({ value }) => value))])),
    groupFacts: read.flatMap(({ groupFacts = [] }) => groupFacts),
    renamedGroups: read.flatMap(({ renamedGroups = [] }) => renamedGroups),
    renamedApps: new Set(read.flatMap(({ renamedApps = [] }) => renamedApps.map(({ from, to }) => `${from}\n${to.value}`))),
    removed: read.flatMap(({ removed = [] }) => removed),
    idpHosts: providersByHost(manifests),
    guards: read.flatMap(({ guards = [] }) => guards),
    appEnds,
    logins,
    pairs: pairsOf(logins.all, clients, {
      ofLogin: (login) => originsOfLogin(login, manifests),
      ofClient: (client) => originsOfClient(client, manifests),
      hostsOf: servedHosts(manifests),
      serves: (host) => served.has(host),
    }),
    versions: versionsOf(objects, tree.documents, releases, containers, given.versions ?? {}),
  };
}

/** Each client once: a file of settings may be read as a file, as what a generator puts into a ConfigMap, and as values of a chart. */
function withoutCopies(clients: readonly IdpEnd[]): IdpEnd[] {
  const alike = new Map<string, IdpEnd[]>();
  return clients.filter((client) => {
    const { idp, place, clientId, label } = client;
    const key = [idp.name, place.at.file, clientId?.value ?? '', label].join('\n');
    const before = alike.get(key);
    if (before === undefined) alike.set(key, [client]);
    else if (before.some((one) => samePlace(one.place.at, place.at))) return false;
    else before.push(client);
    return true;
  });
}

/** Reads every app's end that can be recognised. */
function loginsOf(manifests: Manifests, appEnds: readonly ReadEnd[]): Logins {
  const { configurations, arguments: apiservers, issuers, ends: apiserverEnds } = readApiservers(manifests);
  const ends = appEnds.flatMap(({ end }) => (end.protocol === 'oidc' && !isOfProvider(end, manifests) ? [end] : []));
  return {
    all: [...ends, ...apiserverEnds].map((end) => ({ ...end, idps: providersNamed(addressesOf(end), manifests) })),
    configurations,
    apiservers,
    issuers,
  };
}

/** An identity provider takes the ids and secrets of its clients from variables of the names that the apps have. */
const isOfProvider = ({ container }: LoginEnd, manifests: Manifests): boolean =>
  container !== undefined &&
  providersOf(manifests).some(({ facts: { runs } }) => runs.image.test(container.image) || runs.charts.includes(container.release?.chart ?? ''));

const addressesOf = ({ issuer, endpoints, slug }: LoginEnd): string[] => [issuer, ...endpoints, slug].flatMap((seen) => seen?.value ?? []);
