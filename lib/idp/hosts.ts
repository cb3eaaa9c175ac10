import type { IdpFacts } from '../login/idp-facts.ts';
import { hostTextOf } from '../tree/opaque.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import { providersOf } from './known-providers.ts';

/** What tells where an identity provider answers. */
type Served = Pick<Manifests, 'edges' | 'releases' | 'containers'>;

/**
 * Public hosts at which a provider answers: of its release, of an Ingress or route with its name, of its own setting.
 * Variables of Flux stay in them. Empty when the tree does not say.
 */
export function hostsOf({ edges, releases, containers }: Served, { name, runs }: IdpFacts): ReadonlySet<string> {
  const objects = new Set(releases.filter(({ chart }) => runs.charts.includes(chart)).map(({ object }) => object));
  // `dex` is part of other words.
  const named = new RegExp(`(?<![a-z])${name}(?![a-z])`);
  const hosts = new Set<string>();
  let hidden = false;
  for (const { object, host } of edges) {
    if (!objects.has(object) && !named.test(object.name)) continue;
    const text = hostTextOf(`https://${host.value}`);
    if (text === undefined || text.includes('*') || text.includes('{{')) hidden = true;
    else hosts.add(text);
  }
  for (const { env, image, release } of containers) {
    if (!runs.charts.includes(release?.chart ?? '') && !runs.image.test(image)) continue;
    for (const variable of runs.hostVariables) {
      const host = hostTextOf(env.get(variable)?.value?.value);
      if (host !== undefined) hosts.add(host);
    }
  }
  return hidden ? new Set() : hosts;
}

/** Public hosts of all providers that the tree serves or whose settings it has. A host of two providers is nobody's. */
export const providersByHost = perTree((manifests: Manifests): ReadonlyMap<string, IdpFacts> => {
  const found = new Map<string, IdpFacts | undefined>();
  for (const { facts, read } of providersOf(manifests))
    for (const host of new Set([...hostsOf(manifests, facts), ...(read(manifests).hosts ?? [])]))
      found.set(host, !found.has(host) || found.get(host) === facts ? facts : undefined);
  return new Map([...found].flatMap(([host, facts]) => (facts === undefined ? [] : [[host, facts] as const])));
});

/**
 * The providers that an app may mean by the addresses it names: the one at their host, else those whose addresses look like them. None when they look
 * like nobody's, several where providers share a path.
 */
export function providersNamed(urls: readonly string[], manifests: Manifests): readonly IdpFacts[] {
  const byHost = providersByHost(manifests);
  const served = urls.map((url) => byHost.get(hostTextOf(url) ?? '')).find((one) => one !== undefined);
  if (served !== undefined) return [served];
  const matching = providersOf(manifests)
    .map(({ facts }) => facts)
    .filter(({ address }) => urls.some((url) => address.test(url)));
  // An address that only one of them has decides.
  return urls.map((url) => matching.filter(({ address }) => address.test(url))).find((list) => list.length === 1) ?? matching;
}

/** Whether a name inside the cluster speaks of an identity provider. */
export const namesProvider = (host: string, manifests: Pick<Manifests, 'tree'>): boolean =>
  providersOf(manifests).some(({ facts }) => new RegExp(`(?<![a-z])${facts.name}(?![a-z])`).test(host));

/** Whether a chart installs an identity provider. */
export const installsProvider = (chart: string, manifests: Pick<Manifests, 'tree'>): boolean =>
  providersOf(manifests).some(({ facts }) => chart.startsWith(facts.name) || facts.runs.charts.includes(chart));
