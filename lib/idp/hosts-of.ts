import { isOutpostPath } from '../edge/asks-outpost.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import { hostTextOf } from '../tree/opaque.ts';
import type { ServedHost } from '../tree/edges.ts';
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
  for (const edge of edges) {
    const { object, host } = edge;
    if (!objects.has(object) && !named.test(object.name)) continue;
    if (servesOutpostAlone(edge)) continue;
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

/** An Ingress for the answers of an outpost, at the host of the app that it guards. */
function servesOutpostAlone({ block, object }: ServedHost): boolean {
  if (object.kind !== 'Ingress' && object.kind !== 'HTTPRoute') return false;
  const rules = block.get('rules').items();
  const paths = rules.flatMap((rule) => [
    ...rule
      .get('http', 'paths')
      .items()
      .map((one) => one.get('path').text() ?? '/'),
    ...rule
      .get('matches')
      .items()
      .map((one) => one.get('path', 'value').text() ?? '/'),
  ]);
  return paths.length > 0 && paths.every(isOutpostPath);
}
