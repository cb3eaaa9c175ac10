import { describe, expect, it } from 'vitest';
import { ovh } from '../../lib/contract/certificate-provider.ts';
import { clusterInput, clusterWith } from '../support/sample.ts';
import { hasChart, notRestricted, pods, renderChart, type Rendered } from './render-chart.ts';

const certificates = { email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) };
const cluster = (change: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ edge: { className: 'traefik' }, certificates, monitoring: { app: 'grafana' }, ...change });
const ours = (made: ReturnType<typeof clusterWith>, kind: string, name: string) =>
  made.placed.find(({ object }) => object.kind === kind && object.metadata.name === name)!.object as unknown as Rendered;
const named = (objects: readonly Rendered[], kind: string, name: string) => objects.find((one) => one.kind === kind && one.metadata.name === name);
/** Services that a ServiceMonitor of ours reads, with the port. */
const scraped = (objects: readonly Rendered[], monitor: Rendered) => {
  const { selector, endpoints } = monitor.spec as { selector: { matchLabels: Record<string, string> }; endpoints: { port: string }[] };
  return objects.filter(
    ({ kind, metadata, spec }) =>
      kind === 'Service' &&
      Object.entries(selector.matchLabels).every(([key, value]) => metadata.labels?.[key] === value) &&
      (spec as { ports: { name: string }[] }).ports.some(({ name }) => name === endpoints[0]!.port),
  );
};

describe.skipIf(!hasChart('cert-manager'))('the cert-manager chart with our values', () => {
  const objects = hasChart('cert-manager') ? renderChart(cluster(), 'cert-manager') : [];

  it('asks DNS by HTTPS and nothing else', () => {
    const controller = pods(objects, ['Deployment'])
      .flatMap(({ containers }) => containers)
      .find(({ name }) => name === 'cert-manager-controller');
    expect(controller?.args).toContain('--dns01-recursive-nameservers=https://1.1.1.1/dns-query,https://9.9.9.9/dns-query');
    expect(controller?.args).toContain('--dns01-recursive-nameservers-only=true');
    expect(controller?.args).toContain('--cluster-resource-namespace=$(POD_NAMESPACE)');
    expect(controller?.image).toBe('quay.io/jetstack/cert-manager-controller:v1.21.2');
  });

  it('brings CRDs that stay when the release goes', () => {
    const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    expect(crds.length).toBe(6);
    for (const { metadata } of crds) expect(metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep' });
  });

  it('runs as the Pod Security Standard of its namespace wants', () => {
    expect(pods(objects).length).toBe(4);
    expect(pods(objects).flatMap(notRestricted)).toEqual([]);
  });

  it('has the metrics that our monitor reads, and no monitor of its own', () => {
    expect(scraped(objects, ours(cluster(), 'ServiceMonitor', 'cert-manager')).map(({ metadata }) => metadata.name)).toEqual(['cert-manager']);
    expect(objects.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.coreos.com'))).toEqual([]);
  });

  it('knows the Gateway API behind a Gateway', () => {
    const gateway = cluster({ edge: { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'gateway' } } });
    const config = renderChart(gateway, 'cert-manager').find(({ kind, data }) => kind === 'ConfigMap' && data?.['config.yaml'] !== undefined);
    expect(config?.data?.['config.yaml']).toMatch(/gatewayAPI:\n\s+enabled: true/);
  });
});

describe.skipIf(!hasChart('cert-manager-webhook-ovh'))('the OVH webhook chart with our values', () => {
  const made = cluster();
  const objects = hasChart('cert-manager-webhook-ovh') ? renderChart(made, 'cert-manager-webhook-ovh') : [];

  it('serves the API group that our issuers ask, to the account of cert-manager', () => {
    expect(objects.filter(({ kind }) => kind === 'APIService').map(({ metadata }) => metadata.name)).toEqual(['v1alpha1.acme.home.example.org']);
    const solver = named(objects, 'ClusterRole', 'cert-manager-webhook-ovh:domain-solver') as unknown as { rules: { apiGroups: string[] }[] };
    expect(solver.rules[0]!.apiGroups).toEqual(['acme.home.example.org']);
    const binding = named(objects, 'ClusterRoleBinding', 'cert-manager-webhook-ovh:domain-solver');
    expect(binding?.['subjects']).toEqual([{ apiGroup: '', kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' }]);
    expect(JSON.stringify(ours(made, 'ClusterIssuer', 'letsencrypt-prod-dns'))).toContain('"groupName":"acme.home.example.org"');
  });

  it('has the account that our Role is bound to, and no Role on Secrets of its own', () => {
    const subject = (ours(made, 'RoleBinding', 'cert-manager-webhook-ovh-credentials')['subjects'] as { name: string; namespace: string }[])[0]!;
    expect(named(objects, 'ServiceAccount', subject.name)?.metadata.namespace).toBe(subject.namespace);
    expect(objects.filter(({ kind, metadata }) => kind === 'Role' || metadata.name.includes('secret-reader'))).toEqual([]);
    expect(objects.filter(({ kind }) => kind === 'ClusterIssuer')).toEqual([]);
  });

  it('runs as the Pod Security Standard of its namespace wants', () => {
    expect(pods(objects).flatMap(notRestricted)).toEqual([]);
    expect(pods(objects)[0]!.containers[0]!.image).toBe('ghcr.io/aureq/cert-manager-webhook-ovh:0.9.16');
  });
});

describe.skipIf(!hasChart('external-dns'))('the external-dns chart with our values', () => {
  it('adds records to a Pi-hole and deletes none', () => {
    const made = cluster({ dns: { mode: 'pihole', externalDns: { server: 'http://192.168.1.2' } } });
    const [pod] = pods(renderChart(made, 'external-dns'));
    const container = pod!.containers[0]!;
    for (const arg of [
      '--provider=pihole',
      '--policy=upsert-only',
      '--registry=noop',
      '--domain-filter=home.example.org',
      '--source=ingress',
      '--pihole-server=http://192.168.1.2',
    ])
      expect(container.args).toContain(arg);
    expect(container.args?.filter((arg) => arg.startsWith('--source'))).toHaveLength(1);
    expect(container.env).toContainEqual({ name: 'EXTERNAL_DNS_PIHOLE_PASSWORD', valueFrom: { secretKeyRef: { name: 'pihole-password', key: 'password' } } });
    expect(container.image).toBe('registry.k8s.io/external-dns/external-dns:v0.23.0');
    expect(notRestricted(pod!)).toEqual([]);
  });
});

const versions = ['2025.10.3', '2025.12.4', '2026.2.3', '2026.5.6', '2026.8.0'];
const chartOf = (version: string) => (version === '2026.8.0' ? 'authentik' : `authentik-${version}`);

describe.each(versions)('the authentik chart %s with our values', (version) => {
  const change = { versions: { ...clusterInput.versions, authentik: version }, dns: { mode: 'hostAliases' }, idp: { replicas: 2 } };

  it.skipIf(!hasChart(chartOf(version)))('runs two of server and worker, probed, hardened, without Redis, and reads all secrets by reference', () => {
    const made = cluster(change);
    const objects = renderChart(made, 'authentik', chartOf(version));
    const both = objects.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('authentik'));
    expect(both.map(({ metadata }) => metadata.name).sort()).toEqual(['authentik-server', 'authentik-worker']);
    for (const { spec } of both) expect(spec['replicas']).toBe(2);
    for (const pod of pods(both)) {
      expect(notRestricted(pod)).toEqual([]);
      expect(pod.hostAliases).toEqual([{ ip: '192.168.1.30', hostnames: ['auth.home.example.org'] }]);
      const [container] = pod.containers;
      for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe', 'resources']) expect(container![probe], probe).toBeTruthy();
      expect(container!.image).toBe(`ghcr.io/goauthentik/server:${version}`);
      expect(new Set(container!.env!.map(({ name }) => name)).size).toBe(container!.env!.length);
    }
    expect(objects.filter(({ kind }) => kind === 'PodDisruptionBudget')).toHaveLength(2);
    expect(JSON.stringify(objects)).not.toMatch(/redis/i);
    const secrets = objects.filter(({ kind }) => kind === 'Secret');
    for (const secret of secrets) expect(JSON.stringify(secret)).not.toMatch(/SECRET_KEY|POSTGRESQL__PASSWORD/);
    expect(secrets.length).toBe(version === '2026.8.0' ? 0 : 1);
    for (const part of ['server', 'worker']) expect(scraped(objects, ours(made, 'ServiceMonitor', `authentik-${part}`))).toHaveLength(1);
    expect(objects.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.coreos.com'))).toEqual([]);
    expect(named(objects, 'Service', 'authentik-server')?.spec).toMatchObject({
      ports: expect.arrayContaining([expect.objectContaining({ port: 80 })]) as unknown,
    });
    expect(objects.filter(({ kind }) => kind === 'Ingress')).toEqual([]);
  });
});
