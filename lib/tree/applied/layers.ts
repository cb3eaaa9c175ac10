import { ComposedDocument, MapNode, type Node, partOf } from '../../manifest/composed.ts';
import { Reader } from '../../manifest/reader.ts';
import { build, type Built } from '../kustomize/build.ts';
import { isClusterScoped, Resource } from '../kustomize/resource.ts';
import { setPairs } from '../kustomize/transformers.ts';
import type { RepositoryFiles } from '../repository-files.ts';
import type { TreeObject } from '../tree.ts';
import { type FluxPaths, isFluxKustomization } from './flux-paths.ts';
import { resourcesOf } from './resource-sets.ts';
import { generatedResources } from './listing.ts';
import { isEncoded, isExempt, type Substitution, substituted, substitutionOf, substitutionSources } from './substitute.ts';

/** One folder as it is built, by a Flux Kustomization or by hand. */
export interface Layer {
  /** The Flux Kustomization, as whatever applies it has made it. */
  readonly by: TreeObject | undefined;
  readonly folder: string;
  readonly built: Built;
  readonly objects: readonly TreeObject[];
  /** What it fills in by itself: the Kustomizations that it makes are built with their own fields filled in. */
  readonly inline: Substitution | undefined;
}

/** Where building starts: a Flux Kustomization that nothing else applies, or a folder with a kustomization. */
export type Start = { readonly object: TreeObject } | { readonly folder: string };

/** Builds from a start, and from every Flux Kustomization that is found on the way. `edits`: what Applications of Argo CD add, by folder. */
export function layersFrom(starts: readonly Start[], files: RepositoryFiles, paths: FluxPaths, edits: ReadonlyMap<string, Reader>): Layer[] {
  const layers: Layer[] = [];
  const done = new Set<string>();
  const queue: Start[] = [...starts];
  const next = (object: TreeObject, parent?: Layer): void => {
    const by = parent?.by;
    // Of a component that several include, each makes a Kustomization of its own, whose name is filled in later.
    const key = `${object.namespace}/${object.name}${object.name.includes('${') ? ` ${by?.namespace}/${by?.name}` : ''}`;
    if (done.has(key) || paths.isForeign?.(object) === true) return;
    done.add(key);
    const root = filledRoot(object, parent?.inline);
    const path = paths.pathOf?.({ root }) ?? root.text('spec', 'path') ?? '.';
    for (const folder of paths.foldersOf(path)) layers.push(layerOf(folder, object, files, root));
  };
  for (const start of queue) {
    if ('object' in start) next(start.object);
    else {
      const edit = edits.get(start.folder);
      layers.push(layerOf(start.folder, undefined, files, undefined, edit));
    }
  }
  // The list grows while it is gone through.
  for (const layer of layers)
    for (const object of [...layer.objects, ...layer.objects.flatMap(resourcesOf)]) if (isFluxKustomization(object)) next(object, layer);
  return layers;
}

/** A Kustomization with the variables of whatever makes it; values from other objects are not known yet. */
function filledRoot({ root }: TreeObject, inline: Substitution | undefined): Reader {
  if (inline === undefined) return root;
  const before = partOf(root);
  const node = substituted(before, inline);
  return node === before ? root : Reader.of(new ComposedDocument(node, root.document));
}

/** `root`: the Kustomization as it is applied. `edit`: what an Application of Argo CD adds to the folder. */
function layerOf(folder: string, by: TreeObject | undefined, files: RepositoryFiles, root: Reader | undefined, edit?: Reader): Layer {
  const generated = files.kustomization(folder) === undefined ? generatedResources(folder, files) : [];
  const extra = [root?.get('spec'), edit].filter((one) => one !== undefined);
  const built = build(folder, files, extra, generated);
  // Flux labels what it applies, after kustomize.
  const common = root?.get('spec', 'commonMetadata');
  for (const field of ['labels', 'annotations'])
    if (common?.get(field).exists === true) setPairs(built.resources, common.get(field), [{ path: `metadata/${field}`, create: true }]);
  const inline = by === undefined || root === undefined ? undefined : substitutionOf({ ...by, root }, () => undefined);
  return { by, folder, built, inline, objects: built.resources.map((resource) => objectOf(resource, by, files)) };
}

/** The object of a resource: the one that was read when nothing changed it, else one that is composed. */
function objectOf(resource: Resource, layer: TreeObject | undefined, files: RepositoryFiles): TreeObject {
  const { original, kind, apiVersion, name } = resource;
  const read = files.objectOf(original);
  const root = resource.changed ? Reader.of(new ComposedDocument(resource.node, original.document)) : original;
  return {
    root,
    file: original.file,
    kind,
    apiVersion,
    name,
    namespace: isClusterScoped(resource) ? '' : resource.namespace,
    applied: read?.applied ?? true,
    ours: read?.ours ?? false,
    ...(layer === undefined ? {} : { layer }),
  };
}

/** The objects of the layers of one cluster, with the variables that Flux fills in. */
export function filledObjects(layers: readonly Layer[]): TreeObject[] {
  const find = substitutionSources(layers.flatMap(({ objects }) => objects));
  const filled = new Map<string | TreeObject, TreeObject>();
  return layers.flatMap(({ by, built, objects }) => {
    const substitution = by === undefined ? undefined : substitutionOf(filled.get(by) ?? filled.get(`${by.namespace}/${by.name}`) ?? by, find);
    const all = substitution === undefined ? objects : objects.map((object, index) => filledObject(object, built.resources[index]!, substitution));
    const made = all.flatMap(resourcesOf);
    objects.forEach((object, index) => filled.set(object, all[index]!));
    for (const object of [...all, ...made]) if (isFluxKustomization(object)) filled.set(`${object.namespace}/${object.name}`, object);
    return [...all, ...made];
  });
}

function filledObject(object: TreeObject, resource: Resource, substitution: Substitution): TreeObject {
  const node = isExempt(object) ? resource.node : withDataOf(resource.node, object, substituted(resource.node, substitution));
  if (node === resource.node) return object;
  const { kind, apiVersion, name, namespace } = new Resource(node, resource.original);
  const root = Reader.of(new ComposedDocument(node, resource.original.document));
  return { ...object, root, kind, apiVersion, name, namespace: isClusterScoped({ kind, apiVersion }) ? '' : namespace };
}

/** A Secret that kustomize generates keeps its values. */
function withDataOf(before: Node, object: TreeObject, node: Node): Node {
  if (node === before || !(node instanceof MapNode) || !(before instanceof MapNode)) return node;
  const kept = [...before.entries].filter(([field]) => field === 'stringData' && isEncoded(object, ''));
  return kept.length === 0 ? node : new MapNode(new Map([...node.entries, ...kept]), node.from);
}
