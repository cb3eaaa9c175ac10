import { describe, expect, it } from 'vitest';
import { everyone, groups } from '../../lib/contract/access.ts';
import { isPinoutError } from '../../lib/contract/error.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { forwardAuthApp } from '../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { headlamp } from '../../lib/integrations/headlamp/headlamp.ts';
import { helmApp } from '../../lib/integrations/helm-app/helm-app.ts';
import { homepage } from '../../lib/integrations/homepage/homepage.ts';
import { nextcloud } from '../../lib/integrations/nextcloud/nextcloud.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { vault } from '../../lib/integrations/vault/vault.ts';
import { vaultwarden } from '../../lib/integrations/vaultwarden/vaultwarden.ts';
import { edges } from '../support/edges.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';

const chart = { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } as const;
const image = 'docker.io/traefik/whoami:v1.11.0';
const prometheus = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };

interface Policy {
  readonly podSelector: { readonly matchLabels?: Record<string, string> };
  readonly policyTypes: readonly string[];
  readonly ingress: readonly { readonly from: readonly unknown[]; readonly ports?: unknown }[];
}
const policies = (cluster: Cluster): Record<string, Policy> =>
  Object.fromEntries(
    cluster.placed.flatMap(({ object }) => (object.kind === 'NetworkPolicy' ? [[object.metadata.name, object['spec'] as Policy] as const] : [])),
  );
const whoami = (options: Readonly<Record<string, unknown>> = {}) => forwardAuthApp({ name: 'whoami', access: everyone(), image, ...options });

describe('apps behind forward-auth', () => {
  const wanted: Record<string, unknown> = {
    'ingress-nginx': { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    'Traefik by Ingress': { 'app.kubernetes.io/name': 'traefik' },
    'Traefik by Gateway': { 'app.kubernetes.io/name': 'traefik' },
    'Envoy Gateway': { 'gateway.envoyproxy.io/owning-gateway-name': 'home', 'gateway.envoyproxy.io/owning-gateway-namespace': 'gateway' },
  };

  it.each(Object.entries(edges))('are reached by %s alone', (name, edge) => {
    const cluster = clusterWith({
      edge,
      apps: [whoami(), homepage({ host: 'start', access: everyone() }), headlamp({ host: 'h', namespace: 'h', mode: 'forward-auth', access: groups('a') })],
    });
    const found = policies(cluster);
    expect(Object.keys(found).sort()).toEqual(['headlamp', 'homepage', 'whoami']);
    for (const policy of Object.values(found)) {
      expect(policy.policyTypes).toEqual(['Ingress']);
      expect(policy.ingress).toEqual([{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: wanted[name] } }] }]);
      // An empty selector would be the whole namespace.
      expect(Object.keys(policy.podSelector.matchLabels ?? {})).not.toEqual([]);
    }
  });

  it('let in whom their user names, and everybody when told so', () => {
    expect(policies(clusterWith({ apps: [whoami({ networkPolicy: { from: [prometheus] } })] }))['whoami']!.ingress[0]!.from).toHaveLength(2);
    expect(policies(clusterWith({ apps: [whoami({ networkPolicy: false })] }))).toEqual({});
  });

  it('of a chart that nobody knows have a step instead, until its pods are named', () => {
    const guarded = (options: Readonly<Record<string, unknown>>) => clusterWith({ apps: [whoami({ image: undefined, chart, ...options })] });
    expect(policies(guarded({}))).toEqual({});
    expect(guarded({}).steps.map(({ text }) => text)).toContainEqual(expect.stringContaining('networkPolicy: { pods:'));
    expect(policies(guarded({ networkPolicy: { pods: { app: 'podinfo' } } }))['whoami']!.podSelector).toEqual({ matchLabels: { app: 'podinfo' } });
    for (const networkPolicy of [{ pods: { app: 'podinfo' } }, false])
      expect(guarded({ networkPolicy }).steps.map(({ text }) => text)).not.toContainEqual(expect.stringContaining('networkPolicy'));
  });

  it('go by what the cluster says of its edge', () => {
    const from = [{ ipBlock: { cidr: '192.168.1.0/24' } }];
    expect(policies(clusterWith({ edge: { className: 'traefik', certificate: 'default', from }, apps: [whoami()] }))['whoami']!.ingress).toEqual([{ from }]);
  });
});

describe('other apps', () => {
  const apps = (networkPolicy?: unknown) => {
    const more = (networkPolicy === undefined ? {} : { networkPolicy }) as { networkPolicy?: true };
    return [
      grafana({ ...grafanaOptions, ...more }),
      nextcloud({ host: 'cloud', namespace: 'nextcloud', access: everyone(), ...more }),
      vault({ host: 'vault', namespace: 'vault', access: everyone(), ...more }),
      vaultwarden({ host: 'v', access: everyone(), ...more }),
      oidcApp({ name: 'o', access: everyone(), redirects: ['/a'], image, ...more }),
      helmApp({ name: 'plain', image, ...more }),
    ];
  };

  it('have one when it is asked for; what belongs to a chart goes on reaching it', () => {
    expect(policies(clusterWith({ apps: apps() }))).toEqual({});
    const found = policies(clusterWith({ apps: apps(true) }));
    expect(Object.keys(found).sort()).toEqual(['grafana', 'nextcloud', 'o', 'plain', 'vault', 'vaultwarden']);
    for (const [name, { ingress }] of Object.entries(found))
      expect([name, ingress[0]!.from.some((peer) => JSON.stringify(peer) === '{"podSelector":{}}')]).toEqual([
        name,
        ['grafana', 'nextcloud', 'vault'].includes(name),
      ]);
  });
});

describe('what cannot be a policy', () => {
  const refused = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      if (isPinoutError(error)) return `${error.code} ${error.field}`;
      throw error;
    }
    return 'accepted';
  };
  const asked = (networkPolicy: unknown, cluster: Readonly<Record<string, unknown>> = {}) =>
    refused(() => clusterWith({ apps: [whoami({ networkPolicy })], ...cluster }));

  it.each([
    [[], 'network-peer-invalid networkPolicy.from'],
    ['monitoring', 'option-type networkPolicy.from'],
    [[{}], 'network-peer-invalid networkPolicy.from'],
    [[{ podSelector: { app: 'a' } }], 'network-peer-invalid networkPolicy.from'],
    [[{ ipBlock: { cidr: '10.0.0.1' } }], 'network-peer-invalid networkPolicy.from'],
    [[{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }], 'network-peer-invalid networkPolicy.from'],
  ])('from: %j', (from, wanted) => {
    expect(asked({ from })).toBe(wanted);
  });

  it('names the controller that it does not know, and accepts one that is described', () => {
    const oidc = (edge: unknown) =>
      refused(() => clusterWith({ edge, apps: [oidcApp({ name: 'o', access: everyone(), redirects: ['/a'], image, networkPolicy: true })] }));
    const cilium = { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'gateway' } };
    expect(oidc(cilium)).toBe('network-policy-unsupported networkPolicy');
    expect(oidc({ ...cilium, from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] })).toBe('accepted');
    expect(oidc({ className: 'haproxy', certificate: 'default' })).toBe('network-policy-unsupported networkPolicy');
    expect(oidc({ ...cilium, from: [] })).toBe('network-peer-invalid edge.from');
  });

  it('asks for the pods of a chart', () => {
    expect(refused(() => clusterWith({ apps: [helmApp({ name: 'p', chart, networkPolicy: true })] }))).toBe('network-policy-pods networkPolicy.pods');
  });
});
