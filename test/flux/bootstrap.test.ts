import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { appFolder } from '../support/app-folder.ts';
import { controller, realDefinitions } from './assets.ts';
import { FluxCluster } from './cluster.ts';
import { StandIns } from './controllers.ts';
import { converge, definitionsFor, isThere, kustomization, objectsOf, pause, readyOf } from './run.ts';

const binary = controller();
const real = realDefinitions();

describe.skipIf(binary === undefined)("Flux' kustomize-controller on an empty kube-apiserver", () => {
  const objects = objectsOf('dist/home');
  const definitions = definitionsFor(objects);
  let cluster: FluxCluster;
  let standIns: StandIns;

  beforeAll(async () => {
    cluster = new FluxCluster();
    await cluster.start(binary!, definitions.filter(isThere));
    standIns = new StandIns(
      cluster,
      definitions.filter((one) => !isThere(one)),
    );
    const folder = join(cluster.api.folder, 'source');
    mkdirSync(join(folder, 'flat'), { recursive: true });
    cpSync('dist', join(folder, 'dist'), { recursive: true });
    objects
      .filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.'))
      .forEach((object, index) => {
        writeFileSync(join(folder, 'flat', `${index}.yaml`), JSON.stringify(object));
      });
    await cluster.source(folder, ['dist', 'flat']);
  });
  afterAll(async () => {
    await cluster?.stop();
  });

  it('never applies the same objects from one flat folder', async () => {
    await cluster.put(kustomization('flat', './flat'));
    let message = '';
    for (let round = 0; round < 100 && !/no matches for kind|not found/.test(message); round++) {
      await standIns.work();
      await pause(300);
      const [flat] = await cluster.list('kustomize.toolkit.fluxcd.io/v1', 'Kustomization');
      message = readyOf(flat!)?.status === 'False' ? (readyOf(flat!)?.message ?? '') : '';
    }
    expect(message, cluster.log).toMatch(/no matches for kind|not found/);
    expect(await cluster.list('helm.toolkit.fluxcd.io/v2', 'HelmRelease')).toEqual([]);
    await cluster.api.admin('DELETE', '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/flat');
    for (let round = 0; round < 50 && (await cluster.exists('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'flux-system', 'flat')); round++)
      await pause(200);
  });

  it('applies the layers of the sample in order until all of them are ready', async () => {
    const { order, behind } = await converge(cluster, standIns, './dist/home/flux', 420);
    expect(behind, cluster.log).toEqual([]);
    const layers = objects.filter(({ apiVersion }) => apiVersion.startsWith('kustomize.toolkit'));
    expect(order).toHaveLength(layers.length + 1);
    const at = (name: string) => order.indexOf(name);
    for (const { metadata, spec } of layers)
      for (const { name } of (spec as { dependsOn?: { name: string }[] }).dependsOn ?? [])
        expect(at(name), `${metadata.name} after ${name}`).toBeLessThan(at(metadata.name));
    for (const { apiVersion, kind, metadata } of objects)
      expect(await cluster.exists(apiVersion, kind, metadata.namespace!, metadata.name), `${kind}/${metadata.name}`).toBe(true);
    const stoodIn = definitions.filter((one) => !real.includes(one)).map(({ kind }) => kind);
    console.log(
      `${layers.length} Kustomizations ready, ${objects.length} objects applied, ${definitions.length - stoodIn.length} real CRDs; stood in: ${stoodIn.join(', ') || 'none'}\n${order.join(' > ')}`,
    );
  });
});

const path = [process.env['PATH'] ?? '', join(homedir(), 'go', 'bin')].join(delimiter);
const tools = ['sops', 'age-keygen'].filter((tool) => spawnSync(tool, ['--version'], { env: { ...process.env, PATH: path } }).error !== undefined);
if (tools.length > 0)
  console.warn(`skipped: ${tools.join(' and ')} not found; go install github.com/getsops/sops/v3/cmd/sops@v3.13.2 filippo.io/age/cmd/age-keygen@v1.3.1`);

describe.skipIf(binary === undefined || tools.length > 0)('Secrets that SOPS encrypted', () => {
  let cluster: FluxCluster;
  afterAll(async () => {
    await cluster?.stop();
  });

  it('are decrypted by Flux, the same value at both ends, and read by nobody before', async () => {
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    const env = { PATH: path };
    const age = spawnSync('age-keygen', [], { encoding: 'utf8', env: { ...process.env, PATH: path } }).stdout;
    const recipient = /public key: (age1\w+)/.exec(age)![1]!;
    for (const args of [['secrets', 'init', '--age', recipient], ['secrets', 'add'], ['synth']]) expect(await run(args, env)).toMatchObject({ code: 0 });
    expect(await main(['check', join(base, 'dist'), '--quiet'], { out: () => undefined, talk: (text) => console.warn(text), env: {} })).toBe(0);
    const objects = objectsOf(join(base, 'dist/home'));
    const definitions = definitionsFor(objects);
    cluster = new FluxCluster();
    await cluster.start(binary!, definitions);
    await cluster.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'sops-age', namespace: 'flux-system' }, stringData: { 'age.agekey': age } });
    await cluster.source(base, ['dist']);
    const { behind } = await converge(cluster, new StandIns(cluster, []), './dist/home/flux', 240);
    expect(behind, cluster.log).toEqual([]);
    const value = async (namespace: string) => {
      const { json } = await cluster.api.admin('GET', `/api/v1/namespaces/${namespace}/secrets/grafana-oidc-1`);
      return Buffer.from((json as { data: Record<string, string> }).data['client-secret']!, 'base64').toString();
    };
    const [idp, app] = [await value('authentik'), await value('monitoring')];
    expect(idp).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(app).toBe(idp);
  });
});
