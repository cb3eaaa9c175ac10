import { grouped } from '../../contract/grouped.ts';
import { addTo } from '../../contract/add-to.ts';
import { posix } from 'node:path';
import type { Repository } from '../../repository/repository.ts';
import { byLongestEnd } from '../../tree/applied/flux-paths.ts';
import type { TreeObject } from '../../tree/tree.ts';

/** Finds what a Flux Kustomization would build. */
export interface FluxFolders {
  /** Folder of the tree that a path of Flux means: the path counts from the root of the source, files from here. */
  readonly folderOf: (path: string) => string | undefined;
  /** Objects that kustomize builds from a folder: those that its kustomization.yaml lists, or without one all below. */
  readonly build: (folder: string) => readonly TreeObject[];
}

/** Indexes the folders of a tree once. */
export function fluxFolders({ tree, objects, kustomizations }: Repository): FluxFolders {
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
