import { issuersAsked } from '../../repository/issuers-asked.ts';
import type { Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';
import type { TreeObject } from '../../tree/tree.ts';

export const certificateMovesRules: readonly Rule[] = [
  {
    code: 'certificate-issuer-left',
    severity: 'warning',
    strict: true,
    title: 'a host still uses an HTTP-01 issuer although others moved to DNS-01',
    why: 'Where port 80 is closed, the certificate is never renewed. It stays Ready until it expires.',
    symptom: 'Weeks after the move to DNS-01, one host shows an expired certificate while the others are fine.',
    cause:
      'Two ClusterIssuers use the same ACME server, one with HTTP-01 and one with DNS-01. Other Ingresses, Gateways or Certificates of the same domain use the DNS-01 issuer, and this one still uses the HTTP-01 issuer. If nothing uses the DNS-01 issuer yet, the finding is for information only.',
    fix: 'write the name of the DNS-01 issuer. cert-manager then requests a new certificate',
    more: 'If port 80 is open on purpose, suppress the finding with that reason.',
    source: '[cert-manager: ACME challenge types](https://cert-manager.io/docs/configuration/acme/#solving-challenges)',
    *find({ objects }) {
      const issuers = objects.of('ClusterIssuer').map((issuer) => ({ issuer, server: issuer.root.text('spec', 'acme', 'server'), ...solversOf(issuer) }));
      const old = new Map(issuers.filter(({ http, dns }) => http && !dns).map((one) => [one.issuer.name, one]));
      const asked = [...issuersAsked(objects)].map((one) => ({ ...one, name: known(one.at.text()), domains: domainsOf(one.object) }));
      for (const { object, at, name, domains } of asked) {
        const left = name === undefined ? undefined : old.get(name);
        const next = issuers.filter(({ dns, server }) => dns && left !== undefined && server === left.server);
        const [first] = next;
        if (left === undefined || first === undefined) continue;
        const names = new Set(next.map(({ issuer }) => issuer.name));
        const moved = asked.filter((one) => one.name !== undefined && names.has(one.name));
        // Another domain may have another DNS, where DNS-01 is not to be had.
        const alike = moved.filter((one) => domains.size === 0 || [...one.domains].some((domain) => domains.has(domain)));
        if (moved.length > 0 && alike.length === 0) continue;
        yield {
          at,
          ...(moved.length === 0 ? { severity: 'info' as const } : {}),
          message: `${object.kind}/${object.name} uses ${left.issuer.name}, an HTTP-01 issuer, ${
            moved.length === 0
              ? `and nothing uses ${first.issuer.name}, a DNS-01 issuer`
              : `but ${alike.length} ${alike.length === 1 ? 'object' : 'objects'} of the same domain ${alike.length === 1 ? 'uses' : 'use'} ${alike[0]!.name}`
          }`,
          expected: alike[0]?.name ?? first.issuer.name,
          received: left.issuer.name,
          fix: `write ${alike[0]?.name ?? first.issuer.name}`,
        };
      }
    },
  },
];

function solversOf({ root }: TreeObject): { readonly http: boolean; readonly dns: boolean } {
  const solvers = root.items('spec', 'acme', 'solvers');
  return { http: solvers.some((one) => one.get('http01').exists), dns: solvers.some((one) => one.get('dns01').exists) };
}

/** What follows the first label of each host. Empty where the hosts are not in the object. */
function domainsOf({ root }: TreeObject): Set<string> {
  const spec = root.get('spec');
  const hosts = [
    ...spec.items('dnsNames'),
    ...['rules', 'listeners'].flatMap((key) => spec.items(key).flatMap((one) => [one.get('host'), one.get('hostname')])),
    ...spec.items('tls').flatMap((one) => one.items('hosts')),
  ];
  return new Set(hosts.flatMap((host) => known(host.text())?.toLowerCase().split('.').slice(1).join('.') ?? []));
}
