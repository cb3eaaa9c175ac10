import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { objectsIn } from '../support/exploded.ts';
import { type Definition, openDefinition, realDefinitions } from './assets.ts';
import type { FluxCluster } from './cluster.ts';
import { brings, type StandIns } from './controllers.ts';

/** Definitions as their projects publish them, as far as they are at hand. */
export const realOnes = realDefinitions();

/** All objects of a dist that Flux applies. */
export function objectsOf(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && !path.startsWith('manual') && !path.endsWith('kustomization.yaml'))
    .flatMap((path) => objectsIn(readFileSync(join(folder, path), 'utf8')));
}

const builtIn = /^(?:v1|apps\/|batch\/|rbac\.|networking\.k8s|policy\/|autoscaling\/|admissionregistration|apiextensions|storage\.|scheduling\.)/;

/** Definitions of all kinds in a dist and of those that Flux watches: the real ones, and open ones where these are not at hand. */
export function definitionsFor(objects: readonly Manifest[]): Definition[] {
  const wanted = new Map<string, Definition>();
  const want = (apiVersion: string, kind: string, scope: 'Namespaced' | 'Cluster') => {
    const group = apiVersion.split('/')[0]!;
    const found = realOnes.find((one) => one.group === group && one.kind === kind) ?? openDefinition(apiVersion, kind, scope);
    wanted.set(`${group} ${kind}`, found);
  };
  for (const kind of ['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart', 'Bucket', 'ExternalArtifact'])
    want('source.toolkit.fluxcd.io/v1', kind, 'Namespaced');
  want('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'Namespaced');
  want('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'Namespaced');
  for (const { apiVersion, kind, metadata } of objects)
    if (!builtIn.test(apiVersion)) want(apiVersion, kind, metadata.namespace === undefined ? 'Cluster' : 'Namespaced');
  return [...wanted.values()];
}

// What no chart of dist brings is there before: Flux' own kinds, and those of the way in.
const late = new Set(Object.values(brings).flat());
export const isThere = ({ group }: Definition) => !late.has(group);
export const kustomization = (name: string, path: string): Manifest => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace: 'flux-system' },
  spec: { interval: '1h', retryInterval: '2s', timeout: '2m', prune: true, wait: false, path, sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
});
/** The condition `Ready`. */
export interface Ready {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}
export const readyOf = (object: Manifest): Ready | undefined =>
  ((object['status'] ?? {}) as { conditions?: Ready[] }).conditions?.find(({ type }) => type === 'Ready');
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Applies the root and lets Flux and the stand-ins work. Names of Kustomizations in the order in which they became ready. */
export async function converge(cluster: FluxCluster, standIns: StandIns, path: string, seconds: number): Promise<{ order: string[]; behind: string[] }> {
  await cluster.put(kustomization('pinout', path));
  const order: string[] = [];
  let all: Manifest[] = [];
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(300)) {
    await standIns.work();
    all = await cluster.list('kustomize.toolkit.fluxcd.io/v1', 'Kustomization');
    for (const one of all) if (readyOf(one)?.status === 'True' && !order.includes(one.metadata.name)) order.push(one.metadata.name);
    if (all.length > 1 && order.length === all.length) return { order, behind: [] };
  }
  return {
    order,
    behind: all.filter(({ metadata }) => !order.includes(metadata.name)).map((one) => `${one.metadata.name}: ${readyOf(one)?.message ?? 'nothing yet'}`),
  };
}
