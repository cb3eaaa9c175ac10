import type { Reader } from '../manifest/reader.ts';
import type { Container } from './containers.ts';
import type { ServedHost } from './edges.ts';
import type { Manifests } from './manifests.ts';
import type { Objects } from './objects.ts';
import type { Release } from './release.ts';
import { known } from './known.ts';
import { walk } from './walk.ts';

const address = '(?:10|127|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))\\.[0-9.]+';
const whole = new RegExp(`^${address}$`);
const name = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

/**
 * Hosts that the tree resolves to a private address: by `hosts` or `rewrite` in a Corefile, and by hostAliases. Those of one pod tell nothing of others:
 * a request to one names its pod.
 */
export function insideAddresses({
  objects,
  releases,
  containers,
}: {
  objects: Objects;
  releases: readonly Release[];
  containers: readonly Container[];
  edges?: readonly ServedHost[];
}): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text } of corefilesOf(objects)) {
    for (const line of text.split('\n')) {
      const words = line.trim().split(/\s+/, 6);
      const [first = '', second = ''] = words;
      if (whole.test(first) && name.test(second)) found.add(second);
      // rewrite [stop] name [exact] HOST …
      const rest = words[0] === 'rewrite' ? words.slice(1).filter((word) => word !== 'stop' && word !== 'exact') : [];
      if (rest[0] === 'name' && name.test(rest[1] ?? '') && rest[2] !== undefined) found.add(rest[1]!);
    }
  }
  const isPrivate = (text: string | undefined): boolean => text === undefined || known(text) === undefined || whole.test(text);
  for (const host of aliasHosts(containers.map(({ pod }) => pod).concat(releases.flatMap(({ layers }) => layers)), isPrivate)) found.add(host);
  return found;
}

/**
 * Whether a DNS server of the tree answers with a private address for a host: a line of Pi-hole, dnsmasq, unbound or a hosts file, an entry of blocky or
 * AdGuard, a record of external-dns. Who asks that server is not known.
 */
export function resolvesAtHome(host: string, { objects, releases, edges }: Pick<Manifests, 'objects' | 'releases' | 'edges'>): boolean {
  const isPrivate = (text: string | undefined): boolean => whole.test(text ?? '');
  const records = objects.of('DNSEndpoint').flatMap(({ root }) => root.items('spec', 'endpoints'));
  if (records.some((one) => one.text('dnsName') === host && one.items('targets').some((target) => isPrivate(target.text())))) return true;
  if (edges.some((edge) => edge.host.value === host && isPrivate(known(edge.annotations.text('external-dns.alpha.kubernetes.io/target'))))) return true;
  for (const root of [...objects.of('ConfigMap').map((object) => object.root.get('data')), ...releases.flatMap(({ layers }) => layers)])
    for (const { key, node } of walk(root)) {
      const text = node.text();
      if (text === undefined || !(key === host || text.includes(host))) continue;
      if (key === host && isPrivate(text)) return true;
      const lines = text.split('\n', maxLines).map((one) => one.slice(0, 500).replace(/^\s*(?:#|\/\/).*$/, ''));
      if (lines.some((one) => hasName(one, host) && privateIn.test(one))) return true;
    }
  return false;
}

/** Whether a line has a host as a whole name; the dot of the root may follow. */
function hasName(line: string, host: string): boolean {
  const at = line.indexOf(host);
  return at !== -1 && !/[\w.-]$/.test(line.slice(0, at).slice(-1)) && !/^(?:[\w-]|\.[\w-])/.test(line.slice(at + host.length).slice(0, 2));
}

const maxLines = 5000;
/** An address, and no network. */
const privateIn = new RegExp(`(?<![\\w.])${address}(?![\\w./])`);

/** A private address at which a load balancer of the tree answers, when it is written down. */
export function privateLoadBalancer(objects: Objects, releases: readonly Release[]): string | undefined {
  const services = objects.of('Service').filter(({ root }) => root.text('spec', 'type') === 'LoadBalancer');
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
  return objects
    .of('ConfigMap')
    .flatMap((object) =>
      object.root
        .entries('data')
        .flatMap(([key, value]) => (/^Corefile$|\.(?:override|server)$/.test(key) && value.text() !== undefined ? [{ text: value.text()!, object }] : [])),
    );
}

/** Hosts among the hostAliases of some settings; `isWanted` is asked about the address. */
export function aliasHosts(roots: readonly Reader[], isWanted: (address: string | undefined) => boolean = () => true): string[] {
  return roots.flatMap((root) =>
    [...walk(root)].flatMap(({ key, node }) =>
      key === 'hostAliases' ? node.items().flatMap((one) => (isWanted(one.text('ip')) ? one.items('hostnames').flatMap((name) => name.text() ?? []) : [])) : [],
    ),
  );
}
