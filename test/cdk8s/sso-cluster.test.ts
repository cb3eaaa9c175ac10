import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-30';
import { Construct, type IMixin } from 'constructs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { SsoCluster, type SsoClusterProps } from '../../lib/cdk8s.ts';
import { notSecret } from '../../lib/compose/not-secret.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { distOf } from '../../lib/synth/dist.ts';
import { exploded } from '../support/exploded.ts';
import { clusterInput, clusterWith, grafanaOptions } from '../support/sample.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const props: SsoClusterProps = { ...clusterInput, name: 'home' };
const made = (change: Partial<SsoClusterProps> = {}): { app: App; home: SsoCluster; out: string } => {
  const out = join(tempFolder(), 'dist');
  const app = new App({ outdir: out });
  return { app, home: new SsoCluster(app, 'home', { ...props, ...change }), out };
};
/** What is written, by path below dist. */
const filesOf = (app: App): Record<string, string> => {
  app.synth();
  return readFolder(app.outdir);
};
/** The same with each object in a file of its own. */
const written = (app: App): Record<string, string> => exploded(filesOf(app));
const release = (home: SsoCluster): ApiObject => home.chart('apps/grafana').apiObjects.find(({ kind }) => kind === 'HelmRelease')!;
const map = (chart: Construct, name: string): ApiObject =>
  new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'monitoring' }, data: { a: '1' } });
const releaseFile = 'home/apps/grafana/helmrelease-grafana.yaml';
/** A mixin of constructs, as organisations write them. */
const labelled: IMixin = { supports: (one) => ApiObject.isApiObject(one), applyTo: (one) => ApiObject.of(one).metadata.addLabel('example.org/team', 'home') };

describe('a cluster in an App of one’s own', () => {
  it('is written as pinout synth writes it, byte for byte, by app.synth()', () => {
    const { app, out } = made();
    const dist = distOf([clusterWith({})], import.meta.filename, out);
    expect(filesOf(app)).toEqual({
      'README.md': dist.page,
      ...Object.fromEntries([...dist.clusters.get('home')!].map(([path, text]) => [`home/${path}`, text])),
    });
    expect(written(app)[releaseFile]).toContain('# Written by pinout from test/cdk8s/sso-cluster.test.ts');
  });

  it('has a chart for each folder and an ApiObject for each object, which render to what is written', () => {
    const { app, home } = made({ patches: [{ target: { kind: 'HelmRelease', name: 'grafana' }, patch: { spec: { interval: '7m' } } }] });
    const folders = new Set(clusterWith({}).placed.map(({ folder }) => folder));
    expect(new Set(home.charts.map(({ node }) => node.path))).toEqual(new Set([...folders].map((folder) => `home/${folder.replaceAll('/', '-')}`)));
    expect(app.charts).toEqual(expect.arrayContaining([...home.charts]));
    const files = written(app);
    for (const folder of folders) {
      const chart = home.chart(folder);
      const texts = Object.entries(files).flatMap(([path, text]) =>
        path.startsWith(`home/${folder}/`) && !path.endsWith('/kustomization.yaml') ? [text] : [],
      );
      const rendered = chart.toJson() as Manifest[];
      expect(rendered.length).toBe(texts.length);
      expect(rendered.length).toBe(chart.apiObjects.length);
      expect(new Set(rendered.map((one) => JSON.stringify(one)))).toEqual(new Set(texts.map((text) => JSON.stringify(parse(text)))));
    }
    expect(parseAllDocuments(app.synthYaml()).length).toBeGreaterThan(30);
  });

  it('leaves charts of one’s own to cdk8s', () => {
    const { app, home } = made();
    const own = new Chart(app, 'own');
    map(own, 'mine');
    own.addDependency(home.chart('apps/grafana'));
    const files = Object.keys(written(app)).filter((path) => !path.startsWith('home/'));
    expect(files).toEqual(['0000-own.k8s.yaml', 'README.md']);
    expect(app.charts).toContain(home.charts[0]);
  });

  it('lets a chart of one’s own wait for the whole cluster', () => {
    const { app, home } = made();
    const own = new Chart(app, 'own');
    map(own, 'mine');
    own.addDependency(home);
    expect(Object.keys(written(app)).filter((path) => !path.startsWith('home/'))).toEqual(['0000-own.k8s.yaml', 'README.md']);
    expect(new Set(own.node.dependencies)).toEqual(new Set(home.charts));
  });

  it('stands inside a construct of one’s own as well, and twice in an App', () => {
    const app = new App({ outdir: join(tempFolder(), 'dist') });
    const both = new Construct(app, 'clusters');
    new SsoCluster(both, 'home', props);
    new SsoCluster(both, 'other', { ...props, name: 'other', domain: 'other.example.org' });
    expect(new Set(Object.keys(written(app)).map((path) => path.split('/')[0]))).toEqual(new Set(['home', 'other', 'README.md']));
  });

  it('is written again only where something changed, and loses what it no longer has', () => {
    const { app, home } = made();
    const before = written(app);
    home.chart('configs').node.tryRemoveChild(home.chart('configs').apiObjects.find(({ kind }) => kind === 'RoleBinding')!.node.id);
    const after = written(app);
    expect(Object.keys(before).filter((path) => !(path in after))).toHaveLength(1);
  });
});

describe('changes by cdk8s', () => {
  it('by a mixin reach every object of ours, the layers of Flux too, and nothing else changes', () => {
    const { app, home } = made();
    const before = written(made().app);
    home.with(labelled);
    for (const [path, text] of Object.entries(written(app))) {
      if (!path.endsWith('.yaml') || path.endsWith('/kustomization.yaml') || path.includes('/manual/')) continue;
      const now = parse(text) as Manifest;
      expect(now.metadata.labels?.['example.org/team'], path).toBe('home');
      const lines = text.split('\n');
      expect(
        before[path]!.split('\n').every((line) => lines.includes(line)),
        path,
      ).toBe(true);
    }
  });

  it('by patches, annotations and constructs in props are in our order of keys', () => {
    const { app, home } = made({ constructs: (chart) => void map(chart('platform/mine'), 'mine') });
    release(home).addJsonPatch(JsonPatch.replace('/spec/interval', '5m'));
    release(home).metadata.addAnnotation('example.org/owner', 'me');
    const files = written(app);
    expect(Object.keys(parse(files[releaseFile]!) as object)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
    expect(files[releaseFile]).toMatch(/^  interval: "?5m"?$/m);
    expect(files).toHaveProperty(['home/platform/mine/configmap-mine.yaml']);
    expect(files).toHaveProperty(['home/flux/kustomization-pinout-platform-mine.yaml']);
  });

  it('keep what notSecret lets through', () => {
    const { app, home } = made({
      apps: [grafana({ ...grafanaOptions, values: { grafana: { adminPassword: notSecret('unused', 'login by password is off') } } as never })],
    });
    release(home).metadata.addLabel('a', 'b');
    expect(written(app)[releaseFile]).toContain('adminPassword: unused');
  });

  it('of a layer last when the layer changes with what the folders hold', () => {
    const { app, home } = made();
    const layer = home.chart('flux').apiObjects.find(({ name }) => name === 'pinout-app-grafana')!;
    layer.metadata.addLabel('a', 'b');
    const first = new Chart(home, 'first');
    map(first, 'settings');
    home.chart('apps/grafana').addDependency(first);
    const flux = Testing.synth(home.chart('flux')) as (Manifest & { spec: { dependsOn: unknown } })[];
    const found = flux.find(({ metadata }) => metadata.name === 'pinout-app-grafana')!;
    expect(found.metadata.labels).toMatchObject({ a: 'b' });
    expect(found.spec.dependsOn).toEqual([{ name: 'pinout-identity-grafana' }, { name: 'pinout-platform-first' }]);
    expect(parse(written(app)['home/flux/kustomization-pinout-app-grafana.yaml']!)).toEqual(found);
  });

  it('by L2 constructs of cdk8s-plus stand in the folder that they are made in', () => {
    const { app, home } = made();
    const chart = home.chart('platform/hello');
    const deployment = new kplus.Deployment(chart, 'hello', {
      metadata: { name: 'hello', namespace: 'monitoring' },
      containers: [{ image: 'nginx', portNumber: 8080 }],
    });
    deployment.exposeViaService({ name: 'hello' });
    const files = written(app);
    expect(files).toHaveProperty(['home/platform/hello/deployment-hello.yaml']);
    expect(files).toHaveProperty(['home/platform/hello/service-hello.yaml']);
  });
});

describe('what could have no effect', () => {
  it.each<[string, (made: { app: App; home: SsoCluster }) => unknown, string]>([
    ['a folder that Flux does not apply', ({ home }) => home.chart('my-stuff' as 'configs'), 'folder-unknown'],
    ['a chart of a name that no folder may have', ({ home }) => map(new Chart(home, 'Not A Folder'), 'x'), 'folder-unknown'],
    ['waiting for a chart that Flux does not know', ({ app, home }) => home.chart('configs').addDependency(new Chart(app, 'own')), 'construct-ineffective'],
    ['a folder that waits for the whole cluster', ({ home }) => home.chart('configs').addDependency(home), 'construct-ineffective'],
    ['a patch of nothing', ({ home }) => release(home).addJsonPatch(JsonPatch.replace('/no/such', 1)), 'construct-broken'],
    ['an object without a name', ({ home }) => new ApiObject(home.chart('configs'), 'x', { apiVersion: 'v1', kind: 'ConfigMap' }), 'object-nameless'],
    ['a cluster outside an App', () => new SsoCluster(new Construct(undefined as unknown as Construct, ''), 'home', props), 'cluster-outside-app'],
    ['an option that does not exist', ({ app }) => new SsoCluster(app, 'b', { ...props, appz: [] } as SsoClusterProps), 'option-unknown'],
    ['a name that another cluster has', ({ app }) => new SsoCluster(app, 'second', props), 'cluster-duplicate'],
    ['no props', ({ app }) => new SsoCluster(app, 'third', undefined as unknown as SsoClusterProps), 'apps-missing'],
  ])('%s is refused before anything is written', (_, change, code) => {
    const { app, home } = made();
    new Chart(app, 'beside');
    let error: unknown;
    try {
      change({ app, home });
      app.synth();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code });
    expect(() => readFileSync(join(app.outdir, 'beside.k8s.yaml'))).toThrow();
  });
});
