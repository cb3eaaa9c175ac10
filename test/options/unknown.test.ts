import { describe, expect, it } from 'vitest';
import { isPinoutError, type PinoutError } from '../../lib/contract/error.ts';
import * as pinout from '../../lib/index.ts';
import { clusterWith, grafanaOptions, grafanaWith } from '../support/sample.ts';

function refusal(make: () => unknown): PinoutError {
  try {
    make();
  } catch (error) {
    if (isPinoutError(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const app = (options: object) => () => pinout.oidcApp({ name: 'wiki', access: pinout.everyone(), redirects: ['/cb'], image: 'a/b:1.0', ...options });
const loose = pinout as unknown as Record<string, (...args: readonly unknown[]) => unknown>;

describe('an option that is none', () => {
  it.each<[string, () => unknown, string, string]>([
    ['of the cluster', () => clusterWith({ certificate: { email: 'a@b.c' } }), 'certificate', 'did you mean certificates?'],
    ['for another of the cluster', () => clusterWith({ secret: pinout.sopsSecrets() }), 'secret', 'did you mean secrets?'],
    ['of an app', () => grafanaWith({ chartVerson: '80.0.0' }), 'chartVerson', 'did you mean chartVersion?'],
    ['of the identity provider', () => clusterWith({ idp: { databse: {} } }), 'idp.databse', 'did you mean database?'],
    ['like no other', () => clusterWith({ idp: { quux: true } }), 'idp.quux', 'remove it'],
    ['of the edge', () => clusterWith({ edge: { className: 'nginx', tlsSecret: 'a', clusterIsuer: 'b' } }), 'edge.clusterIsuer', 'clusterIssuer'],
    ['of the other kind of edge', () => clusterWith({ edge: { kind: 'gateway', className: 'nginx' } }), 'edge.className', 'remove it'],
    ['of dns', () => clusterWith({ dns: { mode: 'pihole', external: {} } }), 'dns.external', 'did you mean externalDns?'],
    ['deep in dns', () => clusterWith({ dns: { mode: 'pihole', externalDns: { server: 'http://a', pasword: {} } } }), 'dns.externalDns.pasword', 'password'],
    ['of a database', () => clusterWith({ idp: { database: { kind: 'chart', instances: 3 } } }), 'idp.database.instances', 'remove it'],
    ['of gitops', () => clusterWith({ gitops: { source: { kind: 'Bucket', name: 'a', namespace: 'b', url: 'c' } } }), 'gitops.source.url', 'remove it'],
    ['that is called so elsewhere', app({ callbackPaths: ['/cb'] }), 'callbackPaths', 'did you mean redirects?'],
    ['that other tools spell with lines', app({ redirect_uris: [] }), 'redirect_uris', 'did you mean redirects?'],
    ['that is called so elsewhere, deeper', () => grafanaWith({ tile: { category: 'x' } }), 'tile.category', 'did you mean section?'],
    ['of a longer name', () => grafanaWith({ chartName: 'x' }), 'chartName', 'chart'],
    ['of a tile', () => grafanaWith({ tile: { titel: 'x' } }), 'tile.titel', 'remove it'],
    ['that pinout sets itself', () => grafanaWith({ tile: { launchUrl: 'https://x.example.org/' } }), 'tile.launchUrl', 'remove it'],
    ['of a chart', app({ image: undefined, chart: { oci: 'oci://a.b/c', version: '1.2.3', verify: true } }), 'chart.verify', 'remove it'],
    ['of a volume', app({ data: { path: '/data', sise: '1Gi' } }), 'data.sise', 'did you mean size?'],
    ['of a container beside', app({ sidecars: { db: { image: 'a/b:1.0', port: 5432 } } }), 'sidecars.db.port', 'remove it'],
    ['of a probe', app({ probe: { fetcher: 'curl', pod: 'x' } }), 'probe.pod', 'remove it'],
    ['of an access rule', app({ access: { kind: 'groups', groups: ['a'], users: ['b'] } }), 'access.users', 'remove it'],
    ['of SOPS', () => loose['sopsSecrets']!({ foldr: 'a' }), 'secrets.foldr', 'did you mean folder?'],
    ['of a store', () => loose['storedSecrets']!({ store: { kind: 'SecretStore', name: 'a', path: 'b' } }), 'secrets.store.path', 'remove it'],
    [
      'of OVH',
      () => loose['ovh']!({ endpoint: 'ovh-eu', authentication: 'application', secrets: 'x' }),
      'certificates.provider.secrets',
      'did you mean secret?',
    ],
    [
      'under a name of earlier',
      () => loose['oidcApp']!({ name: 'feeds', image: 'example.org/feeds:1', redirects: ['/callback'], access: pinout.everyone(), beside: {} }),
      'beside',
      'write sidecars instead of beside',
    ],
    ['in an override', () => pinout.override(pinout.grafana(grafanaOptions), { hots: 'x' }), 'hots', 'did you mean host?'],
    [
      'of one of several clusters',
      () => loose['defineClusters']!({ clusters: [{ name: 'a', override: {} }] }),
      'clusters[0].override',
      'did you mean overrides?',
    ],
    [
      'as a key of a prototype',
      () => clusterWith(JSON.parse('{"idp":{"__proto__":{"x":1}}}') as object as Record<string, unknown>),
      'idp.__proto__',
      'remove it',
    ],
  ])('%s is refused', (_, make, field, fix) => {
    const error = refusal(make);
    expect(error).toMatchObject({ code: 'option-unknown', field });
    expect(error.fix).toContain(fix);
    expect(error.wanted.length).toBeGreaterThan(5);
  });
});

describe('an option of another type', () => {
  it.each<[string, () => unknown, string, string, string]>([
    [
      'a version as a number',
      () => clusterWith({ versions: { kubernetes: 1.33, authentik: '2026.8.3', flux: '2.9' } }),
      'option-type',
      'versions.kubernetes',
      "write it as a string: kubernetes: '1.33'",
    ],
    ['one text for a list', app({ generated: 'database' }), 'option-type', 'generated', "generated: ['database']"],
    ['null for a command', app({ sidecars: { db: { image: 'a/b:1.0', ready: null } } }), 'option-type', 'sidecars.db.ready', 'ready: […]'],
    ['an unknown chart', () => grafanaWith({ chart: 'unknown' }), 'choice-unknown', 'chart', "'kube-prometheus-stack'"],
    ['a text for a backend', () => clusterWith({ secrets: 'sops' }), 'option-type', 'secrets', 'secrets:'],
    ['a backend without brackets', () => clusterWith({ secrets: pinout.sopsSecrets }), 'option-type', 'secrets', 'call it'],
    [
      'a function in files',
      () => pinout.homepage({ host: 'h', access: pinout.everyone(), files: { services: [() => 1] as never } }),
      'merge-value',
      'files.services[0]',
      'plain text',
    ],
    ['a time without unit', app({ timeout: '10' }), 'duration-invalid', 'timeout', "timeout: '10m'"],
    ['a size with a template', app({ data: { path: '/data', size: '{{ x }}' } }), 'size-invalid', 'data.size', "size: '8Gi'"],
    ['a path that leaves', app({ data: { path: '/data/../etc' } }), 'path-invalid', 'data.path', "path: '/data'"],
    [
      'a name over two lines',
      () => clusterWith({ idp: { email: { host: 'a.b', from: 'a@b', username: 'x', password: { name: 'a\nb', key: 'k' } } } }),
      'name-invalid',
      'idp.email.password.name',
      'name:',
    ],
    [
      'an env beside a chart',
      () => clusterWith({ apps: [app({ image: undefined, chart: { oci: 'oci://a.b/c', version: '1.2.3' }, env: { A: 'b' } })()] }),
      'option-unused',
      'env',
      'remove env',
    ],
    ['everyone with a list', () => loose['everyone']!(['a']), 'option-type', 'everyone', 'groups('],
    ['groups with a list', () => loose['groups']!(['a']), 'option-type', 'groups', 'groups('],
    ['a second argument', () => loose['grafana']!(grafanaOptions, { values: {} }), 'option-type', 'options', 'into the options'],
    ['no options', () => loose['grafana']!(), 'option-type', 'options', '{ … }'],
    ['a list of apps with a hole', () => clusterWith({ apps: [undefined] }), 'apps-missing', 'apps[0]', 'exports that name'],
  ])('%s is refused', (_, make, code, field, fix) => {
    const error = refusal(make);
    expect(error).toMatchObject({ code, field });
    expect(error.fix).toContain(fix);
  });
});
