import { posix } from 'node:path';
import { appliedTrees } from './applied/applied-trees.ts';
import { isKustomizationFile } from './repository-files.ts';
import type { Tree } from './tree.ts';

/**
 * A tree as it is applied, one for each of its clusters. Where its kustomizations are too odd to be built (a document that holds itself), the files are
 * judged as they stand, and that is said.
 */
export function clustersOf(tree: Tree): Tree[] {
  return ownClusters(tree).flatMap((one) => {
    try {
      return appliedTrees(one);
    } catch (error) {
      const [first] = one.documents.filter(isKustomizationFile);
      const why = `its kustomizations could not be built (${error instanceof RangeError ? 'nested too deep' : 'something in them cannot be read'})`;
      return [{ ...one, whole: one, unread: [...one.unread, { file: first?.file ?? one.documents[0]?.file ?? '.', why }] }];
    }
  });
}

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
