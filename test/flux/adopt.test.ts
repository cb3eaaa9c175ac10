import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { main } from '../../lib/cli/main.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { controller } from './assets.ts';
import { FluxCluster } from './cluster.ts';
import { StandIns } from './controllers.ts';
import { definitionsFor, objectsOf, pause, readyOf } from './run.ts';
import { files, grafanaRelease, pinoutKustomization, Repository, rootKustomization, running } from './home-lab.ts';
import { compared, differences, said, snapshot } from './snapshot.ts';

const binary = controller();
const git = spawnSync('git', ['--version']).status === 0;
if (!git) console.warn('skipped: git is not there');

const appFile = `import { defineCluster, generatedSecrets, grafana, groups, oidcApp } from 'pinout';

export default defineCluster({
  name: 'home',
  domain: 'home.example.org',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
  secrets: generatedSecrets({ operator: 'present' }),
  idp: { host: 'sso.example.net', existing: { namespace: 'sso', secrets: ['authentik'] } },
  apps: [
    grafana({
      host: 'grafana',
      namespace: 'monitoring',
      chart: 'grafana',
      roles: { Admin: ['admins'], Viewer: ['family'] },
      adopt: {
        provider: { name: 'Provider for Grafana', clientId: 'k3YxQ0eT' },
        groups: ['admins', 'family'],
        secret: { name: 'grafana-oauth', key: 'client_secret' },
      },
      existing: { release: 'grafana' },
    }),
    oidcApp({ name: 'immich', namespace: 'media', access: groups('family'), redirects: ['/auth/login', 'app.immich:///oauth-callback'] }),
    oidcApp({ name: 'proxmox', host: 'pve.lan.example.net', access: groups('admins'), redirects: ['https://pve.lan.example.net:8006'] }),
  ],
});
`;

/** What Flux itself notes of a revision, which says nothing of what it applied. */
const bookkeeping = /^(?:source\S+ GitRepository|kustomize\S+ Kustomization) flux-system\/(?:apps|flux-system)$/;

describe.skipIf(binary === undefined || !git)('Adopting what runs in a cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinout-home-'));
  const project = mkdtempSync(join(tmpdir(), 'pinout-project-'));
  const dist = join(project, 'dist/home');
  const release = 'helm.toolkit.fluxcd.io HelmRelease monitoring/grafana';
  let home: Repository;
  let cluster: FluxCluster;
  let adoption: string;
  let standIns: StandIns;
  let before: ReadonlyMap<string, Manifest>;
  let adopted: ReadonlyMap<string, Manifest>;

  /** Brings what is checked out to the cluster, and waits until Flux has applied this revision everywhere and nothing is being deleted. */
  async function push(): Promise<void> {
    await cluster.source(
      folder,
      readdirSync(folder).filter((name) => name !== '.git'),
    );
    const [source] = await cluster.list('source.toolkit.fluxcd.io/v1', 'GitRepository');
    const { revision } = (source!['status'] as { artifact: { revision: string } }).artifact;
    let behind: string[] = [];
    let calm = 0;
    for (const end = Date.now() + 240_000; Date.now() < end && calm < 5; await pause(300)) {
      await standIns.work();
      const all = await cluster.list('kustomize.toolkit.fluxcd.io/v1', 'Kustomization');
      behind = all.flatMap((one) => {
        const { lastAppliedRevision } = (one['status'] ?? {}) as { lastAppliedRevision?: string };
        const done = readyOf(one)?.status === 'True' && lastAppliedRevision === revision && !('deletionTimestamp' in one.metadata);
        return done ? [] : [`${one.metadata.name}: ${readyOf(one)?.message ?? 'nothing yet'}`];
      });
      calm = behind.length === 0 && all.length > 1 ? calm + 1 : 0;
    }
    expect(behind, cluster.log).toEqual([]);
  }

  /** Objects of the cluster that a dry run would change, each with the fields. */
  async function diff(objects: readonly Manifest[]): Promise<string[]> {
    const changes: string[] = [];
    for (const object of objects) {
      const { live, next } = await cluster.diff(object);
      changes.push(...differences(said(live), said(next)).map((path) => `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name} ${path}`));
    }
    return changes;
  }

  beforeAll(async () => {
    mkdirSync(join(project, 'apps'));
    writeFileSync(join(project, 'apps/main.ts'), appFile);
    let talk = '';
    const io = { out: () => undefined, talk: (text: string) => void (talk += text), env: {} };
    expect(await main(['synth', '--app', join(project, 'apps/main.ts'), '--out', join(project, 'dist')], io), talk).toBe(0);
    home = new Repository(folder, files);
    cluster = new FluxCluster();
    await cluster.start(binary!, definitionsFor(objectsOf(dist)));
    standIns = new StandIns(cluster, []);
    await cluster.put(rootKustomization);
    await push();
    for (const object of running) await cluster.put(object);
    await push();
    before = await snapshot(cluster);
  });
  afterAll(async () => {
    await cluster?.stop();
    for (const one of [folder, project]) rmSync(one, { recursive: true, force: true });
  });

  it('is one commit: files of its own, and an entry in one release', async () => {
    cpSync(join(project, 'dist'), join(folder, 'dist'), { recursive: true });
    home.put('apps/main.ts', appFile);
    home.put('clusters/home/pinout.yaml', pinoutKustomization);
    // The entry that dist's own page says.
    const page = readFileSync(join(dist, 'manual/releases/grafana.md'), 'utf8');
    const { spec } = parse(/```yaml\n([\s\S]*?)```/.exec(page)![1]!) as { spec: { valuesFrom: readonly unknown[] } };
    const entries = spec.valuesFrom.map((one) => `    - ${JSON.stringify(one)}\n`).join('');
    const last = '      name: grafana-dashboards\n';
    home.put('kubernetes/monitoring/grafana.yaml', grafanaRelease.replace(last, last + entries));
    adoption = home.commit('Adopt Grafana and two logins');
    expect(home.changed('HEAD~1', 'HEAD').filter((path) => !/^(?:apps|dist)\//.test(path))).toEqual([
      'clusters/home/pinout.yaml',
      'kubernetes/monitoring/grafana.yaml',
    ]);
    const theirs = Object.keys(files)
      .filter((path) => path.startsWith('kubernetes/'))
      .flatMap((path) => parseAllDocuments(readFileSync(join(folder, path), 'utf8')).map((one) => one.toJS() as Manifest));
    expect(await diff(theirs)).toEqual(['HelmRelease monitoring/grafana .spec.valuesFrom.1']);
  });

  it('has no object in dist that is there already', async () => {
    const objects = objectsOf(dist);
    const there: string[] = [];
    for (const object of objects) if ((await cluster.diff(object)).live !== undefined) there.push(`${object.kind}/${object.metadata.name}`);
    expect(objects.length).toBeGreaterThan(25);
    expect(there).toEqual([]);
  });

  it('changes that entry and nothing else of what was there', async () => {
    await push();
    adopted = await snapshot(cluster);
    const { changed, gone, made } = compared(before, adopted);
    const written = changed.filter((name) => !bookkeeping.test(name));
    expect(gone).toEqual([]);
    expect(written).toEqual([release]);
    expect(differences(said(before.get(release)), said(adopted.get(release)))).toEqual(['.spec.valuesFrom.1']);
    expect(made).toContain('v1 ConfigMap monitoring/grafana-login-values');
    console.log(`${before.size} objects before adoption: ${written.length} changed, ${gone.length} gone, ${made.length} made beside them`);
  });

  it('gives the release the login, and leaves its volume and its administrator alone', () => {
    const map = adopted.get('v1 ConfigMap monitoring/grafana-login-values') as Manifest & { data: Record<string, string> };
    const values = parse(map.data['values.yaml']!) as Record<string, Record<string, Record<string, unknown>>>;
    expect(values['grafana.ini']!['auth.generic_oauth']).toMatchObject({ client_id: 'k3YxQ0eT', auth_url: 'https://sso.example.net/application/o/authorize/' });
    expect(Object.keys(values).sort()).toEqual(['envValueFrom', 'grafana.ini']);
  });

  it('writes nothing when Flux comes by again', async () => {
    home.put('README.md', 'My home lab');
    home.commit('A page');
    await push();
    const again = await snapshot(cluster);
    const { changed, gone, made } = compared(adopted, again);
    expect([...gone, ...made, ...changed.filter((name) => !/ (?:GitRepository|Kustomization) flux-system\//.test(name))]).toEqual([]);
  });

  it('is taken back by one commit, and all that was there is as it was', async () => {
    home.revert(adoption);
    await push();
    const after = await snapshot(cluster);
    const { changed, gone } = compared(before, after);
    expect(gone).toEqual([]);
    expect(changed.filter((name) => !bookkeeping.test(name))).toEqual([release]);
    expect(differences(said(before.get(release)), said(after.get(release)))).toEqual([]);
    const unchanged = compared(adopted, after);
    expect(unchanged.changed.filter((name) => before.has(name) && !bookkeeping.test(name))).toEqual([release]);
    const left = compared(before, after).made;
    console.log(`after the way back: ${changed.length} written, ${gone.length} gone; left: ${left.join(', ')}`);
    // Values that were made once, and namespaces, are never pruned.
    expect(left.filter((name) => !/ (?:Namespace \/|ExternalSecret |Secret |ConfigMap |ServiceAccount )/.test(name))).toEqual([]);
  });
});
