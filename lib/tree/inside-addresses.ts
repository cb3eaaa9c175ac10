import type { Reader } from '../manifest/reader.ts';
import type { Container } from './containers.ts';
import type { Edge } from './edges.ts';
import type { Objects } from './objects.ts';
import type { Release } from './releases.ts';
import { walk } from './walk.ts';

const address = '(?:10|127|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))\\.[0-9.]+';
const host = '[a-z0-9-]+(?:\\.[a-z0-9-]+)+';

/** Hosts that the tree resolves to a private address: by hostAliases, and by `hosts` or `rewrite` in a Corefile. */
export function insideAddresses({
  objects,
  releases,
  containers,
}: {
  objects: Objects;
  releases: readonly Release[];
  containers: readonly Container[];
  edges?: readonly Edge[];
}): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text } of corefilesOf(objects)) {
    for (const [, name = ''] of text.matchAll(new RegExp(`^\\s*${address}\\s+(${host})`, 'gm'))) found.add(name);
    for (const [, name = ''] of text.matchAll(new RegExp(`rewrite\\s+(?:stop\\s+)?name\\s+(?:exact\\s+)?(${host})\\s`, 'g'))) found.add(name);
  }
  for (const name of aliasHosts(containers.map(({ pod }) => pod).concat(releases.flatMap(({ layers }) => layers)))) found.add(name);
  return found;
}

/** A private address at which a load balancer of the tree answers, when it is written down. */
export function privateLoadBalancer(objects: Objects, releases: readonly Release[]): string | undefined {
  const whole = new RegExp(`^${address}$`);
  const services = objects.of('Service').filter(({ root }) => root.get('spec', 'type').text() === 'LoadBalancer');
  const roots = [
    ...services.map(({ root }) => root),
    ...releases.filter(({ chart }) => /traefik|ingress|gateway|haproxy/.test(chart)).flatMap(({ layers }) => layers),
  ];
  for (const root of roots)
    for (const { key, node } of walk(root)) if (/loadBalancerIPs?$|\/ips$/i.test(key) && whole.test(node.text() ?? '')) return node.text();
  return undefined;
}

/** CoreDNS configurations of a tree. */
export function corefilesOf(objects: Objects): { readonly text: string; readonly object: ReturnType<Objects['of']>[number] }[] {
  return objects.of('ConfigMap').flatMap((object) =>
    object.root
      .get('data')
      .entries()
      .flatMap(([key, value]) => (/^Corefile$|\.(?:override|server)$/.test(key) && value.text() !== undefined ? [{ text: value.text()!, object }] : [])),
  );
}

/** Hosts among the hostAliases of some settings. */
export function aliasHosts(roots: readonly Reader[]): string[] {
  return roots.flatMap((root) =>
    [...walk(root)].flatMap(({ key, node }) =>
      key === 'hostAliases'
        ? node.items().flatMap((one) =>
            one
              .get('hostnames')
              .items()
              .flatMap((name) => name.text() ?? []),
          )
        : [],
    ),
  );
}
