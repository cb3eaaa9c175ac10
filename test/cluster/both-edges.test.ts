import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { groups } from '../../lib/contract/access.ts';
import { ovh } from '../../lib/contract/certificate-provider.ts';
import { forwardAuthApp } from '../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { grave, judged } from '../support/judge.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';

const apps = [
  grafana({ ...grafanaOptions, storage: { grafana: '1Gi' } }),
  forwardAuthApp({ name: 'start', access: groups('family'), image: 'docker.io/traefik/whoami:v1.11.0', port: 80 }),
];
const nginx = { className: 'nginx' };
const gateway = { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'home', namespace: 'gateway', className: 'envoy' } };
const shared = {
  apps,
  dns: { mode: 'pihole' },
  certificates: { email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) },
};
const before = (more: object = {}) => clusterWith({ ...shared, edge: nginx, ...more });
const during = (moved: readonly string[], more: object = {}) =>
  clusterWith({ ...shared, edge: gateway, ingressAddress: '192.168.1.40', edgeBefore: { edge: nginx, ingressAddress: '192.168.1.30', moved }, ...more });
const after = (more: object = {}) => clusterWith({ ...shared, edge: gateway, ingressAddress: '192.168.1.40', ...more });

const idOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
const objects = ({ placed }: Cluster) => new Map(placed.map(({ object }) => [idOf(object), JSON.stringify(object)]));
const of = (cluster: Cluster, kind: string) => [...objects(cluster)].filter(([id]) => id.startsWith(`${kind} `));
const text = (cluster: Cluster, path: string) => cluster.manual.find((one) => one.path === path)!.text;
const records = (cluster: Cluster) =>
  [...text(cluster, 'dns/pihole.toml').matchAll(/"(\S+) (\S+)"/g)].map(([, address, host]) => `${host!.split('.')[0]} ${address!}`);

describe('a way in beside the one of before', () => {
  it('serves every host on both, and leaves each Ingress as it was', () => {
    const both = during([]);
    expect(of(both, 'Ingress')).toEqual(of(before(), 'Ingress'));
    for (const [id, object] of of(after(), 'HTTPRoute')) expect(new Map(of(both, 'HTTPRoute')).get(id)).toBe(object);
    // The guard stands on both: nobody comes in by the way that is looked at less.
    expect(of(both, 'SecurityPolicy')).toHaveLength(1);
    expect(JSON.stringify(of(both, 'Ingress'))).toContain('nginx.ingress.kubernetes.io/auth-url');
    const [[, policy]] = of(both, 'NetworkPolicy') as [[string, string]];
    expect(policy).toMatch(/gateway.envoyproxy.io.*ingress-nginx/);
  });

  it('leads names over one by one: records, and what pods are told of authentik', () => {
    expect(records(during([]))).toEqual(['auth 192.168.1.30', 'grafana 192.168.1.30', 'start 192.168.1.30']);
    expect(records(during(['grafana']))).toEqual(['auth 192.168.1.30', 'grafana 192.168.1.40', 'start 192.168.1.30']);
    expect(records(during(['grafana', 'auth', 'start']))).toEqual(records(after()));
    expect(text(during(['grafana']), 'dns/pihole.sh')).toContain('-X DELETE "$PIHOLE/api/config/dns/hosts/192.168.1.30%20grafana.home.example.org"');
    const aliases = (moved: readonly string[]) =>
      /"hostAliases":\[\{"ip":"([^"]+)"/.exec(
        JSON.stringify([...objects(during(moved, { dns: { mode: 'hostAliases' } })).values()].join('')).replaceAll('\\"', '"'),
      )![1];
    expect([aliases(['grafana']), aliases(['auth'])]).toEqual(['192.168.1.30', '192.168.1.40']);
    const lines = text(
      during(['grafana'], { dns: { mode: 'coredns-rewrite' }, edge: { ...gateway, service: { name: 'envoy', namespace: 'envoy-gateway-system' } } }),
      'dns/Corefile.fragment',
    );
    expect(lines).toContain('rewrite name exact auth.home.example.org ingress-nginx-controller.ingress-nginx.svc.cluster.local');
    expect(lines).toContain('rewrite name exact grafana.home.example.org envoy.envoy-gateway-system.svc.cluster.local');
  });

  it('has one record for each name with external-dns', () => {
    const dns = { mode: 'pihole', externalDns: { server: 'http://192.168.1.2' } };
    const both = during(['grafana'], { dns });
    const silent = [...objects(both)].filter(([, object]) => object.includes('external-dns.alpha.kubernetes.io/controller')).map(([id]) => id);
    expect(silent.sort()).toEqual(
      ['HTTPRoute authentik/authentik', 'HTTPRoute authentik/outpost-start-start', 'HTTPRoute start/start', 'Ingress monitoring/grafana'].sort(),
    );
    expect(JSON.stringify([...objects(both).values()])).toMatch(/gateway-httproute.{1,8}ingress/);
  });

  it('is all that is left when the old one is taken out, and only takes away', () => {
    const [both, end] = [objects(during(['auth', 'grafana', 'start'])), objects(after())];
    expect([...end.keys()].filter((id) => !both.has(id))).toEqual([]);
    expect([...both.keys()].filter((id) => !end.has(id)).map((id) => id.split(' ')[0])).toEqual(['Ingress', 'Ingress', 'Ingress', 'Ingress']);
    expect([...end].filter(([id, object]) => both.get(id) !== object).map(([id]) => id)).toEqual(['NetworkPolicy start/start']);
  });

  it.each([[], ['grafana'], ['grafana', 'start', 'auth']])('meets every rule on the way: %s moved', (...moved) => {
    expect(grave(judged(during(moved)))).toEqual(grave(judged(after())));
  });

  it('keeps the wildcard certificate of the old one until it goes', () => {
    const edgeBefore = { edge: { className: 'traefik', certificate: 'default' } };
    const certificates = (cluster: Cluster) =>
      of(cluster, 'Certificate')
        .map(([id]) => id)
        .sort();
    expect(certificates(after({ edgeBefore }))).toEqual(['Certificate gateway/wildcard', 'Certificate traefik/wildcard']);
    expect(of(after({ edgeBefore }), 'TLSStore')).toHaveLength(1);
    expect(certificates(during([]))).toEqual(['Certificate gateway/wildcard']);
  });
});
