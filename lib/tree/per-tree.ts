import type { Tree } from './tree.ts';

/** Remembers what a reader found in a tree: several rules ask the same of it. */
export function perTree<Manifests extends { readonly tree: Tree }, Found>(read: (manifests: Manifests) => Found): (manifests: Manifests) => Found {
  const known = new WeakMap<Tree, { readonly found: Found }>();
  return (manifests) => {
    const before = known.get(manifests.tree);
    if (before !== undefined) return before.found;
    const found = read(manifests);
    known.set(manifests.tree, { found });
    return found;
  };
}
