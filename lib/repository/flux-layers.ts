import { posix } from 'node:path';
import type { Repository } from './repository.ts';
import type { TreeObject } from '../tree/tree.ts';

/** One Flux Kustomization and the objects that it applies, as far as folders tell. */
export interface FluxLayer {
  readonly object: TreeObject;
  readonly objects: readonly TreeObject[];
}

/**
 * Layers of a tree: each object belongs to the Kustomization whose path is the nearest above it. Paths of Flux count from the root of the
 * repository and files from here, so that the longest common end decides.
 */
export function fluxLayersOf({ objects }: Repository): FluxLayer[] {
  const byPath = new Map<string, { object: TreeObject; objects: TreeObject[] }>();
  for (const object of objects.of('Kustomization')) {
    const path = object.apiVersion.startsWith('kustomize.toolkit') ? object.root.get('spec', 'path').text() : undefined;
    const key = path === undefined ? undefined : posix.normalize(path).replace(/^\.?\/|\/$/g, '');
    if (key !== undefined && key !== '.' && key !== '' && !byPath.has(key)) byPath.set(key, { object, objects: [] });
  }
  if (byPath.size === 0) return [];
  const ends = new Map<string, { objects: TreeObject[] } | undefined>();
  const layerOf = (folder: string): { objects: TreeObject[] } | undefined => {
    if (ends.has(folder)) return ends.get(folder);
    const parts = folder.split('/');
    let found: { objects: TreeObject[] } | undefined;
    for (let index = 0; index < parts.length && found === undefined; index++) found = byPath.get(parts.slice(index).join('/'));
    if (found === undefined && folder !== '.' && folder !== '/' && folder.includes('/')) found = layerOf(posix.dirname(folder));
    ends.set(folder, found);
    return found;
  };
  for (const object of objects.all) layerOf(posix.dirname(object.file))?.objects.push(object);
  return [...byPath.values()];
}
