import { describe, expect, it } from 'vitest';
import { ovh } from '../../lib/contract/certificate-provider.ts';
import { exposureNeeds } from '../../lib/edge/exposure-needs.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { clusterWith } from '../support/sample.ts';

const certificates = { email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) };
const objects = (made: ReturnType<typeof clusterWith>, kind: string) =>
  made.placed.map(({ object }) => object as Manifest & { spec: Record<string, unknown> }).filter((object) => object.kind === kind);
const gatewayOf = (controller: string, change: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'gateway',
  controller,
  gateway: { name: 'home', namespace: 'gateway', ...change },
});

describe('the way in', () => {
  it('gives authentik room for its headers and WebSockets where the controller has limits, without a snippet', () => {
    const annotations = (className: string) =>
      objects(clusterWith({ edge: { className, clusterIssuer: 'x' } }), 'Ingress').find(({ metadata }) => metadata.name === 'authentik')?.metadata.annotations;
    expect(annotations('nginx')).toEqual({
      'cert-manager.io/cluster-issuer': 'x',
      'nginx.ingress.kubernetes.io/proxy-buffer-size': '16k',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
      'nginx.ingress.kubernetes.io/proxy-send-timeout': '3600',
    });
    expect(annotations('traefik')).toEqual({ 'cert-manager.io/cluster-issuer': 'x' });
  });

  it.each(['envoy-gateway', 'cilium', 'traefik'] as const)('turns time limits off on routes whose controller has them (%s)', (controller) => {
    const [rule] = objects(clusterWith({ edge: gatewayOf(controller) }), 'HTTPRoute').find(({ metadata }) => metadata.name === 'authentik')!.spec['rules'] as [
      Record<string, unknown>,
    ];
    if (controller === 'traefik') expect(rule).not.toHaveProperty('timeouts');
    else expect(rule['timeouts']).toEqual({ request: '0s' });
  });

  it('asks for nothing that an app does not need', () => {
    for (const edge of [{ kind: 'ingress', className: 'nginx', controller: 'ingress-nginx', clusterIssuer: 'x' }, gatewayOf('cilium')] as const)
      expect(exposureNeeds({}, { edge } as never)).toEqual({ annotations: {} });
  });
});

describe('a Gateway that dist writes', () => {
  const made = clusterWith({ certificates, edge: gatewayOf('envoy-gateway', { className: 'envoy' }) });
  const [written] = objects(made, 'Gateway');

  it('has one listener for all hosts with the wildcard certificate beside it, and takes routes of all namespaces', () => {
    const listeners = written!.spec['listeners'] as Record<string, unknown>[];
    expect(listeners[1]).toEqual({
      name: 'https',
      hostname: '*.home.example.org',
      port: 443,
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ name: 'wildcard-tls' }] },
      allowedRoutes: { namespaces: { from: 'All' } },
    });
    const [certificate] = objects(made, 'Certificate');
    expect(certificate).toMatchObject({
      metadata: { namespace: 'gateway' },
      spec: { secretName: 'wildcard-tls', dnsNames: ['home.example.org', '*.home.example.org'] },
    });
  });

  it('serves apps by https alone: http only sends there', () => {
    const routes = objects(made, 'HTTPRoute');
    for (const { metadata, spec } of routes) {
      const [parent] = spec['parentRefs'] as { sectionName?: string }[];
      expect(parent!.sectionName, metadata.name).toBe(metadata.name === 'home-https' ? 'http' : 'https');
    }
    expect(routes.find(({ metadata }) => metadata.name === 'home-https')?.spec['rules']).toEqual([
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] },
    ]);
    // Routes of other namespaces cannot reach the listener for http.
    expect((written!.spec['listeners'] as Record<string, unknown>[])[0]).toMatchObject({ name: 'http', allowedRoutes: { namespaces: { from: 'Same' } } });
  });

  it('is not among what must be there before, but its class is', () => {
    expect(made.readme).toContain('| GatewayClass |  | envoy |');
    expect(made.readme).not.toContain('| Gateway |');
    expect(clusterWith({ edge: gatewayOf('cilium') }).readme).toContain('| Gateway | gateway | home |');
  });
});
