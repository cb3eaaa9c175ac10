import type { Reader } from '../manifest/reader.ts';

/** Documents nest deeper, and hold more nodes, only through aliases of themselves. */
const deepest = 40;
const maxNodes = 30_000;

/** Every node below one, with its key: maps first to last, lists by their index. Bounded, so that aliases in a circle end. */
export function* walk(root: Reader): Generator<{ readonly key: string; readonly node: Reader; readonly parent: Reader }> {
  let budget = maxNodes;
  const queue: { readonly parent: Reader; readonly depth: number }[] = [{ parent: root, depth: 0 }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { parent, depth } = next;
    const members = parent.items();
    for (const node of members) {
      if (budget-- <= 0) return;
      yield { key: String(node.key), node, parent };
    }
    if (depth === deepest) continue;
    // Most nodes are scalars, with nothing below them.
    for (const node of members.reverse()) if (typeof node.value === 'object') queue.push({ parent: node, depth: depth + 1 });
  }
}

/** True when a text below a node, or a key, holds this word. */
export function mentions(root: Reader, word: string): boolean {
  for (const { key, node } of walk(root)) if (key.includes(word) || node.text()?.includes(word) === true) return true;
  return false;
}

/** All texts below a node, joined. */
export function textsOf(root: Reader): string {
  const own = root.text();
  return [...(own === undefined ? [] : [own]), ...[...walk(root)].flatMap(({ node }) => node.text() ?? [])].join('\n');
}
