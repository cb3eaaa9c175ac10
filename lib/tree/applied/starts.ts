import { grouped } from '../../contract/grouped.ts';
import { posix } from 'node:path';
import type { RepositoryFiles } from '../repository-files.ts';
import type { Tree, TreeObject } from '../tree.ts';
import type { ArgoReach } from './argo-reach.ts';
import { pathOfFlux } from './artifact-path.ts';
import { isDead } from './dead-folders.ts';
import { type FluxPaths, fluxPaths, isFluxKustomization } from './flux-paths.ts';
import { type Listing, Listings } from './listing.ts';
import type { Start } from './layers.ts';
import { outsideKustomizations } from './outside.ts';
import { resourcesOf } from './resource-sets.ts';
import { syncedFolders } from './synced.ts';

/** How a repository is applied. */
export interface Plan {
  readonly paths: FluxPaths;
  /** Where building starts. What belongs to one cluster may start in many places. */
  readonly starts: readonly Start[];
  /** True when Flux applies what is there: what none of its Kustomizations reaches is then not applied. */
  readonly byFlux: boolean;
  /** What somebody took out of a list, and left in it as a comment. */
  readonly isOut: (path: string) => boolean;
}

interface Candidate {
  readonly start: Start;
  /** Its file, or its folder. */
  readonly path: string;
  readonly listing: Listing;
  /** Its path leads to where it says, counted from the root: it is no guess. */
  readonly isExact?: boolean;
}

/** Finds the Flux Kustomizations and the folders with a kustomization that nothing else applies. */
export function planOf(tree: Tree, files: RepositoryFiles, argo: Pick<ArgoReach, 'leaves' | 'begins' | 'misses' | 'builds'>): Plan {
  const all = [...[...tree.objects, ...tree.objects.flatMap(resourcesOf)].filter(isFluxKustomization), ...outsideKustomizations(tree)];
  const isForeign = foreignIn(tree, all);
  const flux = all.filter((object) => !isPatch(object) && !isForeign(object));
  const folders = [...files.kustomizations].filter(([, { root }]) => root.get('kind').text() !== 'Component').map(([folder]) => folder);
  const pathIn = (object: Pick<TreeObject, 'root'>): string => pathOfFlux(object, tree.objects);
  const paths: FluxPaths = { ...fluxPaths(tree, files, flux.map(pathIn)), isForeign, pathOf: pathIn };
  const listings = new Listings(files);
  const resolved = flux.flatMap((object): Candidate[] => {
    const targets = paths.foldersOf(pathIn(object));
    const components = object.root.get('spec', 'components').items();
    const isExact = ['.', ...tree.origin.roots].some((root) => targets.includes(posix.join(root, pathIn(object)).replace(/(.)\/$/, '$1')));
    return targets.length === 0
      ? []
      : [{ start: { object }, path: tree.origin.pathOf(object.file), listing: union(targets.map((folder) => listings.of(folder, components))), isExact }];
  });
  const byFolder = [...folders, ...(flux.length === 0 ? [] : syncedFolders(tree, files, paths))].map((folder): Candidate => ({
    start: { folder },
    path: folder,
    listing: listings.of(folder),
  }));
  const isOut = commentedOut(tree, files, argo);
  return { paths, starts: rootsOf(resolved, byFolder, tree, argo, isOut), byFlux: resolved.length > 0, isOut };
}

/**
 * Whether a folder or a file stands in a kustomization as a comment, and in none as an entry, or in an Application as the path that it had: somebody took it out
 * of what is applied.
 */
function commentedOut({ origin, objects }: Tree, files: RepositoryFiles, { misses }: Pick<ArgoReach, 'misses'>): (path: string) => boolean {
  const [out, listed, ofArgo] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const file of new Set(objects.flatMap((one) => (one.apiVersion.startsWith('argoproj.io/') ? [one.file] : []))))
    for (const line of (origin.read(origin.pathOf(file)) ?? '').split('\n')) {
      const path = line.trim().startsWith('#') ? /[ {,]path: ["']?([\w./-]+)/.exec(line)?.[1] : undefined;
      if (path !== undefined) ofArgo.add(posix.join(path, '.'));
    }
  for (const [folder, { file, root }] of files.kustomizations) {
    for (const field of ['resources', 'bases', 'components'])
      for (const entry of root.items(field)) listed.add(posix.join(folder, entry.text() ?? '').replace(/(.)\/$/, '$1'));
    for (const line of (origin.read(origin.pathOf(file)) ?? '').split('\n')) {
      const entry = line.trim().startsWith('#') ? line.trim().slice(1).trim() : '';
      const [name] = entry.startsWith('- ') ? entry.slice(2).trim().split(' ') : [];
      if (name !== undefined && !name.includes(':')) out.add(posix.join(folder, name.replaceAll(/["']/g, '')).replace(/(.)\/$/, '$1'));
    }
  }
  return (path) => (out.has(path) && !listed.has(path)) || (ofArgo.has(path) && misses(`${path}/x`));
}

/**
 * Whether a Kustomization only changes another one. The API asks for a source in each that is applied (fluxcd/kustomize-controller, KustomizationSpec), so one
 * with neither source nor path is a patch: it does not mean the whole repository.
 */
const isPatch = ({ root }: TreeObject): boolean => !root.get('spec', 'sourceRef').exists && !root.get('spec', 'path').exists;

/** Whether a Kustomization names another source than most of those whose folder is here, with a URL of its own. */
function foreignIn(tree: Tree, flux: readonly TreeObject[]): (object: TreeObject) => boolean {
  const sourceOf = ({ root }: TreeObject): string => ['kind', 'name'].map((field) => root.get('spec', 'sourceRef', field).text() ?? '').join(' ');
  const uses = new Map<string, number>();
  const isHere = (object: TreeObject): boolean => tree.origin.list(posix.join('.', pathOfFlux(object, tree.objects))).length > 0;
  // A patch gives its source to one that has none. A base of others may bring more Kustomizations for its own repository than there are for this one.
  for (const object of flux)
    if (object.root.get('spec', 'sourceRef').exists) uses.set(sourceOf(object), (uses.get(sourceOf(object)) ?? 0) + (isHere(object) ? flux.length + 1 : 1));
  const isGit = (source: string): number => Number(source.startsWith('GitRepository '));
  const own = [...uses].sort(([left, a], [right, b]) => b - a || isGit(right) - isGit(left))[0]?.[0] ?? '';
  const urls = new Map<string, string | undefined>(
    tree.objects.flatMap(({ kind, name, root }) => (/Repository$|^Bucket$/.test(kind) ? [[`${kind} ${name}`, root.get('spec', 'url').text()] as const] : [])),
  );
  return (object) => {
    const url = urls.get(sourceOf(object));
    return url !== undefined && sourceOf(object) !== own && url !== urls.get(own);
  };
}

function rootsOf(
  flux: readonly Candidate[],
  folders: readonly Candidate[],
  tree: Tree,
  argo: Pick<ArgoReach, 'leaves' | 'begins' | 'builds'>,
  isOut: (path: string) => boolean,
): Start[] {
  const { roots } = tree.origin;
  const covered = new Set<string>();
  for (const { listing, path } of folders) for (const folder of listing.folders) if (folder !== path) covered.add(folder);
  for (const { listing } of flux) for (const folder of listing.folders) covered.add(folder);
  // What an Application takes is in use, whatever its name.
  const open = folders.filter(({ path }) => !covered.has(path) && !isOut(path) && (!isDead(`${path}/x`, roots) || argo.builds(path)));
  if (flux.length === 0) {
    // A base that no overlay takes is put aside, unless there are no overlays or an Application takes it.
    const isSpare = open.some(({ path }) => !isBase(path)) ? (path: string): boolean => isBase(path) && !argo.builds(path) : () => false;
    return open.filter(({ path, listing }) => (!argo.leaves(`${path}/x`) || argo.begins(listing.files)) && !isSpare(path)).map(({ start }) => start);
  }
  // Folders that are applied by hand and bring Kustomizations of Flux: the cluster was set up from there.
  const byFile = grouped(flux, ({ path }) => path);
  const broughtBy = ({ listing }: Candidate): Candidate[] => [...listing.files].flatMap((file) => byFile.get(file) ?? []);
  const hands = open.filter((one) => broughtBy(one).length > 0);
  const reached = new Map<Candidate, ReadonlySet<Candidate>>();
  const reachOf = (from: Candidate): ReadonlySet<Candidate> => {
    const known = reached.get(from);
    if (known !== undefined) return known;
    const found = new Set<Candidate>([from]);
    for (const one of found) for (const other of broughtBy(one)) found.add(other);
    reached.set(from, found);
    return found;
  };
  // What lies in an archive brings nothing: Flux' own Kustomization of before still names the folder of today's.
  const alive = new Set(
    [...hands, ...flux.filter((one) => !isDead(one.path, roots) || (one.isExact === true && broughtBy(one).includes(one)))].flatMap((one) => [...reachOf(one)]),
  );
  const live = flux.filter((one) => alive.has(one));
  const brought = new Set<Candidate>();
  for (const one of [...live, ...hands]) for (const other of broughtBy(one)) if (other !== one) brought.add(other);
  const starts: Candidate[] = [];
  const seen = new Set<Candidate>();
  const add = (one: Candidate): void => {
    starts.push(one);
    for (const other of reachOf(one)) seen.add(other);
  };
  const leftOut = (one: Candidate): boolean => live.some((other) => other !== one && !reachOf(one).has(other) && isBelow(one.path, other.listing.folders));
  // A kustomization above folders that a cluster lists one by one is a list that nobody uses any more.
  const isOldList = (one: Candidate): boolean => {
    const own = [...reachOf(one)].filter((other) => other !== one);
    const isIn = (path: string): boolean => path.startsWith(`${one.path}/`);
    return (
      own.every(({ path }) => isIn(path)) &&
      [...hands, ...live].some((other) => other !== one && !isIn(other.path) && own.every((member) => reachOf(other).has(member)))
    );
  };
  for (const one of hands) if (!leftOut(one) && !isOldList(one)) add(one);
  // What those bring that somebody took out is not applied either.
  for (const one of live) if (!brought.has(one) && isOut(one.path)) for (const other of reachOf(one)) seen.add(other);
  for (const one of live) if (!brought.has(one) && !isOut(one.path) && !leftOut(one)) add(one);
  // Kustomizations that bring each other in a circle.
  for (const one of live) if (!seen.has(one) && brought.has(one) && !leftOut(one) && !isDead(one.path, roots)) add(one);
  return starts.map(({ start }) => start);
}

const isBase = (path: string): boolean => /(?:^|\/)bases?(?:\/|$)/.test(path);

function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = posix.dirname(path); ; at = posix.dirname(at)) {
    if (folders.has(at)) return true;
    if (at === '.' || at === '/' || at === '..') return false;
  }
}

function union(listings: readonly Listing[]): Listing {
  if (listings.length === 1) return listings[0]!;
  return { files: new Set(listings.flatMap(({ files }) => [...files])), folders: new Set(listings.flatMap(({ folders }) => [...folders])) };
}
