import type { Reader } from '../manifest/reader.ts';

/** Documents nest deeper, and hold more nodes, only through aliases of themselves. */
const deepest = 40;
const most = 30_000;

/** Every node below one, with its key: maps first to last, lists by their index. Bounded, so that aliases in a circle end. */
export function* walk(root: Reader): Generator<{ readonly key: string; readonly node: Reader; readonly parent: Reader }> {
  let budget = most;
  const queue: { reader: Reader; depth: number }[] = [{ reader: root, depth: 0 }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { reader, depth } = next;
    const entries = reader.entries();
    const members: readonly (readonly [string, Reader])[] = entries.length > 0 ? entries : reader.items().map((item, index) => [String(index), item] as const);
    const below: { reader: Reader; depth: number }[] = [];
    for (const [key, node] of members) {
      if (budget-- <= 0) return;
      yield { key, node, parent: reader };
      if (depth < deepest) below.push({ reader: node, depth: depth + 1 });
    }
    queue.push(...below.reverse());
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
