import type { Manifest } from '../../lib/manifest/manifest.ts';
import type { FluxCluster } from './cluster.ts';
import { pause } from './run.ts';

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly verbs: readonly string[] }[];
}

/** Kinds that the API server itself writes all the time, and those that say nothing of their own. */
const noise = new Set(['Event', 'Lease', 'ComponentStatus', 'EndpointSlice', 'Endpoints', 'APIService', 'FlowSchema', 'PriorityLevelConfiguration']);

/** Every object of the cluster by its name, whatever its kind: all that the API server lists. */
export async function snapshot(cluster: FluxCluster): Promise<ReadonlyMap<string, Manifest>> {
  const get = async <T>(path: string) => (await cluster.api.admin('GET', path)).json as T;
  const { groups } = await get<{ groups: { preferredVersion: { groupVersion: string } }[] }>('/apis');
  const all = new Map<string, Manifest>();
  for (const root of ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)]) {
    const { resources } = await get<ResourceList>(root);
    for (const { name, kind, verbs } of resources) {
      if (name.includes('/') || !verbs.includes('list') || noise.has(kind)) continue;
      for (const item of await listed(cluster, `${root}/${name}`))
        all.set(`${root.split('/')[2]} ${kind} ${item.metadata.namespace ?? ''}/${item.metadata.name}`, item);
    }
  }
  return all;
}

/** A kind that was defined a moment ago is not listed at once: the API server answers 429 while it starts to watch it. */
async function listed(cluster: FluxCluster, path: string): Promise<Manifest[]> {
  for (let round = 0; ; round++) {
    const { status, body, json } = await cluster.api.admin('GET', path);
    if (status === 200) return (json as { items: Manifest[] }).items;
    if (round === 100) throw new Error(`${path}: ${status} ${body}`);
    await pause(200);
  }
}

/** What became of the objects of one snapshot in a later one. An object is unchanged when nobody has written it: its resourceVersion is what it was. */
export function compared(before: ReadonlyMap<string, Manifest>, after: ReadonlyMap<string, Manifest>): { changed: string[]; gone: string[]; made: string[] } {
  const written = ({ metadata }: Manifest) => (metadata as unknown as { resourceVersion: string; uid: string }).resourceVersion;
  return {
    changed: [...before].flatMap(([name, object]) => (after.has(name) && written(object) !== written(after.get(name)!) ? [name] : [])),
    gone: [...before.keys()].filter((name) => !after.has(name)),
    made: [...after.keys()].filter((name) => !before.has(name)),
  };
}

/** What somebody wrote of an object: without what the API server and controllers add. */
export function said(object: Manifest | undefined): unknown {
  if (object === undefined) return undefined;
  const { metadata, ...rest } = object;
  // Flux signs what it applies.
  const own = Object.entries(metadata.labels ?? {}).filter(([key]) => !key.startsWith('kustomize.toolkit.fluxcd.io/'));
  const labels = Object.fromEntries(own);
  const { name, namespace, annotations, uid } = metadata as Manifest['metadata'] & { uid?: string };
  return { ...rest, status: undefined, metadata: { name, namespace, labels, annotations, uid } };
}

/** Paths at which two values differ, as `kubectl diff` would show them. */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const map = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  if (!map(before) || !map(after) || Array.isArray(before) !== Array.isArray(after)) return [path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], `${path}.${key}`));
}
