import { grouped } from '../../contract/grouped.ts';
import { posix } from 'node:path';
import { ComposedDocument } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Gap } from '../kustomize/files.ts';
import { isKustomizationName } from '../kustomize/kustomization-name.ts';
import { repositoryFiles, type RepositoryFiles } from '../repository-files.ts';
import type { Tree, TreeDocument, TreeObject } from '../tree.ts';
import { type ArgoReach, argoReach, wholeOfAnother } from './argo-reach.ts';
import { isDead, isTestOfChart } from './dead-folders.ts';
import { fluxPaths } from './flux-paths.ts';
import { filledObjects, type Layer, layersFrom, type Start } from './layers.ts';
import { foldersOfUnreadLists } from './listing.ts';
import { resourcesOf } from './resource-sets.ts';
import { planOf, type Plan } from './starts.ts';
import { sharesOf, universesOf } from './universes.ts';

/**
 * A tree as it is applied: what kustomize and Flux make of its files, one tree for each cluster. What nothing applies is left out. A tree without any
 * kustomization is applied as it is, but for its examples and archives.
 */
export function appliedTrees(tree: Tree): Tree[] {
  const files = repositoryFiles(tree);
  const argo = argoReach(tree, files, (paths) => fluxPaths(tree, files, paths));
  const plan = planOf(tree, files, argo);
  const { origin } = tree;
  const unreadLists = foldersOfUnreadLists(tree);
  if (plan === undefined) {
    const withObjects = new Set(tree.objects.filter((object) => !isHostFile(object)).map(({ file }) => file));
    const isLeft = ({ file }: { readonly file: string }): boolean => {
      const path = origin.pathOf(file);
      return isDead(path, origin.roots) || (withObjects.has(file) && (argo.leaves(path) || argo.ignores(path) || unreadLists.has(posix.dirname(path))));
    };
    const dead = new Set(tree.documents.filter(isLeft).map(({ file }) => file));
    const copies = tree.documents.some(({ root }) => root.get('entries').exists) ? blueprintsIn(tree.objects) : new Set<string>();
    for (const { file, root } of tree.documents)
      if (copies.size > 0 && root.get('entries').exists && copies.has(root.text('metadata', 'name') ?? '')) dead.add(file);
    const broken = tree.broken.filter(({ file, blueprint, script }) => {
      const path = origin.pathOf(file);
      // Nobody applies by hand what is no YAML.
      return argo.takes(path) || !(script || isDead(path, origin.roots) || (!blueprint && (argo.leaves(path) || argo.misses(path))));
    });
    const rest = leftOf(tree, broken);
    if (dead.size === 0 && rest.length === 0) return [{ ...tree, whole: tree }];
    const isAlive = ({ file }: { readonly file: string }): boolean => !dead.has(file);
    return [
      {
        ...tree,
        documents: tree.documents.filter(isAlive),
        objects: tree.objects.filter(isAlive),
        broken,
        whole: tree,
        notApplied: [...filesWithObjects(tree, dead), ...rest],
      },
    ];
  }
  const sources = argoSources(tree, files, plan);
  const edits = argoEdits(sources);
  const branches = plan.starts.map((start) => ({ start, layers: layersFrom([start], files, plan.paths, edits) }));
  const universes = universesOf(branches.map(({ layers }) => layers));
  const loose = looseIn(tree, files, plan, branches, { reach: argo, folders: new Set(sources.map(({ folder }) => folder)), unreadLists });
  const applied = new Set<string>([
    ...loose.objects.map(({ file }) => file),
    ...branches.flatMap(({ layers }) => layers.flatMap(({ built }) => [...built.files].map((path) => shownOf(path, files)))),
  ]);
  const consumed = consumedIn(
    branches.flatMap(({ layers }) => layers),
    files,
  );
  const notApplied = [
    ...tree.documents.filter(leftOutOfLists(tree, consumed)).map(({ file }) => file),
    ...filesWithObjects(tree, new Set(tree.objects.filter(({ file }) => !applied.has(file)).map(({ file }) => file))),
    ...leftOf(tree, loose.broken).filter((file) => !applied.has(file)),
  ];
  const gaps = branches.flatMap(({ layers }) => layers.flatMap(({ built }) => built.gaps));
  const built = new Set(branches.flatMap(({ layers }) => layers.flatMap((layer) => [...layer.built.files].map((path) => shownOf(path, files)))));
  const entered = new Set(branches.flatMap(({ layers }) => layers.flatMap((layer) => [layer.folder, ...layer.built.folders])));
  const shares = sharesOf(loose.objects, universes, ({ file }) => origin.pathOf(file));
  return universes.map((layers, index) => treeOfLayers(tree, layers, { ...loose, objects: shares[index]! }, { consumed, notApplied, gaps, built, entered }));
}

interface Rest {
  readonly gaps: readonly Gap[];
  readonly consumed: ReadonlySet<string>;
  readonly notApplied: readonly string[];
  readonly built: ReadonlySet<string>;
  /** Folders that something builds. */
  readonly entered: ReadonlySet<string>;
}

/** Files that are no YAML and that nothing applies. */
const leftOf = (tree: Tree, broken: Tree['broken']): string[] => {
  const kept = new Set(broken);
  return [...new Set(tree.broken.filter((one) => !kept.has(one)).map(({ file }) => file))];
};

/** Objects in files that no kustomization takes up: applied by hand, when nothing says otherwise. And documents that are no YAML, where somebody reads them. */
function looseIn(tree: Tree, files: RepositoryFiles, plan: Plan, branches: readonly Branch[], { reach, folders: argo, unreadLists }: Argo): Loose {
  const { origin } = tree;
  const layers = branches.flatMap((branch) => branch.layers);
  const used = new Set(layers.flatMap(({ built }) => [...built.files]));
  const folders = new Set(layers.flatMap(({ built, folder }) => [folder, ...built.folders]));
  for (const folder of files.kustomizations.keys()) folders.add(folder);
  // A folder of which one file is listed is left to the list.
  const listed = new Set([...folders, ...unreadLists, ...[...used].map((path) => posix.dirname(path))]);
  const starts = new Set(branches.flatMap(({ start }) => ('object' in start ? [posix.dirname(origin.pathOf(start.object.file))] : [])));
  const objects = tree.objects.filter((object) => {
    const path = origin.pathOf(object.file);
    if (used.has(path) || object.apiVersion.startsWith('kustomize.config.k8s.io/')) return false;
    if (isHostFile(object) || (object.ours && !object.applied)) return !isDead(path, origin.roots);
    if (reach.ignores(path)) return false;
    if (isIn(path, argo) && !isTestOfChart(path)) return true;
    const folder = posix.dirname(path);
    if (plan.byFlux) return starts.has(folder) && !files.kustomizations.has(folder);
    return !isDead(path, origin.roots) && !listed.has(folder) && !reach.leaves(path) && !plan.isOut(path);
  });
  const entered = new Set(layers.flatMap(({ built }) => [...built.folders]));
  const broken = tree.broken.filter(({ file, blueprint }) => {
    const path = origin.pathOf(file);
    if (used.has(path) || reach.takes(path) || (isKustomizationName(path) && entered.has(posix.dirname(path)))) return true;
    return !isDead(path, origin.roots) && (blueprint || (!plan.byFlux && isKustomizationName(path) && !isIn(path, folders)));
  });
  return { objects, broken };
}

interface Loose {
  readonly objects: readonly TreeObject[];
  readonly broken: Tree['broken'];
}

/** What an Application adds to the kustomization of its folder. A folder of several Applications is built as it is: each makes another of it. */
function argoEdits(sources: readonly ArgoSource[]): ReadonlyMap<string, Reader> {
  return new Map(
    [...grouped(sources, ({ folder }) => folder)].flatMap(([folder, [one, another]]) => {
      const edit = another === undefined ? one?.source.get('kustomize') : undefined;
      return edit?.exists === true ? [[folder, edit] as const] : [];
    }),
  );
}

interface Branch {
  readonly start: Start;
  readonly layers: readonly Layer[];
}

interface Argo {
  readonly reach: ArgoReach;
  /** Folders that Applications take as they are. */
  readonly folders: ReadonlySet<string>;
  readonly unreadLists: ReadonlySet<string>;
}

interface ArgoSource {
  readonly source: Reader;
  readonly folder: string;
}

/** What Applications of Argo CD take, with the folder of each. */
function argoSources(tree: Tree, files: RepositoryFiles, plan: Plan): ArgoSource[] {
  const named = tree.objects
    .filter(({ kind, apiVersion }) => kind === 'Application' && apiVersion.startsWith('argoproj.io/'))
    .flatMap(({ root }) => [root.get('spec', 'source'), ...root.items('spec', 'sources')])
    .flatMap((source) => (source.text('path') === undefined ? [] : [{ source, path: source.text('path')! }]));
  // Where Flux has no paths, those of Argo CD alone say whether they count from the root of the repository.
  const { foldersOf } = plan.byFlux
    ? plan.paths
    : fluxPaths(
        tree,
        files,
        named.map(({ path }) => path),
      );
  const isOfAnother = wholeOfAnother(named);
  return named.flatMap(({ source, path }) => (isOfAnother(source) ? [] : foldersOf(path).map((folder) => ({ source, folder }))));
}

function isIn(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = posix.dirname(path); ; at = posix.dirname(at)) {
    if (folders.has(at)) return true;
    if (at === '.' || at === '/' || at === '..') return false;
  }
}

/** Configuration of programs that no cluster applies: they read it from a file. */
const isHostFile = ({ apiVersion }: TreeObject): boolean =>
  /^(?:apiserver\.config|apiserver|kubeadm|kubelet\.config|kubeproxy\.config|audit|kubescheduler\.config)\.k8s\.io\/|^(?:v1alpha1|client\.authentication\.k8s\.io\/.*)$/.test(
    apiVersion,
  ) || apiVersion === '';

const shownOf = (path: string, files: RepositoryFiles): string => files.documentsIn(path)[0]?.file ?? path;

/** Files that are part of something else: patches, and what generators put into a ConfigMap. */
function consumedIn(layers: readonly Layer[], files: RepositoryFiles): ReadonlySet<string> {
  const consumed = new Set<string>();
  for (const { built } of layers)
    for (const path of built.files) if (!files.kustomizations.has(posix.dirname(path)) || !isKustomizationName(path)) consumed.add(shownOf(path, files));
  return consumed;
}

function treeOfLayers(tree: Tree, layers: readonly Layer[], loose: Loose, { consumed, notApplied, gaps, built, entered }: Rest): Tree {
  const objects = once([...filledObjects(layers), ...loose.objects, ...loose.objects.flatMap(resourcesOf)]);
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
  const isLeftOut = leftOutOfLists(tree, consumed);
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
    broken: loose.broken,
    documents: inOrderOf(tree, [...raw, ...composed]),
    objects: inOrderOf(tree, [...objects, ...kustomizations]),
    whole: tree,
    notApplied,
    built,
    charts: layers.flatMap((layer) => layer.built.charts),
    gaps,
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

function filesWithObjects(tree: Tree, files: ReadonlySet<string>): string[] {
  const isApplied = ({ file, apiVersion }: TreeObject): boolean => files.has(file) && apiVersion !== '' && !apiVersion.startsWith('kustomize.config.k8s.io/');
  return [...new Set(tree.objects.filter(isApplied).map(({ file }) => file))];
}
