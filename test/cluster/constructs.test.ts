import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import type { Constructs } from '../../lib/cluster/charts.ts';
import { notSecret } from '../../lib/compose/not-secret.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { Folder } from '../../lib/manifest/manifest.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { objectsIn } from '../support/exploded.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';

type Chosen = Parameters<Constructs>[0];
const files = (constructs?: (chart: Chosen) => unknown): Map<string, string> => filesOf(clusterWith({ constructs }), 'apps/main.ts');
const changed = (constructs: (chart: Chosen) => unknown): string[] => {
  const [before, after] = [files(), files(constructs)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort();
};
const find = (chart: Chart, kind: string): ApiObject => chart.apiObjects.find((one) => one.kind === kind)!;
const map = (chart: Chart, name: string, change: object = {}): ApiObject =>
  new ApiObject(chart, `any-${name}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'monitoring' }, ...change });
const release = 'apps/grafana/monitoring.yaml';
/** The object of a kind in a file with several. */
const objectOf = (text: string, kind: string, name?: string) =>
  objectsIn(text).find((one) => one.kind === kind && (name === undefined || one.metadata.name === name));

describe('changes of what pinout wrote', () => {
  const before = files();

  it('by an annotation stand in dist, and nothing else differs', () => {
    const change = (chart: Chosen) => {
      find(chart('apps/grafana'), 'HelmRelease').metadata.addAnnotation('example.org/owner', 'me');
    };
    expect(changed(change)).toEqual([release]);
    const lines = (text: string) => text.split('\n');
    const [old, now] = [lines(before.get(release)!), lines(files(change).get(release)!)];
    expect(now.slice(now.indexOf('    example.org/owner: me') - 1)[0]).toBe('  annotations:');
    // The order of keys is ours, not that of the alphabet.
    const added = now.indexOf('    example.org/owner: me') - 1;
    expect([...now.slice(0, added), ...now.slice(added + 2)]).toEqual(old);
  });

  it('by labels, finalizers, JSON patches and removal have their effect', () => {
    const now = files((chart) => {
      const object = find(chart('apps/grafana'), 'HelmRelease');
      object.metadata.addLabel('team', 'one');
      object.metadata.addFinalizers('example.org/keep');
      object.addJsonPatch(JsonPatch.replace('/spec/interval', '5m'), JsonPatch.add('/spec/suspend', true));
      chart('configs').node.tryRemoveChild(find(chart('configs'), 'RoleBinding').node.id);
    });
    expect(objectOf(now.get(release)!, 'HelmRelease')).toMatchObject({
      metadata: { labels: { team: 'one' }, finalizers: ['example.org/keep'] },
      spec: { interval: '5m', suspend: true },
    });
    const bindings = (all: ReadonlyMap<string, string>) =>
      objectsIn(all.get('configs/pinout-secrets.yaml')!).filter(({ kind }) => kind === 'RoleBinding').length;
    expect(bindings(now)).toBe(bindings(before) - 1);
  });

  it('by a mixin at the root reach the objects of every folder, and each layer waits as before', () => {
    const now = files((chart) => {
      chart('configs').node.root.with({ supports: (one) => ApiObject.isApiObject(one), applyTo: (one) => ApiObject.of(one).metadata.addLabel('team', 'one') });
    });
    for (const [path, text] of now) {
      if (!path.endsWith('.yaml') || path.endsWith('/kustomization.yaml') || /^(?:flux|manual)\//.test(path)) continue;
      for (const { metadata } of objectsIn(text)) expect(metadata.labels, path).toMatchObject({ team: 'one' });
    }
    for (const path of before.keys()) if (path.startsWith('flux/')) expect(now.get(path)).toBe(before.get(path));
  });

  it('keep what notSecret lets through', () => {
    const values = { grafana: { adminPassword: notSecret('unused', 'login by password is off') } } as never;
    const cluster = clusterWith({
      apps: [grafana({ ...grafanaOptions, values })],
      constructs: (chart: Chosen) => find(chart('apps/grafana'), 'HelmRelease').metadata.addLabel('a', 'b'),
    });
    expect(filesOf(cluster, 'apps/main.ts').get(release)).toContain('adminPassword: unused');
  });

  it('keep the nulls that mean something to Helm', () => {
    const cluster = (constructs?: Constructs) =>
      clusterWith({ apps: [grafana({ ...grafanaOptions, values: { grafana: { service: { type: null } } } })], ...(constructs && { constructs }) });
    const values = (one: Cluster) => filesOf(one, 'apps/main.ts').get(release)!;
    expect(values(cluster())).toContain('type: null');
    expect(values(cluster((chart) => find(chart('apps/grafana'), 'HelmRelease').metadata.addLabel('a', 'b')))).toContain('type: null');
  });
});

describe('addDependency', () => {
  it('across folders becomes dependsOn of Flux', () => {
    const text = files((chart) => {
      const first = map(chart('platform/first'), 'first');
      find(chart('apps/grafana'), 'HelmRelease').addDependency(first);
    }).get('flux/flux-system.yaml')!;
    expect((objectOf(text, 'Kustomization', 'pinout-app-grafana') as unknown as { spec: { dependsOn: object[] } }).spec.dependsOn).toEqual([
      { name: 'pinout-identity-grafana' },
      { name: 'pinout-platform-first' },
    ]);
  });

  it.each<[string, (chart: Chosen) => void, string]>([
    ['inside a folder', (chart) => map(chart('configs'), 'one').addDependency(map(chart('configs'), 'two')), 'construct-ineffective'],
    ['on an empty folder', (chart) => map(chart('configs'), 'one').addDependency(chart('platform/none')), 'construct-ineffective'],
    ['on a construct in no folder', (chart) => map(chart('configs'), 'one').addDependency(new Chart(new App(), 'mine')), 'construct-ineffective'],
    ['in a circle', (chart) => map(chart('configs'), 'one').addDependency(find(chart('apps/grafana'), 'HelmRelease')), 'layer-cycle'],
  ])('%s is refused', (_, constructs, code) => {
    expect(() => files(constructs)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('inside a construct of more than one object, as cdk8s-plus has it, asks for nothing', () => {
    const now = files((chart) => {
      const both = new Construct(chart('apps/grafana'), 'both');
      const object = (name: string) => new ApiObject(both, name, { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'monitoring' } });
      object('second').addDependency(object('first'));
    });
    for (const name of ['first', 'second']) expect(objectOf(now.get(release)!, 'Service', name)).toBeDefined();
  });
});

describe('what cannot have an effect', () => {
  it.each<[string, (chart: Chosen) => unknown, string, string]>([
    ['an unknown folder', (chart) => chart('my-stuff' as Folder), 'folder-unknown', "chart('platform/my-stuff')"],
    ['a folder of an app that no cluster has', (chart) => chart('apps/grafanna'), 'folder-unknown', "chart('apps/grafana')"],
    ['a typo in a folder', (chart) => chart('config' as Folder), 'folder-unknown', "chart('configs')"],
    ['a way out', (chart) => chart('../elsewhere' as Folder), 'folder-unknown', 'platform/elsewhere'],
    ['a way out of platform', (chart) => chart('platform/../../x'), 'folder-unknown', 'platform/x'],
    ['an absolute folder', (chart) => chart('/etc/cron.d' as Folder), 'folder-unknown', 'platform/cron-d'],
    ['a colon', (chart) => chart('platform/a:b'), 'folder-unknown', 'platform/a-b'],
    ['no text', (chart) => chart(7 as unknown as Folder), 'folder-unknown', 'platform/my-stuff'],
    ['a promise', async (chart) => Promise.resolve(map(chart('configs'), 'late')), 'constructs-async', 'without async'],
    ['a name that cdk8s made', (chart) => new ApiObject(chart('configs'), 'x', { apiVersion: 'v1', kind: 'ConfigMap' }), 'object-nameless', 'metadata'],
    ['a patch of nothing', (chart) => find(chart('apps/grafana'), 'HelmRelease').addJsonPatch(JsonPatch.replace('/no/such', 1)), 'construct-broken', 'patch'],
    [
      'a construct whose validation fails',
      (chart) => map(chart('configs'), 'x').node.addValidation({ validate: () => ['too small'] }),
      'construct-broken',
      'correct',
    ],
    ['a name with a slash', (chart) => map(chart('configs'), '../../escape'), 'object-name-invalid', 'metadata.name'],
    ['a name of two dots', (chart) => map(chart('configs'), '..'), 'object-name-invalid', 'metadata.name'],
    ['a name of 254 characters', (chart) => map(chart('configs'), 'a'.repeat(254)), 'object-name-invalid', 'metadata.name'],
    ['a kind with a slash', (chart) => map(chart('configs'), 'x', { kind: 'a/../../b' }), 'object-name-invalid', 'kind'],
    ['the same object twice', (chart) => [map(chart('configs'), 'x'), map(chart('authentik'), 'x')], 'object-duplicate', 'rename'],
  ])('%s is refused', (_, constructs, code, fix) => {
    let error: unknown;
    try {
      files(constructs);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code, fix: expect.stringContaining(fix) as string });
  });

  it('leaves folders of one’s own below platform/, with a Kustomization each', () => {
    const now = files((chart) => map(chart('platform/my-stuff'), 'mine'));
    expect(objectOf(now.get('platform/my-stuff/monitoring.yaml')!, 'ConfigMap', 'mine')).toBeDefined();
    expect(objectOf(now.get('flux/flux-system.yaml')!, 'Kustomization', 'pinout-platform-my-stuff')).toBeDefined();
  });

  it('writes objects of charts inside a chart', () => {
    expect(changed((chart) => map(new Chart(chart('configs'), 'inner'), 'mine'))).toEqual(['configs/monitoring.yaml']);
  });
});
