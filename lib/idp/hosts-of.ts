import type { IdpFacts } from '../login/idp-facts.ts';
import { hostTextOf } from '../tree/opaque.ts';
import type { Manifests } from '../tree/manifests.ts';

/** What tells where an identity provider answers. */
export type Served = Pick<Manifests, 'edges' | 'releases' | 'containers'>;

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
