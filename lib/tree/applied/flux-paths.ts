import { fewGaps } from '../gaps.ts';
import { posix } from 'node:path';
import type { RepositoryFiles } from '../repository-files.ts';
import type { Tree, TreeObject } from '../tree.ts';

export const isFluxKustomization = ({ kind, apiVersion }: Pick<TreeObject, 'kind' | 'apiVersion'>): boolean =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');

/** Finds the folders that paths of Flux and Argo CD mean. */
export interface FluxPaths {
  readonly foldersOf: (path: string) => readonly string[];
  /** Whether a Kustomization takes its files from another repository: its path says nothing of the files here. */
  readonly isForeign?: (object: TreeObject) => boolean;
  /** Its path, as it counts in the repository. */
  readonly pathOf?: (object: Pick<TreeObject, 'root'>) => string;
}

/**
 * A path counts from the root of the repository. Where not one does (a copy of a folder, files that were sent alone), the longest end of each that is there
 * decides. A variable in it stands for any name.
 */
export function fluxPaths(tree: Tree, files: RepositoryFiles, paths: readonly string[]): FluxPaths {
  const folders = new Set<string>(['.']);
  for (const path of files.paths) for (let at = posix.dirname(path); at !== '.' && at !== '/' && !folders.has(at); at = posix.dirname(at)) folders.add(at);
  const { roots } = tree.origin;
  const exact = (path: string): readonly string[] => {
    const clean = cleanOf(path);
    if (clean.includes('${') || clean.includes('<<') || clean.includes('{{')) {
      const pattern = new RegExp(
        `^${fewGaps(clean.slice(0, 1000).split(/\$\{[^}]*\}|<<[^>]*>>|\{\{[^}]*\}\}/))
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
          .join('[^/]+')}$`,
      );
      return [...folders].filter((folder) => pattern.test(folder));
    }
    return [clean, ...roots.map((root) => posix.join(root, clean))].filter((folder) => folders.has(folder) && files.children(folder).length > 0).slice(0, 1);
  };
  if (paths.some((path) => exact(path).length > 0)) return { foldersOf: exact };
  const folderOf = byLongestEnd(folders);
  return {
    foldersOf(path) {
      const folder = folderOf(cleanOf(path));
      return folder === undefined || folder === '.' ? [] : [folder];
    },
  };
}

/** Finds the folder that the longest end of a path names. */
export function byLongestEnd(folders: Iterable<string>): (path: string) => string | undefined {
  const ends = new Map<string, string>();
  for (const folder of folders) {
    const parts = folder.split('/');
    parts.forEach((_, index) => {
      const end = parts.slice(index).join('/');
      if (!ends.has(end) || end === folder) ends.set(end, folder);
    });
  }
  return (path) => {
    const parts = path.split('/');
    const end = parts.map((_, index) => parts.slice(index).join('/')).find((one) => ends.has(one));
    return end === undefined ? undefined : ends.get(end);
  };
}

const cleanOf = (path: string): string =>
  posix
    .normalize(path === '' ? '.' : path)
    .replace(/^\/+/, '')
    .replace(/(.)\/$/, '$1') || '.';
