import { isMap, type Reader } from '../manifest/reader.ts';
import { Tagged } from '../manifest/tagged.ts';

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

/** The values below a node in the order of `walk`, with the path to what each is in. No reader is made. */
function eachBelow(root: Reader, take: (raw: unknown, key: string | number, path: readonly (string | number)[]) => void): void {
  let budget = maxNodes;
  const path: (string | number)[] = [];
  const look = (raw: unknown, key: string | number): boolean => {
    if (budget-- <= 0) return false;
    take(raw, key, path);
    return true;
  };
  const enter = (raw: unknown, key: string | number, depth: number): boolean => {
    if (typeof raw !== 'object' || raw === null) return true;
    path.push(key);
    const goesOn = visit(raw, depth);
    path.pop();
    return goesOn;
  };
  /** False when there was too much to look at. */
  const visit = (raw: unknown, depth: number): boolean => {
    const value = untagged(raw);
    if (Array.isArray(value))
      return value.every((item, index) => look(item, index)) && (depth === deepest || value.every((item, index) => enter(item, index, depth + 1)));
    if (!isMap(value)) return true;
    const keys = Object.keys(value);
    return keys.every((key) => look(value[key], key)) && (depth === deepest || keys.every((key) => enter(value[key], key, depth + 1)));
  };
  visit(root.raw, 0);
}

/**
 * The nodes below one that are wanted by their values, in the order of `walk`. Readers are made for these alone: most questions are about one node of
 * hundreds.
 */
export function nodesWhere(root: Reader, wanted: (raw: unknown, key: string | number) => boolean): Reader[] {
  const found: Reader[] = [];
  eachBelow(root, (raw, key, path) => {
    if (wanted(raw, key)) found.push(root.get(...path, key));
  });
  return found;
}

/** The texts below a node that are longer than most values: those that may hold a document of their own. */
export const longTextsIn = (root: Reader): Reader[] => nodesWhere(root, (raw) => typeof untagged(raw) === 'string' && (untagged(raw) as string).length > 40);

const untagged = (raw: unknown): unknown => (raw instanceof Tagged ? raw.value : raw);

/** A node and what it stands in, up to the root of its document. */
export const withAbove = (node: Reader): Reader[] => (node.above === undefined ? [node] : [node, ...withAbove(node.above)]);

/** Whether a value may have members: most are scalars. */
export const isBranch = (raw: unknown): boolean => typeof raw === 'object' && raw !== null;

/** True when a text below a node, or a key, holds this word. */
export function mentions(root: Reader, word: string): boolean {
  let isThere = false;
  eachBelow(root, (raw, key) => {
    const value = untagged(raw);
    isThere ||= String(key).includes(word) || (typeof value === 'string' && value.includes(word));
  });
  return isThere;
}

/** All texts below a node, joined. */
export function textsOf(root: Reader): string {
  const texts = [root.raw].filter((raw) => typeof raw === 'string');
  eachBelow(root, (raw) => {
    const value = untagged(raw);
    if (typeof value === 'string') texts.push(value);
  });
  return texts.join('\n');
}
