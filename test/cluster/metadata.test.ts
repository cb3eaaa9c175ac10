import { describe, expect, it } from 'vitest';
import { grafana, groups, oidcApp, sopsSecrets } from '../../lib/index.ts';
import { defineCluster } from '../../lib/cluster/cluster.ts';
import type { ClusterInput } from '../../lib/cluster/cluster-input.ts';
import { isPinoutError, type PinoutError } from '../../lib/contract/error.ts';

const metrics = { host: 'grafana', namespace: 'monitoring', roles: { Admin: ['admins'] }, storage: { grafana: '1Gi', prometheus: '5Gi' } } as const;
const photos = {
  name: 'immich',
  access: groups('family'),
  redirects: ['/auth/login'],
  image: 'ghcr.io/immich-app/immich-server:v1.140.0',
  data: { path: '/data' },
} as const;
const base = {
  name: 'home',
  domain: 'home.example.org',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'nginx', clusterIssuer: 'letsencrypt' },
} as const;

const cluster = (given: Partial<ClusterInput>, apps: ClusterInput['apps'] = [grafana(metrics), oidcApp(photos)]) => defineCluster({ ...base, apps, ...given });
const all = (given: Partial<ClusterInput>, apps?: ClusterInput['apps']) =>
  cluster(given, apps).placed.map(({ from, object }) => ({ from, ...object }) as unknown as Made);
interface Made {
  readonly from: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: object; readonly labels?: object };
  readonly spec: {
    readonly refreshPolicy?: string;
    readonly target: { readonly template?: { readonly metadata?: { readonly labels?: object } } };
    readonly values: object;
  };
}

function refusal(make: () => unknown): PinoutError {
  try {
    make();
  } catch (error) {
    if (isPinoutError(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('annotations and labels', () => {
  it('of a kind stand on every object of it, beside those of ours', () => {
    const made = all({
      metadata: {
        Ingress: { annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '0' } },
        HelmRelease: { labels: { 'example.org/team': 'home' } },
        Secret: { labels: { 'example.org/backup': 'no' } },
      },
    });
    const ingresses = made.filter(({ kind }) => kind === 'Ingress');
    expect(ingresses.map(({ metadata }) => metadata.name).sort()).toEqual(['authentik', 'grafana', 'immich']);
    for (const { metadata } of ingresses)
      expect(metadata.annotations).toMatchObject({ 'nginx.ingress.kubernetes.io/proxy-body-size': '0', 'cert-manager.io/cluster-issuer': 'letsencrypt' });
    const releases = made.filter(({ kind }) => kind === 'HelmRelease');
    expect(releases.length).toBeGreaterThan(3);
    for (const { metadata } of releases) expect(metadata.labels).toMatchObject({ 'example.org/team': 'home' });
    const secrets = made.filter(({ kind }) => kind === 'ExternalSecret');
    // Labels reach the Secret; one whose value is made once keeps what it had.
    for (const { spec } of secrets)
      expect([spec.refreshPolicy, spec.target.template?.metadata?.labels]).toEqual(
        spec.refreshPolicy === 'CreatedOnce' ? ['CreatedOnce', undefined] : [undefined, { 'reconcile.fluxcd.io/watch': 'Enabled', 'example.org/backup': 'no' }],
      );
    expect(secrets.some(({ spec }) => spec.refreshPolicy === undefined)).toBe(true);
  });

  it('of one app stand on its objects alone', () => {
    const made = all({}, [grafana({ ...metrics, metadata: { Secret: { labels: { 'app.kubernetes.io/part-of': 'argocd' } } } }), oidcApp(photos)]);
    const labelled = made.filter(({ kind, spec }) => kind === 'ExternalSecret' && JSON.stringify(spec.target).includes('part-of'));
    expect(labelled.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`)).toContain('monitoring/grafana-oidc-1');
    expect(new Set(labelled.map(({ from }) => from))).toEqual(new Set(['grafana']));
  });

  it.each<readonly [string, Partial<ClusterInput>, string, string, string]>([
    ['a kind that is not written', { metadata: { HTTPRoute: { labels: { a: 'b' } } } }, 'metadata-ineffective', 'metadata.HTTPRoute', 'write Ingress'],
    [
      'a key of Kubernetes that is none',
      { metadata: { Ingress: { labels: { 'a b': 'c' } } } },
      'metadata-invalid',
      'metadata.Ingress.labels',
      'example.org/team',
    ],
    ['a label with spaces', { metadata: { Ingress: { labels: { a: 'b c' } } } }, 'metadata-invalid', 'metadata.Ingress.labels', 'annotation'],
    [
      'a key that the login depends on',
      { metadata: { Ingress: { annotations: { 'cert-manager.io/cluster-issuer': 'other' } } } },
      'metadata-invalid',
      'metadata.Ingress',
      'patches',
    ],
    ['a secret as text', { metadata: { Ingress: { annotations: { 'example.org/client-secret': 'hunter2hunter2' } } } }, 'secret-literal', '', ''],
    ['a kind that pinout does not mark', { metadata: { Pod: {} } as never }, 'option-unknown', 'metadata.Pod', ''],
  ])('%s is refused', (_, given, code, field, fix) => {
    const error = refusal(() => cluster(given));
    expect(error).toMatchObject({ code });
    expect(error.field).toContain(field);
    expect(error.fix).toContain(fix);
  });

  it('an encrypted Secret is changed with sops', () => {
    expect(() => cluster({ secrets: sopsSecrets(), metadata: { Secret: { labels: { a: 'b' } } } })).toThrow();
  });
});

describe('a StorageClass', () => {
  it('is asked for by every volume, and stands among what has to be there', () => {
    const { placed, readme } = cluster({ storageClass: 'longhorn' });
    const text = (name: string): string =>
      JSON.stringify(placed.find(({ object }) => object.kind === 'HelmRelease' && object.metadata.name === name)!.object['spec']);
    expect(text('grafana')).toContain('"persistence":{"enabled":true,"size":"1Gi","storageClassName":"longhorn"}');
    expect(text('grafana')).toContain('"accessModes":["ReadWriteOnce"],"storageClassName":"longhorn"');
    expect(text('immich')).toContain('"storageClass":"longhorn"');
    expect(text('authentik')).toContain('"storageClass":"longhorn"');
    expect(readme).toMatch(/StorageClass[^\n]*longhorn/);
    expect(readme).not.toContain('(default)');
  });
});
