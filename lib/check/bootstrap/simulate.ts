import { posix } from 'node:path';
import { grouped } from '../../contract/grouped.ts';
import { idOf } from '../../tree/provided.ts';
import type { Repository } from '../../repository/repository.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { type Obstacle, SimulatedCluster } from './cluster.ts';
import { addTo } from '../../contract/add-to.ts';
import { byLongestEnd } from '../../tree/applied/flux-paths.ts';

/** A Flux Kustomization that never becomes ready on an empty cluster, and why. */
export interface Stuck {
  readonly layer: TreeObject;
  /** The object that holds it back, when it is one. */
  readonly object?: TreeObject;
  readonly how: Obstacle['how'] | 'twice' | 'circle';
  readonly why: string;
}

/** How an empty cluster comes up. */
export interface Bootstrap {
  /** Names of the Kustomizations in the order in which they become ready. */
  readonly ready: readonly string[];
  /** Those that stay behind for a reason of their own; what only waits for them is not listed. */
  readonly stuck: readonly Stuck[];
}

interface Layer {
  readonly object: TreeObject;
  readonly id: string;
  readonly build: readonly TreeObject[] | undefined;
  readonly after: readonly string[];
  /** What kustomize refuses about its folder, if it does: looked for once, not in every round. */
  readonly twins: Omit<Stuck, 'layer'> | undefined;
  applied: boolean;
  ready: boolean;
  why: Omit<Stuck, 'layer'> | undefined;
}

/**
 * Plays what Flux does with an empty cluster that has Flux and nothing else, until nothing moves any more: dependsOn, the stages of an apply
 * and their dry-runs (fluxcd/pkg ssa/manager_apply.go), wait and health checks. What the tree does not bring, a CRD, a namespace,
 * a Secret, is taken to be there before: only order is judged.
 *
 * Kustomizations of one folder are one cluster; another folder is another cluster.
 */
export function simulateBootstrap(repository: Repository): Bootstrap[] {
  const folders = fluxFolders(repository);
  const kustomizations = repository.objects.of('Kustomization').filter(({ apiVersion }) => apiVersion.startsWith('kustomize.toolkit'));
  const clusters = grouped(kustomizations, ({ file }) => posix.dirname(file));
  return [...clusters.values()].map((objects) => {
    const layers = objects.map((object): Layer => {
      const spec = object.root.get('spec');
      const folder = folders.folderOf(spec.text('path') ?? '');
      const build = folder === undefined ? undefined : folders.build(folder);
      return {
        object,
        id: `${object.namespace}/${object.name}`,
        build,
        twins: build === undefined ? undefined : twins(build),
        after: spec.items('dependsOn').map((one) => `${one.text('namespace') ?? object.namespace}/${one.text('name') ?? ''}`),
        applied: false,
        ready: false,
        why: undefined,
      };
    });
    return play(
      layers,
      new SimulatedCluster(
        layers.flatMap(({ build }) => build ?? []),
        repository,
      ),
    );
  });
}

function play(layers: readonly Layer[], cluster: SimulatedCluster): Bootstrap {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  // A Kustomization that the tree does not have is taken to be ready.
  const waits = (layer: Layer) => layer.after.filter((id) => byId.get(id)?.ready === false);
  const ready: string[] = [];
  for (let moved = true; moved;) {
    moved = false;
    for (const layer of layers) {
      if (layer.ready || waits(layer).length > 0) continue;
      if (!layer.applied) {
        layer.why = layer.build === undefined ? undefined : (layer.twins ?? cluster.apply(layer.build, layer.object));
        if (layer.why !== undefined) continue;
        layer.applied = moved = true;
      }
      if (cluster.settle()) moved = true;
      layer.why = waiting(layer, cluster);
      if (layer.why !== undefined) continue;
      layer.ready = moved = true;
      ready.push(layer.object.name);
    }
  }
  const stuck = layers.flatMap((layer): Stuck[] =>
    layer.ready || waits(layer).length > 0 || layer.why === undefined ? [] : [{ layer: layer.object, ...layer.why }],
  );
  const circles = stuck.length > 0 ? [] : layers.filter((layer) => !layer.ready).slice(0, 1);
  return {
    ready,
    stuck: [
      ...stuck,
      ...circles.map((layer): Stuck => ({ layer: layer.object, how: 'circle', why: `waits for ${waits(layer).join(', ')}, which waits for it` })),
    ],
  };
}

/** Two objects of one name in a folder: kustomize refuses to build it. */
function twins(build: readonly TreeObject[]): Omit<Stuck, 'layer'> | undefined {
  const seen = new Set<string>();
  for (const object of build) {
    const id = `${object.apiVersion.split('/')[0]} ${idOf(object.kind, object.namespace, object.name)}`;
    if (seen.has(id)) return { object, how: 'twice', why: 'is there twice, and kustomize refuses to build the folder' };
    seen.add(id);
  }
  return undefined;
}

/** The object that a layer waits for, if it waits: with `wait` for all, else for those that healthChecks name. */
function waiting({ object, build }: Layer, cluster: SimulatedCluster): Omit<Stuck, 'layer'> | undefined {
  const spec = object.root.get('spec');
  const named = new Set(
    spec.items('healthChecks').map((one) => idOf(one.text('kind') ?? '', one.text('namespace') ?? object.namespace, one.text('name') ?? '')),
  );
  const all = spec.get('wait').scalar() === true;
  for (const one of build ?? []) {
    if (!all && !named.has(idOf(one.kind, one.namespace, one.name))) continue;
    const obstacle = cluster.waitsFor(one);
    if (obstacle !== undefined) return { object: one, ...obstacle };
  }
  return undefined;
}

/** Finds what a Flux Kustomization would build. */
interface FluxFolders {
  /** Folder of the tree that a path of Flux means: the path counts from the root of the source, files from here. */
  readonly folderOf: (path: string) => string | undefined;
  /** Objects that kustomize builds from a folder: those that its kustomization.yaml lists, or without one all below. */
  readonly build: (folder: string) => readonly TreeObject[];
}

/** Indexes the folders of a tree once. */
function fluxFolders({ tree, objects, kustomizations }: Repository): FluxFolders {
  const byFile = grouped(objects.all, ({ apiVersion, file }) => (apiVersion.startsWith('kustomize.config') ? undefined : file));
  const files = new Map<string, string[]>();
  const children = new Map<string, Set<string>>();
  for (const file of new Set(tree.documents.map((document) => document.file))) {
    const folder = posix.dirname(file);
    addTo(files, folder, file);
    for (let at = folder; at !== '.' && at !== '/'; at = posix.dirname(at)) {
      const above = posix.dirname(at);
      children.set(above, (children.get(above) ?? new Set()).add(at));
    }
  }
  const listed = new Map(kustomizations.files.map(({ file, root }) => [posix.dirname(file), root.get('resources').items()]));
  const folders = new Set([...files.keys(), ...children.keys()]);
  const folderOf = byLongestEnd(folders);
  const build = (folder: string, seen: Set<string>): TreeObject[] => {
    if (seen.has(folder)) return [];
    seen.add(folder);
    const resources = listed.get(folder);
    const paths =
      resources === undefined
        ? [...(files.get(folder) ?? []), ...(children.get(folder) ?? [])]
        : resources.flatMap((one) => {
            const path = one.text();
            return path === undefined ? [] : [posix.join(folder, path)];
          });
    return paths.flatMap((path) => (folders.has(path) ? build(path, seen) : (byFile.get(path) ?? [])));
  };
  return {
    folderOf: (path) =>
      folderOf(
        path
          .split('/')
          .filter((part) => part !== '' && part !== '.')
          .join('/'),
      ),
    build: (folder) => build(folder, new Set()),
  };
}
