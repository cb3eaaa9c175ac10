import { grouped } from '../../contract/grouped.ts';
import { posix } from 'node:path';
import { ComposedDocument } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Gap } from '../kustomize/files.ts';
import { isKustomizationName } from '../kustomize/kustomization-name.ts';
import { repositoryFiles, type RepositoryFiles } from '../repository-files.ts';
import type { Tree, TreeDocument, TreeObject, WhyIdle } from '../tree.ts';
import { argoReach } from './argo-reach.ts';
import { isDead } from './dead-folders.ts';
import { fluxPaths } from './flux-paths.ts';
import { filledObjects, type Layer, layersFrom } from './layers.ts';
import { resourcesOf } from './resource-sets.ts';
import { planOf } from './starts.ts';
import { sharesOf, universesOf } from './universes.ts';
import { whoApplies } from './who-applies.ts';

/**
 * A tree as it is applied: what kustomize and Flux make of its files, one tree for each cluster. What nothing applies is left out. A tree without any
 * kustomization is applied as it is, but for its examples and archives.
 */
export function appliedTrees(tree: Tree): Tree[] {
  const files = repositoryFiles(tree);
  const argo = argoReach(tree, files, (paths) => fluxPaths(tree, files, paths));
  const plan = planOf(tree, files, argo);
  const branches = plan.starts.map((start) => ({ start, layers: layersFrom([start], files, plan.paths, argo.edits) }));
  const layers = branches.flatMap((branch) => branch.layers);
  const { whyIdle, whyUnread, built, entered } = whoApplies(tree, { files, plan, argo, branches });
  const consumed = consumedIn(layers, files);
  const isLeftOut = leftOutOfLists(tree, consumed);
  const own = tree.objects.filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.config.k8s.io/'));
  const loose = own.filter((object) => !built.has(tree.origin.pathOf(object.file)) && whyIdle(object) === undefined);
  const inUse = new Set([...[...built].map((path) => shownOf(path, files)), ...loose.map(({ file }) => file)]);
  const notApplied = new Map<string, WhyIdle>();
  const add = (file: string, why: WhyIdle | undefined): void => {
    if (why !== undefined && !inUse.has(file) && !notApplied.has(file)) notApplied.set(file, why);
  };
  for (const document of tree.documents) if (isLeftOut(document)) add(document.file, 'left out');
  for (const object of own) if (object.apiVersion !== '') add(object.file, whyIdle(object));
  for (const one of tree.broken) add(one.file, whyUnread(one));
  const universes = universesOf(branches.map((branch) => branch.layers));
  const shares = sharesOf(loose, universes, ({ file }) => tree.origin.pathOf(file));
  const rest = {
    broken: tree.broken.filter((one) => whyUnread(one) === undefined),
    gaps: layers.flatMap((layer) => layer.built.gaps),
    built: new Set([...built].map((path) => shownOf(path, files))),
    notApplied,
    consumed,
    entered,
    isLeftOut,
  };
  return universes.map((some, index) => treeOfLayers(tree, some, shares[index]!, rest));
}

interface Rest {
  readonly broken: Tree['broken'];
  readonly gaps: readonly Gap[];
  readonly built: ReadonlySet<string>;
  readonly notApplied: ReadonlyMap<string, WhyIdle>;
  readonly consumed: ReadonlySet<string>;
  /** Folders that something builds. */
  readonly entered: ReadonlySet<string>;
  readonly isLeftOut: (document: TreeDocument) => boolean;
}

const shownOf = (path: string, files: RepositoryFiles): string => files.documentsIn(path)[0]?.file ?? path;

/** Files that are part of something else: patches, and what generators put into a ConfigMap. */
function consumedIn(layers: readonly Layer[], files: RepositoryFiles): ReadonlySet<string> {
  const consumed = new Set<string>();
  for (const { built } of layers)
    for (const path of built.files) if (!files.kustomizations.has(posix.dirname(path)) || !isKustomizationName(path)) consumed.add(shownOf(path, files));
  return consumed;
}

function treeOfLayers(tree: Tree, layers: readonly Layer[], loose: readonly TreeObject[], { consumed, entered, isLeftOut, ...rest }: Rest): Tree {
  const objects = once([...filledObjects(layers), ...loose, ...loose.flatMap(resourcesOf)]);
  const sources = new Set(objects.map(({ root }) => root.document));
  const objectSources = new Set(tree.objects.map(({ root }) => root.document));
  const { origin } = tree;
  // A list that nothing takes up is as little applied as what it lists.
  const unused = new Set(
    tree.objects.flatMap(({ ours, kind, file }) =>
      ours || !isKustomizationName(file) || kind === 'Component' || entered.has(posix.dirname(origin.pathOf(file))) ? [] : [file],
    ),
  );
  let names: ReadonlySet<string> | undefined;
  const copies = (): ReadonlySet<string> => (names ??= blueprintsIn(objects));
  const raw = tree.documents.filter((document) => {
    const { file, root, source } = document;
    if (sources.has(source)) return true;
    if (unused.has(file)) return false;
    if (root.text('apiVersion')?.startsWith('kustomize.config.k8s.io/') === true || isKustomizationName(file)) return true;
    if (objectSources.has(source)) return false;
    if (consumed.has(file) || isDead(origin.pathOf(file), origin.roots) || isLeftOut(document)) return false;
    return !root.get('entries').exists || !copies().has(root.text('metadata', 'name') ?? '');
  });
  const known = new Set(raw.map(({ source }) => source));
  const composed: TreeDocument[] = objects.flatMap(({ root, file }) => (known.has(root.document) ? [] : [{ file, root, source: root.document }]));
  const kustomizations = tree.objects.filter(({ apiVersion, file }) => apiVersion.startsWith('kustomize.config.k8s.io/') && !unused.has(file));
  return {
    ...tree,
    ...rest,
    documents: inOrderOf(tree, [...raw, ...composed]),
    objects: inOrderOf(tree, [...objects, ...kustomizations]),
    whole: tree,
    charts: layers.flatMap((layer) => layer.built.charts),
  };
}

/**
 * Settings and blueprints of a folder of which kustomize puts others into a ConfigMap that are like them, or have the beginning of their name: somebody left
 * them out of that list, such as `configuration_backup.yaml` beside `configuration.yaml`.
 */
function leftOutOfLists(tree: Tree, consumed: ReadonlySet<string>): (document: TreeDocument) => boolean {
  const isPlain = ({ root, file }: TreeDocument): boolean => !root.get('kind').exists && !isKustomizationName(file) && root.keys().length > 0;
  const files = grouped(consumed, (file) => posix.dirname(file));
  const listed = grouped(tree.documents, (one) => (consumed.has(one.file) && isPlain(one) ? posix.dirname(one.file) : undefined));
  return (document) => {
    const folder = posix.dirname(document.file);
    if (!files.has(folder) || consumed.has(document.file) || !isPlain(document)) return false;
    return files.get(folder)!.some((file) => isNamedLike(document.file, file)) || (listed.get(folder) ?? []).some(({ root }) => isLike(document.root, root));
  };
}

/** Whether at least half of the keys of a file are those of another. */
function isLike(one: Reader, other: Reader): boolean {
  const keys = one.keys();
  const others = new Set(other.keys());
  return keys.filter((key) => others.has(key)).length * 2 >= keys.length;
}

/** Whether a name is another one with something added: `dex.old.yaml` for `dex.yaml`. */
function isNamedLike(one: string, other: string): boolean {
  const { name, ext } = posix.parse(other);
  const rest = posix.basename(one).slice(name.length);
  return posix.basename(one).startsWith(name) && rest.endsWith(ext) && /^[-_.]/.test(rest.slice(0, -ext.length));
}

/** Names of blueprints that ConfigMaps hold: a file of the same name is what somebody made the ConfigMap of. */
function blueprintsIn(objects: readonly TreeObject[]): ReadonlySet<string> {
  const texts = objects.flatMap(({ kind, root }) => (kind === 'ConfigMap' ? root.items('data') : [])).filter((text) => /^entries:/m.test(text.text() ?? ''));
  return new Set(texts.flatMap((text) => text.embedded('pyyaml').flatMap((document) => document.text('metadata', 'name') ?? [])));
}

/** An object that several Kustomizations bring is one. */
function once(objects: readonly TreeObject[]): TreeObject[] {
  const roots = new Set<Reader>();
  const composed = new Set<string>();
  return objects.filter(({ root, kind, namespace, name, file }) => {
    const key = `${kind} ${namespace}/${name} ${file}`;
    if (roots.has(root) || (root.document instanceof ComposedDocument && composed.has(key))) return false;
    roots.add(root);
    if (root.document instanceof ComposedDocument) composed.add(key);
    return true;
  });
}

/** In the order in which the files were read. */
function inOrderOf<Item extends { readonly file: string }>(tree: Tree, items: readonly Item[]): Item[] {
  const order = new Map<string, number>();
  for (const { file } of tree.documents) if (!order.has(file)) order.set(file, order.size);
  const placed = items.map((item, index) => ({ item, at: order.get(item.file) ?? order.size, index }));
  return placed.sort((a, b) => a.at - b.at || a.index - b.index).map(({ item }) => item);
}
