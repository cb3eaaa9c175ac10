import { identityHosts } from '../../login/identity-hosts.ts';
import { insideAddresses, privateLoadBalancer } from '../../tree/inside-addresses.ts';
import { hostOf } from '../../tree/known.ts';
import { mentions } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** A router that does not hairpin lets requests hang. */
export const hairpin: Rule = {
  code: 'hairpin',
  severity: 'warning',
  title: 'pods may not reach the identity provider by its public name',
  *run(repository) {
    const { edges, objects, releases, containers, logins } = repository;
    const hosts = identityHosts(repository);
    const asked = [...new Set(logins.all.flatMap(({ issuer, endpoints }) => [issuer, ...endpoints].flatMap((seen) => hostOf(seen?.value) ?? [])))].filter(
      (host) => hosts.size === 0 || hosts.has(host),
    );
    if (asked.length === 0) return;
    const home = privateLoadBalancer(objects, releases);
    if (home === undefined) return;
    const solved = insideAddresses(repository);
    const split =
      releases.some(
        ({ chart, layers }) =>
          /external-dns|k8s-gateway|pihole|adguard|blocky|unbound|coredns/.test(chart) || layers.some((layer) => mentions(layer, 'k8s_gateway')),
      ) ||
      containers.some(({ image }) => /external-dns|k8s_gateway|pihole|adguardhome|blocky|unbound/.test(image)) ||
      objects.of('DNSEndpoint').length > 0;
    if (split) return;
    for (const host of asked) {
      if (solved.has(host)) continue;
      const login = logins.all.find(({ issuer, endpoints }) => [issuer, ...endpoints].some((seen) => hostOf(seen?.value) === host))!;
      const seen = [login.issuer, ...login.endpoints].find((one) => hostOf(one?.value) === host)!;
      yield {
        at: seen,
        message: `pods ask ${host}, and nothing here says that it resolves to ${home} inside`,
        expected: `a rewrite or hosts entry of CoreDNS, hostAliases, or a DNS server at home that answers ${home}`,
        received: edges.length === 0 ? 'nothing' : 'only the public name',
        why: 'The public name leads to the router, and many routers do not send packets of the inside back in: requests of the app hang, while your laptop works.',
        fix: `rewrite ${host} to the ingress Service in CoreDNS, or let the DNS server of the nodes answer ${home}; then test from the app's own pod`,
      };
    }
  },
};
