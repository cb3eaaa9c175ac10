import type { Container } from '../tree/containers.ts';
import type { Edge } from '../tree/edges.ts';
import { hostTextOf } from '../tree/opaque.ts';
import type { Release } from '../tree/release.ts';

/** Public hosts at which authentik answers: of its release, of an Ingress or route to its service, of its base URL. Variables of Flux stay in them. Empty when the tree does not say. */
export function identityHosts({
  edges,
  releases,
  containers,
}: {
  readonly edges: readonly Edge[];
  readonly releases: readonly Release[];
  readonly containers: readonly Container[];
}): ReadonlySet<string> {
  const objects = new Set(releases.filter(({ chart }) => chart === 'authentik').map(({ object }) => object));
  const hosts = new Set<string>();
  let hidden = false;
  for (const { object, host } of edges) {
    if (!objects.has(object) && !object.name.includes('authentik')) continue;
    const text = hostTextOf(`https://${host.value}`);
    if (text === undefined || text.includes('*') || text.includes('{{')) hidden = true;
    else hosts.add(text);
  }
  for (const { env, image, release } of containers) {
    if (release?.chart !== 'authentik' && !image.endsWith('goauthentik/server')) continue;
    const host = hostTextOf(env.get('AUTHENTIK_WEB__BASE_URL')?.value?.value);
    if (host !== undefined) hosts.add(host);
  }
  return hidden ? new Set() : hosts;
}
