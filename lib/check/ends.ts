import type { Located } from '../contract/observed.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Pair } from '../repository/pairs.ts';
import type { Repository } from '../repository/repository.ts';
import { known } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { perTree } from '../tree/per-tree.ts';
import type { SecretObject } from '../tree/secret-object.ts';
import type { TreeObject } from '../tree/tree.ts';

/** A text that is what it says. */
export const knownText = (seen: Located<string> | undefined): Located<string> | undefined => (known(seen?.value) === undefined ? undefined : seen);

/** What the app's issuer has and those of other clients have not. */
export function issuerKey({ slug, issuer }: LoginEnd, { idp }: IdpEnd): Located<string> | undefined {
  const seen = slug ?? issuer;
  const inUrl = idp.issuerKey?.exec(issuer?.value ?? '')?.[1];
  // The host may be a variable.
  const key = known(slug?.value) ?? (inUrl?.includes('}') === true ? undefined : known(inUrl));
  return seen === undefined || key === undefined ? undefined : { ...seen, value: key };
}

/** An address without the slash at its end: some settings take a discovery URL, of which that is left. */
export const bare = (url: string): string => url.slice(0, 2000).replace(/\/+$/, '').toLowerCase();

type Redirects = NonNullable<IdpEnd['redirects']>;

/** Redirect URIs of a client that has any. */
export const allowedRedirects = ({ client: { redirects = [] } }: Pair): Redirects | undefined => (redirects.length === 0 ? undefined : redirects);

export const urlsOf = (redirects: Redirects): string => redirects.map(({ value }) => value.url).join(', ');

/** True when a redirect URI of a provider ends in a path, or in one of those that the app may have instead, or may do so. */
export const mayEndIn = ({ value: { url, matching } }: Redirects[number], path: string, others?: RegExp): boolean =>
  matching === 'regex' ||
  (matching === 'glob' && url.endsWith('*')) ||
  url === '' ||
  url.endsWith(path) ||
  others?.test(url) === true ||
  (known(url) === undefined && !/^[^/]*\/\/[^/]*\/./.test(url));

type Ends = Pair & { readonly repository: Repository };

/** Where an end's client secret comes from: a generator, or an entry of a store. */
interface SecretSource {
  readonly name: string;
  readonly at: Located<unknown>;
  readonly isGenerated: boolean;
  readonly entry?: NonNullable<ReturnType<SecretObject['origins']['get']>>;
}

/** Where both ends take their client secret from, when both say it. */
export function secretSources({ login, client, repository: { secrets } }: Ends): { readonly app: SecretSource; readonly idp: SecretSource } | undefined {
  const theirs = client.clientSecret;
  if (login.secret?.key === undefined || theirs === undefined) return undefined;
  const at = login.secret.name;
  const own = secrets.find(login.object.namespace, at.value);
  const other = secrets.find(theirs.namespace, theirs.name);
  if (own === undefined || other === undefined) return undefined;
  // What is fetched or generated as a whole names no entry.
  const isWhole = [own, other].some((one) => fetched(one).length > 0);
  const source = (one: SecretObject, key: string, seen: Located<unknown>): SecretSource => {
    const entry = isWhole ? undefined : one.origins.get(key);
    return {
      name: `${one.namespace}/${one.name}`,
      at: seen,
      // A key with an entry of its own is no generated one.
      isGenerated: own !== other && !one.origins.has(key) && fetched(one).some((from) => isRandom(from.text('sourceRef', 'generatorRef', 'kind'))),
      ...(entry === undefined || known(entry.text) === undefined ? {} : { entry }),
    };
  };
  return { app: source(own, login.secret.key.value, at), idp: source(other, theirs.key, theirs.at) };
}

/** Generators that answer something else each time; others fetch what is kept elsewhere. What a ClusterGenerator is stands in it. */
const isRandom = (kind: string | undefined): boolean => kind === 'Password' || kind === 'UUID';

const fetched = ({ object }: SecretObject) => object.root.get('spec', 'dataFrom').items();

/** An origin for people: entry and property of a store. */
export const shownOrigin = (origin: string): string =>
  origin
    .split('#')
    .filter((part) => part !== '')
    .join('/');

const hostsOf = (idp: IdpFacts, idpHosts: Repository['idpHosts']): string[] => [...idpHosts].flatMap(([host, facts]) => (facts === idp ? [host] : []));

/** Hosts at which a provider answers: those that the tree serves, where another app agrees. A chart may bring hosts of other things. */
export function servedHosts(idp: IdpFacts, repository: Repository): readonly string[] | undefined {
  const used = appsByHost(repository).get(idp);
  const hosts = hostsOf(idp, repository.idpHosts);
  return hosts.some((host) => known(host) === undefined) || !hosts.some((host) => used?.has(host)) ? undefined : hosts;
}

/**
 * Whether an app asks its client's provider: at a host of that, or, where no host of it is known, where two other apps ask it, or by what nobody has
 * twice. A client of before may be left at a provider which the app no longer asks.
 */
export function asksIt({ login, client, by }: Pair, repository: Repository): boolean {
  const hosts = hostsOf(client.idp, repository.idpHosts);
  const asked = hostsAskedBy(login);
  if (hosts.length > 0) return asked.length === 0 || asked.some((host) => hosts.includes(host));
  if (by === 'client-id' || by === 'slug' || by === 'secret') return true;
  return asked.some((host) => {
    const apps = appsByHost(repository).get(client.idp)?.get(host);
    return apps !== undefined && apps.size > (apps.has(login.object) ? 2 : 1);
  });
}

const hostsAskedBy = ({ issuer, endpoints }: LoginEnd): string[] => [issuer, ...endpoints].flatMap((seen) => hostTextOf(seen?.value) ?? []);

/** The hosts at which apps ask their providers, each with the apps whose pair is sure. */
const appsByHost = perTree(({ pairs }: Repository) => {
  const found = new Map<IdpFacts, Map<string, Set<TreeObject>>>();
  for (const { login, client, certainty } of pairs.all) {
    const hosts = found.get(client.idp) ?? new Map<string, Set<TreeObject>>();
    found.set(client.idp, hosts);
    for (const host of hostsAskedBy(login)) {
      const apps = hosts.get(host) ?? new Set();
      hosts.set(host, certainty === 'sure' ? apps.add(login.object) : apps);
    }
  }
  return found;
});
