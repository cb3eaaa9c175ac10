import { posix } from 'node:path';
import { grouped } from '../../contract/grouped.ts';
import type { Reader } from '../../manifest/reader.ts';
import { applicationsIn, sourcesOf } from '../argo.ts';
import { fileGlobOf } from '../glob.ts';
import { objectsOf } from '../objects.ts';
import type { RepositoryFiles } from '../repository-files.ts';
import type { Tree, TreeObject } from '../tree.ts';
import { valueFiles } from '../value-files.ts';
import { isDead, isTestOfChart } from './dead-folders.ts';
import type { FluxPaths } from './flux-paths.ts';

/** What Applications of Argo CD take from a repository. */
export interface ArgoReach {
  /** Whether an Application takes a file as a manifest, by its path from the root of the repository. */
  readonly takes: (path: string) => boolean;
  /** Whether a file is part of what an Application takes, be it by way of a chart. */
  readonly reaches: (path: string) => boolean;
  /** What Applications add to the kustomizations of their folders. A folder of several is built as it is: each makes another of it. */
  readonly edits: ReadonlyMap<string, Reader>;
  /** Whether nothing applies a file for sure: every Application is known, and none comes near it. */
  readonly leaves: (path: string) => boolean;
  /** Whether every Application of a folder takes it as a chart or as a kustomization, and one does. */
  readonly builds: (folder: string) => boolean;
  /** Whether a file merely lies beside such a chart or list, which does not take it. */
  readonly ignores: (path: string) => boolean;
  /** Whether a file is in a folder that Applications take without it, by its name. */
  readonly leavesOut: (path: string) => boolean;
  /** Whether a file is outside every folder that an Application takes, where at least one is here. Somebody may apply it by hand. */
  readonly misses: (path: string) => boolean;
  /** Whether one of some files has Applications that nothing else brings: somebody applies it by hand. */
  readonly begins: (files: ReadonlySet<string>) => boolean;
}

interface Source {
  readonly by: TreeObject;
  readonly folder: string;
  /** Whether its path names the folder, and has no placeholder that stands for any. */
  readonly isNamed: boolean;
  readonly source: Reader;
}

const fewFolders = 3;

/** Reads Applications, and those that ApplicationSets make. */
export function argoReach(tree: Tree, files: RepositoryFiles, pathsFor: (paths: readonly string[]) => FluxPaths): ArgoReach {
  const { pathOf, roots } = tree.origin;
  const isArgo = ({ apiVersion }: TreeObject): boolean => apiVersion.startsWith('argoproj.io/');
  // An Application that was put away takes what its path names, and no other folder that ends like it.
  const isExact = (folder: string, path: string): boolean => ['.', ...roots].some((root) => posix.join(root, path).replace(/(.)\/$/, '$1') === folder);
  const named = applicationsIn(objectsOf(tree.objects.filter(isArgo)), valueFiles(tree)).flatMap((by) =>
    sourcesOf(by).flatMap((source) => {
      const path = source.text('path');
      return path === undefined ? [] : [{ by, source, path }];
    }),
  );
  const isOfAnother = wholeOfAnother(named);
  const { foldersOf } = pathsFor(named.map(({ path }) => path));
  const repositories = ownRepositories(named.map(({ source }) => source.text('repoURL') ?? ''));
  let isWhole = named.length > 0;
  const sources = named.flatMap(({ by, source, path }): Source[] => {
    const found = foldersOf(path);
    // A placeholder that stays stands for any name, and a folder that is not here may be another repository's.
    const isNamed = !path.includes('{{') && !path.includes('${');
    if (!isNamed || (found.length === 0 && repositories.has(source.text('repoURL') ?? ''))) isWhole = false;
    const exact = isDead(pathOf(by.file), roots) ? found.filter((folder) => isExact(folder, path)) : found;
    return exact.map((folder) => ({ by, folder, source, isNamed }));
  });
  const byFolder = grouped(sources, ({ folder }) => folder);
  const above = (path: string): Source[] => foldersAbove(path).flatMap((folder) => byFolder.get(folder) ?? []);
  const takes = (path: string): boolean => above(path).some((one) => takesFile(one, path, files));
  const bringers = new Set(named.flatMap(({ by }) => above(pathOf(by.file)).filter((one) => by !== one.by && takesFile(one, pathOf(by.file), files))));
  // Where one Application brings the others, those that no other brings and that bring none are leftovers. One that brings some by their names says nothing of the
  // rest, but that those which it brings are not there twice.
  const hasRoot = [...bringers].some(({ source }) => !['include', 'exclude'].some((key) => source.get('directory', key).exists));
  const homesOfApps = new Set(named.map(({ by }) => pathOf(by.file)));
  const brought = new Set(named.flatMap(({ by }) => (takes(pathOf(by.file)) ? [by.name] : [])));
  // Another environment, whose root is made elsewhere: `envs/dev/wiki.yaml` beside `envs/prod/wiki.yaml`, which a root takes.
  const taken = [...bringers].map(({ folder }) => folder);
  const isOfAnotherEnvironment = (path: string): boolean =>
    taken.some((folder) => posix.dirname(folder) === posix.dirname(posix.dirname(path)) && homesOfApps.has(posix.join(folder, posix.basename(path))));
  const isOfList = (path: string): boolean => above(path).some((one) => pathOf(one.by.file) !== path && files.kustomizations.has(one.folder));
  const isUsed = ({ file, name }: TreeObject): boolean =>
    [takes, isOfAnotherEnvironment, isOfList].some((is) => is(pathOf(file))) || (!hasRoot && !brought.has(name));
  const first = new Set([...(hasRoot ? bringers : sources.filter(({ by }) => isUsed(by)))].map(({ by }) => pathOf(by.file)));
  const starts = new Set([...first].map((path) => posix.dirname(path)));
  // One Application beside manifests that somebody applies by hand tells nothing of those.
  const isPlenty = hasRoot || byFolder.size >= fewFolders;
  const isInUse = new Set(sources.filter(({ by }) => isUsed(by) || (hasRoot && starts.has(posix.dirname(pathOf(by.file))))));
  // What applies them is there before any Application: somebody puts the settings of its login in place by hand.
  const homes = new Set(named.map(({ by }) => by.namespace));
  const isLogin = ({ kind, namespace, root }: TreeObject): boolean =>
    kind === 'ConfigMap' &&
    homes.has(namespace) &&
    root
      .get('data')
      .keys()
      .some((key) => key.endsWith('.config'));
  const [own, another] = tree.objects.filter(isLogin);
  const isOwn = (path: string): boolean => own !== undefined && another === undefined && pathOf(own.file) === path;
  // An Application beside a chart that installs this chart does not bring itself.
  const builds = (folder: string): boolean => {
    const all = byFolder.get(folder) ?? [];
    const others = all.filter(({ by }) => posix.dirname(pathOf(by.file)) !== folder || takes(pathOf(by.file)));
    const own = others.length > 0 ? others : all;
    return own.length > 0 && own.every((one) => passesBy(one, files));
  };
  // Every Application of the folder names what it takes, and not this.
  const isUnnamed = (path: string): boolean => {
    // What brings Applications says of other files nothing: those are there for somebody else.
    const takers = above(path).filter((one) => !bringers.has(one) || homesOfApps.has(path));
    return takers.length > 0 && !takes(path) && takers.every((one) => one.isNamed && !passesBy(one, files) && isNamedIn(one, path) === false);
  };
  // A folder that Applications alone name which lie below one that is taken with `recurse: false`, such as `apps/off/wiki.yaml`.
  const isLeftOver = (one: Source): boolean => {
    const path = pathOf(one.by.file);
    const isBesideTaken = above(path).some((holder) => isInUse.has(holder) && holder.source.get('directory', 'recurse').scalar() === false);
    return isBesideTaken && !isInUse.has(one) && !files.kustomizations.has(posix.dirname(path));
  };
  const isPutAway = (path: string): boolean => {
    const nearest = foldersAbove(path).flatMap((folder) => byFolder.get(folder) ?? [])[0]?.folder;
    return (
      nearest !== undefined &&
      byFolder.get(nearest)!.every((one) => one.isNamed && isLeftOver(one)) &&
      !above(path).some((one) => isInUse.has(one) && takesFile(one, path, files))
    );
  };
  return {
    takes,
    reaches: (path) =>
      !isTestOfChart(path) && !isPutAway(path) && above(path).some((one) => one.isNamed && !isOfAnother(one.source) && isPartOf(one, path, files)),
    edits: new Map(
      [...byFolder].flatMap(([folder, [one, another]]) => {
        const edit = another === undefined ? one?.source.get('kustomize') : undefined;
        return edit?.exists === true && one!.isNamed && !isOfAnother(one!.source) ? [[folder, edit] as const] : [];
      }),
    ),
    builds,
    ignores: (path) => !isOwn(path) && !takes(path) && builds(posix.dirname(path)),
    leavesOut: (path) => !isOwn(path) && isUnnamed(path),
    begins: (files) => [...first].some((path) => files.has(path) && above(path).length === 0),
    misses: (path) => byFolder.size > 0 && !starts.has(posix.dirname(path)) && above(path).length === 0,
    leaves: (path) =>
      isPutAway(path) || (isWhole && isPlenty && !isOwn(path) && !starts.has(posix.dirname(path)) && !above(path).some((one) => isInUse.has(one))),
  };
}

/** The folders that hold a path, the root of the repository among them. */
function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' || folder === path ? ['.'] : [folder, ...foldersAbove(folder)];
}

/** The URL that most sources with a path have, as different people write it. */
function ownRepositories(urls: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const url of urls) counts.set(url, (counts.get(url) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return new Set([...counts].filter(([, count]) => count === most).map(([url]) => url));
}

/** Whether a source is the whole of another repository than most, by its name: that says nothing of the files here. */
function wholeOfAnother(named: readonly { readonly source: Reader }[]): (source: Reader) => boolean {
  const nameOf = (url: string): string => posix.basename(url, '.git').toLowerCase();
  const own = new Set([...ownRepositories(named.map(({ source }) => source.text('repoURL') ?? ''))].map(nameOf));
  return (source) => posix.join(source.text('path') ?? '', '/') === './' && !own.has(nameOf(source.text('repoURL') ?? ''));
}

/**
 * Whether a folder is taken as a chart, of which helm reads what is in `templates`, or as a kustomization, which has a list. What a plugin takes nobody knows, and
 * `directory` takes a folder as it is.
 */
function passesBy({ folder, source }: Pick<Source, 'folder' | 'source'>, files: RepositoryFiles): boolean {
  if (source.get('plugin').exists || source.get('directory').exists) return false;
  return files.kustomizations.has(folder) || files.documentsIn(posix.join(folder, 'Chart.yaml')).length > 0;
}

/** Of a kustomization, its list says what is taken; of a chart, helm reads some folders (helm.sh/docs/topics/charts: The Chart File Structure). */
function isPartOf(one: Source, path: string, files: RepositoryFiles): boolean {
  if (!passesBy(one, files))
    return isNamedIn(one, path) !== false && (one.source.get('directory', 'recurse').scalar() !== false || posix.dirname(path) === one.folder);
  return !files.kustomizations.has(one.folder) && /^(?:templates|crds|charts)\//.test(posix.relative(one.folder, path));
}

/**
 * A folder of plain manifests is taken without the folders in it unless `recurse` is set, and without what `exclude` names
 * (argoproj/argo-cd, reposerver/repository/repository.go, getPotentiallyValidManifestFile). Of a chart and a kustomization other programs say what is taken.
 */
function takesFile({ folder, source }: Source, path: string, files: RepositoryFiles): boolean {
  if (passesBy({ folder, source }, files)) return false;
  if (source.get('plugin').exists || isNamedIn({ folder, source }, path) !== true) return false;
  return source.get('directory', 'recurse').scalar() === true || posix.dirname(path) === folder;
}

/** Whether `include` and `exclude` of a folder of plain manifests leave a file in. Undefined where nobody can say. */
function isNamedIn({ folder, source }: Pick<Source, 'folder' | 'source'>, path: string): boolean | undefined {
  const matches = (key: string): boolean | undefined => {
    const pattern = source.text('directory', key);
    return pattern === undefined || pattern === '' ? undefined : fileGlobOf(pattern)?.test(posix.relative(folder, path));
  };
  const isSet = (key: string): boolean => source.get('directory', key).exists && source.text('directory', key) !== '';
  const [included, excluded] = [isSet('include') ? matches('include') : true, isSet('exclude') ? matches('exclude') : false];
  if (included === false || excluded === true) return false;
  return included === undefined || excluded === undefined ? undefined : true;
}
