import { evaluate } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { http01, ovh } from '../../lib/contract/certificate-provider.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { wildcardNames } from '../../lib/platform/certificates/wildcard.ts';
import { crdErrors } from '../support/crd.ts';
import { describeUpstream } from '../support/upstream.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';

const application = ovh({ endpoint: 'ovh-eu', authentication: 'application' });
const certificates = { email: 'jan@example.org', provider: application };
const cluster = (change: Readonly<Record<string, unknown>> = {}, edge: unknown = { className: 'traefik' }, more: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ edge, certificates: { ...certificates, ...change }, ...more });
const objects = (made: ReturnType<typeof clusterWith>, kind: string) => made.placed.map(({ object }) => object).filter((object) => object.kind === kind);
const named = (made: ReturnType<typeof clusterWith>, kind: string, name: string) =>
  objects(made, kind).find(({ metadata }) => metadata.name === name) as Manifest & {
    spec: Record<string, unknown>;
  };
/** Everything that a field named `key` holds, at any depth. */
const every = (value: unknown, key: string): unknown[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value as Record<string, unknown>).flatMap(([name, item]) => [...(name === key ? [item] : []), ...every(item, key)]);

const edges = {
  traefik: { className: 'traefik' },
  'one certificate': { className: 'nginx', certificate: 'default' },
  gateway: { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'home', namespace: 'gateway' } },
};

describe('certificates', () => {
  it.each(Object.entries(edges))('never use HTTP-01 unless it is asked for by name (%s)', (_, edge) => {
    expect(every(cluster({}, edge).placed, 'http01')).toEqual([]);
    expect(every(cluster({}, edge).placed, 'dns01').length).toBe(2);
  });

  it('use HTTP-01 when it is, through the edge of the cluster alone, under names that say so', () => {
    const made = cluster({ provider: http01() });
    expect(every(made.placed, 'http01')).toEqual([{ ingress: { ingressClassName: 'traefik' } }, { ingress: { ingressClassName: 'traefik' } }]);
    expect(objects(made, 'ClusterIssuer').map(({ metadata }) => metadata.name)).toEqual(['letsencrypt-prod-http', 'letsencrypt-staging-http']);
    expect(named(made, 'HelmRelease', 'cert-manager-webhook-ovh')).toBeUndefined();
    expect(named(made, 'Ingress', 'grafana').metadata.annotations).toMatchObject({ 'cert-manager.io/cluster-issuer': 'letsencrypt-prod-http' });
  });

  it('name the credentials as the webhook reads them, and let it read these Secrets and no others', () => {
    const made = cluster({
      provider: ovh({ endpoint: 'ovh-ca', authentication: 'application', secret: 'ovh', credentials: { applicationSecret: { name: 'other', key: 's' } } }),
    });
    for (const issuer of objects(made, 'ClusterIssuer'))
      expect(every(issuer, 'config')).toEqual([
        {
          endpoint: 'ovh-ca',
          authenticationMethod: 'application',
          applicationKeyRef: { name: 'ovh', key: 'applicationKey' },
          applicationSecretRef: { name: 'other', key: 's' },
          applicationConsumerKeyRef: { name: 'ovh', key: 'applicationConsumerKey' },
        },
      ]);
    expect(named(made, 'Role', 'cert-manager-webhook-ovh-credentials')).toMatchObject({
      metadata: { namespace: 'cert-manager' },
      rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['other', 'ovh'], verbs: ['get'] }],
    });
    const oauth2 = cluster({ provider: ovh({ endpoint: 'ovh-eu', authentication: 'oauth2' }) });
    expect(every(objects(oauth2, 'ClusterIssuer')[0], 'config')).toEqual([
      {
        endpoint: 'ovh-eu',
        authenticationMethod: 'oauth2',
        oauth2ClientIDRef: { name: 'ovh-credentials', key: 'oauth2ClientID' },
        oauth2ClientSecretRef: { name: 'ovh-credentials', key: 'oauth2ClientSecret' },
      },
    ]);
  });

  it('give webhook and issuers the same API group, and each issuer an account key of its own', () => {
    const made = cluster({ groupName: 'acme.jan.example' });
    expect(new Set(every(made.placed, 'groupName'))).toEqual(new Set(['acme.jan.example']));
    expect(new Set(every(cluster().placed, 'groupName'))).toEqual(new Set(['acme.home.example.org']));
    expect(every(objects(made, 'ClusterIssuer'), 'privateKeySecretRef')).toEqual([
      { name: 'letsencrypt-prod-dns-account-key' },
      { name: 'letsencrypt-staging-dns-account-key' },
    ]);
  });

  it('let every host ask the issuer that staging chooses', () => {
    const asked = (made: ReturnType<typeof clusterWith>) =>
      new Set(objects(made, 'Ingress').map(({ metadata }) => metadata.annotations?.['cert-manager.io/cluster-issuer']));
    expect(asked(cluster())).toEqual(new Set(['letsencrypt-prod-dns']));
    expect(asked(cluster({ staging: true }))).toEqual(new Set(['letsencrypt-staging-dns']));
  });

  it('wait for the issuers by an expression, and for the wildcard certificate with nothing', () => {
    const made = cluster({}, edges['one certificate']);
    const configs = named(made, 'Kustomization', 'pinout-configs');
    expect(configs.spec['healthCheckExprs']).toMatchObject([{ apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer' }]);
    expect(named(clusterWith({}), 'Kustomization', 'pinout-configs').spec).not.toHaveProperty('healthCheckExprs');
    const waited = objects(made, 'Kustomization').flatMap(({ spec }) => ((spec as { dependsOn?: { name: string }[] }).dependsOn ?? []).map(({ name }) => name));
    expect(waited).not.toContain('pinout-platform-certificate');
    expect(named(made, 'Kustomization', 'pinout-platform-certificate').spec['dependsOn']).toEqual([{ name: 'pinout-configs' }]);
    expect(named(made, 'Certificate', 'wildcard').metadata.namespace).toBe('ingress-nginx');
    expect(named(made, 'Ingress', 'grafana').spec['tls']).toEqual([{ hosts: ['grafana.home.example.org'] }]);
  });

  it.each([
    ['no status yet', {}, [undefined, undefined]],
    ['no conditions yet', { conditions: [] }, [false, false]],
    ['registered', { conditions: [{ type: 'Ready', status: 'True' }] }, [true, false]],
    ['refused by the ACME server', { conditions: [{ type: 'Ready', status: 'False' }] }, [false, true]],
    ['not known', { conditions: [{ type: 'Ready', status: 'Unknown' }] }, [false, false]],
  ])('tell Flux when an issuer is ready: %s', (_, status, [current, failed]) => {
    const [exprs] = named(cluster(), 'Kustomization', 'pinout-configs').spec['healthCheckExprs'] as { current: string; failed: string }[];
    // What cannot be evaluated Flux takes for not ready yet.
    const judged = (expression: string) => {
      try {
        return evaluate(expression, { status }) as unknown;
      } catch {
        return undefined;
      }
    };
    expect([judged(exprs!.current), judged(exprs!.failed)]).toEqual([current, failed]);
  });

  it('put one certificate beside the Gateway, and make it the default one of Traefik', () => {
    expect(named(cluster({}, edges.gateway), 'Certificate', 'wildcard').metadata.namespace).toBe('gateway');
    const traefik = cluster({}, { className: 'traefik', certificate: 'default', service: { name: 't', namespace: 'edge' } });
    expect(named(traefik, 'TLSStore', 'default')).toMatchObject({
      metadata: { namespace: 'edge' },
      spec: { defaultCertificate: { secretName: 'wildcard-tls' } },
    });
  });

  it('cover every host with a wildcard certificate: a star stands for one label', () => {
    const label = fc.stringMatching(/^[a-z]{1,5}$/);
    const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => [...labels, 'home.example.org'].join('.'));
    fc.assert(
      fc.property(fc.array(host, { maxLength: 6 }), (hosts) => {
        const names = wildcardNames('home.example.org', hosts);
        expect(new Set(names).size).toBe(names.length);
        for (const one of hosts) expect(names).toContain(`*.${one.split('.').slice(1).join('.')}`);
      }),
      { numRuns: 200 },
    );
  });

  it('are as before for a cluster that has cert-manager already', () => {
    const made = clusterWith({});
    expect(objects(made, 'ClusterIssuer')).toEqual([]);
    expect(made.readme).toContain('| ClusterIssuer |  | letsencrypt-prod-dns |');
    expect(cluster().readme).not.toContain('| ClusterIssuer |');
    expect(cluster().readme).toContain('| Secret | cert-manager | ovh-credentials |');
  });
});

describe('monitors and alerts', () => {
  it('wait for the app that brings their CRDs, carry the label that its Prometheus selects by, and are in no chart', () => {
    const made = cluster({}, edges.traefik, { monitoring: { app: 'graphs' }, apps: [grafana({ ...grafanaOptions, name: 'graphs' })] });
    expect(named(made, 'Kustomization', 'pinout-platform-monitoring').spec['dependsOn']).toEqual([{ name: 'pinout-app-graphs' }]);
    const read = [...objects(made, 'ServiceMonitor'), ...objects(made, 'PrometheusRule')];
    expect(read.map(({ metadata }) => metadata.name)).toEqual(['authentik-server', 'authentik-worker', 'cert-manager', 'certificates']);
    for (const { metadata } of read) expect(metadata.labels).toEqual({ release: 'graphs' });
    const releases = objects(made, 'HelmRelease').flatMap((release) => [...every(release, 'serviceMonitor'), ...every(release, 'servicemonitor')]);
    for (const one of releases) expect(one).toEqual({ enabled: false });
  });

  it('are not written unless asked for', () => {
    expect(objects(cluster(), 'PrometheusRule')).toEqual([]);
    expect(objects(cluster(), 'ServiceMonitor')).toEqual([]);
  });
});

describeUpstream("cert-manager's CRDs", ['cert-manager.io_clusterissuers.yaml'], () => {
  const files: Readonly<Record<string, string>> = { ClusterIssuer: 'cert-manager.io_clusterissuers.yaml', Certificate: 'cert-manager.io_certificates.yaml' };
  const made = [
    ...Object.values(edges).map((edge) => cluster({}, edge)),
    cluster({ provider: http01() }),
    cluster({ provider: ovh({ endpoint: 'ovh-eu', authentication: 'oauth2' }) }),
  ];
  it.each(made.map((one, index) => [index, one] as const))('accept every issuer and certificate (%#)', (_, one) => {
    const judged = one.placed.map(({ object }) => object).filter(({ kind }) => kind in files);
    expect(judged.length).toBeGreaterThan(1);
    for (const object of judged) expect(crdErrors(files[object.kind]!, object), object.metadata.name).toBe('');
  });
});
