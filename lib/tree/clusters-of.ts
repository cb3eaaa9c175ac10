import { posix } from 'node:path';
import { appliedTrees } from './applied/applied-trees.ts';
import type { Tree } from './tree.ts';

/** A tree as it is applied, one for each of its clusters. */
export const clustersOf = (tree: Tree): Tree[] => ownClusters(tree).flatMap((one) => appliedTrees(one));

/**
 * Splits a tree in which pinout wrote several clusters (`dist/home`, `dist/cabin`): they have objects of the same names, and none of them
 * sees those of another. Files outside all clusters belong to each. Any other tree stays whole.
 */
function ownClusters(tree: Tree): Tree[] {
  const roots = new Set(
    tree.objects.flatMap(({ kind, apiVersion, ours, file }) =>
      ours && kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit') && posix.basename(posix.dirname(file)) === 'flux'
        ? [posix.dirname(posix.dirname(file))]
        : [],
    ),
  );
  if (roots.size < 2) return [tree];
  const rootOf = (file: string): string | undefined => {
    for (let at = posix.dirname(file); at !== '.' && at !== '/'; at = posix.dirname(at)) if (roots.has(at)) return at;
    return undefined;
  };
  return [...roots].map((root) => {
    const here = ({ file }: { readonly file: string }) => [root, undefined].includes(rootOf(file));
    return {
      documents: tree.documents.filter(here),
      objects: tree.objects.filter(here),
      pages: tree.pages.filter(here),
      notes: new Map([...tree.notes].filter(([file]) => here({ file }))),
      broken: tree.broken.filter(here),
      unread: tree.unread.filter(here),
      origin: tree.origin,
    };
  });
}
