import { addTo } from '../contract/add-to.ts';
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
      const why = `its kustomizations could not be built (${error instanceof RangeError ? 'nested too deep' : 'part of them cannot be read'})`;
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
  const of = {
    documents: grouped(tree.documents, rootOf),
    objects: grouped(tree.objects, rootOf),
    pages: grouped(tree.pages, rootOf),
    notes: grouped(
      [...tree.notes].map(([file, text]) => ({ file, text })),
      rootOf,
    ),
    broken: grouped(tree.broken, rootOf),
    unread: grouped(tree.unread, rootOf),
  };
  return [...roots].map((root) => ({
    documents: of.documents(root),
    objects: of.objects(root),
    pages: of.pages(root),
    notes: new Map(of.notes(root).map(({ file, text }) => [file, text])),
    broken: of.broken(root),
    unread: of.unread(root),
    origin: tree.origin,
  }));
}

/** What belongs to a cluster, with what belongs to all of them, in the order that it had. */
function grouped<Item extends { readonly file: string }>(
  items: readonly Item[],
  rootOf: (file: string) => string | undefined,
): (root: string) => readonly Item[] {
  const groups = new Map<string | undefined, (readonly [number, Item])[]>();
  for (const [index, item] of items.entries()) addTo(groups, rootOf(item.file), [index, item]);
  const shared = groups.get(undefined) ?? [];
  return (root) => [...shared, ...(groups.get(root) ?? [])].sort(([a], [b]) => a - b).map(([, item]) => item);
}
