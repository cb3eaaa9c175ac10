import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { controller } from './assets.ts';
import { FluxCluster } from './cluster.ts';
import { StandIns } from './controllers.ts';
import { converge, definitionsFor, objectsOf, pause, readyOf } from './run.ts';

const binary = controller();
const idOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
/** Kinds that Flux leaves when dist has them no more. */
const kept = new Set(['Namespace', 'PersistentVolumeClaim']);

/** What happens to a cluster in its second year: each event is a change of the source, and Flux has dist before and after it. */
describe.skipIf(binary === undefined)('Flux carries out', () => {
  let cluster: FluxCluster;
  let base = '';
  let synth: (source: string) => Promise<readonly Manifest[]>;
  let source = '';
  let live: readonly Manifest[] = [];

  beforeAll(async () => {
    cluster = new FluxCluster();
    base = join(cluster.api.folder, 'year');
    mkdirSync(join(base, 'apps'), { recursive: true });
    const app = join(base, 'apps/main.ts');
    synth = async (text) => {
      writeFileSync(app, text);
      let talk = '';
      const code = await main(['synth', '--app', app, '--out', join(base, 'dist')], { out: () => undefined, talk: (one) => (talk += one), env: {} });
      expect(code, talk).toBe(0);
      return objectsOf(join(base, 'dist/home'));
    };
    source = firstYear;
    live = await synth(source);
    await cluster.start(binary!, definitionsFor([...live, ...late]));
    await cluster.source(base, ['dist']);
    const { behind } = await converge(cluster, new StandIns(cluster, []), './dist/home/flux', 240);
    expect(behind, cluster.log).toEqual([]);
  });
  afterAll(async () => {
    await cluster?.stop();
  });

  /** Changes the source and waits until the cluster is what dist says: everything applied, what is no longer in it pruned. */
  async function event(change: (text: string) => string): Promise<{ readonly came: string[]; readonly went: string[]; readonly released: string[] }> {
    const before = live;
    const next = change(source);
    expect(next).not.toBe(source);
    source = next;
    live = await synth(source);
    await cluster.source(base, ['dist']);
    // A fresh one each time: Flux makes Jobs anew under their names.
    const standIns = { work: () => new StandIns(cluster, []).work() };
    let behind: string[] = [];
    for (const end = Date.now() + 180_000; Date.now() < end; await pause(400)) {
      await standIns.work();
      behind = await notYet(cluster, live);
      if (behind.length === 0) break;
    }
    expect(behind, cluster.log).toEqual([]);
    const [was, is] = [before, live].map((objects) => new Map(objects.map((one) => [idOf(one), JSON.stringify(one)])));
    const went = before.filter((one) => !is!.has(idOf(one)) && !kept.has(one.kind));
    for (const one of went) {
      for (let round = 0; round < 60 && (await cluster.exists(one.apiVersion, one.kind, one.metadata.namespace!, one.metadata.name)); round++) {
        await standIns.work();
        await pause(500);
      }
      expect(await cluster.exists(one.apiVersion, one.kind, one.metadata.namespace!, one.metadata.name), `${idOf(one)} is pruned`).toBe(false);
    }
    return {
      came: [...is!.keys()].filter((id) => !was!.has(id)),
      went: went.map(idOf),
      released: [...is!].filter(([id, text]) => id.startsWith('HelmRelease') && was!.get(id) !== text).map(([id]) => id),
    };
  }

  it('a renamed group, slug and client id: nothing is installed anew, and every Job runs again', async () => {
    const { came, went, released } = await event((text) =>
      text
        .replaceAll("'admins'", "'operators'")
        .replace('apps: [', "renamed: { groups: { admins: 'operators' }, slugs: { grafana: 'metrics' }, clientIds: { kubectl: 'shell' } },\n  apps: ["),
    );
    expect([...came, ...went].map((id) => id.replace(/-[0-9a-f]{10}$/, ''))).toEqual([
      'ConfigMap kube-system/kube-apiserver-authentication',
      'ConfigMap kube-system/kube-apiserver-authentication',
    ]);
    expect(released).toEqual(['HelmRelease monitoring/grafana']);
  });

  it('a host that moves', async () => {
    const { came, went, released } = await event((text) => text.replace("host: 'grafana'", "host: 'graphs'"));
    expect([came, went]).toEqual([[], []]);
    expect(released).toEqual(['HelmRelease monitoring/grafana']);
    const [ingress] = (await cluster.list('networking.k8s.io/v1', 'Ingress')).filter(({ metadata }) => metadata.name === 'grafana');
    expect(JSON.stringify(ingress)).toContain('graphs.home.example.org');
  });

  it('the next authentik', async () => {
    const { released } = await event((text) => text.replace('2026.5.6', '2026.8.3'));
    expect(released).toEqual(['HelmRelease authentik/authentik']);
  });

  it('the file of the next Kubernetes, when every kube-apiserver has it', async () => {
    const { came, went } = await event((text) => text.replace("kubernetes: '1.33'", "kubernetes: '1.34'"));
    expect([came.length, went.length]).toEqual([1, 1]);
  });

  it('a Gateway beside the Ingress, a host that moves, and the end of the Ingress', async () => {
    const ingresses = async () => (await cluster.list('networking.k8s.io/v1', 'Ingress')).map(({ metadata }) => metadata.name).sort();
    const before = await ingresses();
    const begun = await event((text) =>
      text
        .replace(
          "edge: { className: 'traefik' },",
          "edge: { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'home', namespace: 'gateway', className: 'envoy' } },\n  edgeBefore: { edge: { className: 'traefik' }, ingressAddress: '192.168.1.30', moved: [] },",
        )
        .replace("ingressAddress: '192.168.1.30',\n  versions", "ingressAddress: '192.168.1.40',\n  versions"),
    );
    expect(begun.went).toEqual([]);
    expect(begun.came).toContain('HTTPRoute monitoring/grafana');
    expect(await ingresses()).toEqual(before);
    const moved = await event((text) => text.replace('moved: []', "moved: ['graphs']"));
    expect([moved.came, moved.went, moved.released]).toEqual([[], [], []]);
    const ended = await event((text) => text.replace(/ {2}edgeBefore: .*\n/, ''));
    expect(ended.came).toEqual([]);
    expect(new Set(ended.went.map((id) => id.split(' ')[0]))).toEqual(new Set(['Ingress', 'Middleware']));
    expect(await ingresses()).toEqual([]);
    expect((await cluster.list('gateway.networking.k8s.io/v1', 'HTTPRoute')).map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['authentik', 'grafana', 'start', 'outpost-start-start']),
    );
  });

  it('backups, whose volume stays when they are taken out again', async () => {
    const made = await event((text) => text.replace('  apps: [', "  idp: { backup: { to: { kind: 'volume' } } },\n  apps: ["));
    expect(made.came).toEqual(
      expect.arrayContaining([
        'PersistentVolumeClaim authentik/authentik-backup',
        'CronJob authentik/authentik-backup',
        'Job authentik/authentik-backup-first',
      ]),
    );
    const gone = await event((text) => text.replace(/ {2}idp: \{ backup.*\n/, ''));
    expect(gone.went).toEqual(expect.arrayContaining(['CronJob authentik/authentik-backup']));
    expect(await cluster.exists('v1', 'PersistentVolumeClaim', 'authentik', 'authentik-backup')).toBe(true);
  });
});

/** Objects of kinds that come later. */
const late = [
  ['gateway.networking.k8s.io/v1', 'Gateway'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'],
  ['cert-manager.io/v1', 'Certificate'],
  ['gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy'],
  ['gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy'],
].map(([apiVersion, kind]): Manifest => ({ apiVersion: apiVersion!, kind: kind!, metadata: { name: 'x', namespace: 'x' } }));

/** The cluster at the beginning. */
const firstYear = `import { defineCluster, forwardAuthApp, grafana, groups, kubectl, ovh } from 'pinout';

export default defineCluster({
  name: 'home', domain: 'home.example.org', ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.33', authentik: '2026.5.6', flux: '2.9' },
  edge: { className: 'traefik' },
  certificates: { email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) },
  apiserver: { rollout: 'daemonset' },
  apps: [
    grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['admins'] } }),
    kubectl({ roles: { 'cluster-admin': ['admins'] } }),
    forwardAuthApp({ name: 'start', access: groups('admins'), image: 'docker.io/traefik/whoami:v1.11.0', port: 80 }),
  ],
});
`;

/** Kustomizations that have not applied this source yet, and objects that are not there, or not as dist has them. */
async function notYet(cluster: FluxCluster, objects: readonly Manifest[]): Promise<string[]> {
  const layers = await cluster.list('kustomize.toolkit.fluxcd.io/v1', 'Kustomization');
  const [git] = await cluster.list('source.toolkit.fluxcd.io/v1', 'GitRepository');
  const { revision } = (git!['status'] as { artifact: { revision: string } }).artifact;
  const wanted = objects.filter(({ apiVersion }) => apiVersion.startsWith('kustomize.toolkit')).map(({ metadata }) => metadata.name);
  return [...wanted, 'pinout'].flatMap((name) => {
    const layer = layers.find(({ metadata }) => metadata.name === name);
    const status = (layer?.['status'] ?? {}) as { lastAppliedRevision?: string };
    const isReady = layer !== undefined && status.lastAppliedRevision === revision && readyOf(layer)?.status === 'True';
    return isReady ? [] : [`${name}: ${layer === undefined ? 'not there' : (readyOf(layer)?.message ?? 'nothing yet')}`];
  });
}
