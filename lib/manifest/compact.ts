import { isMap, isPair, isScalar, isSeq, type Node, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** What still stands on one line. */
export interface Compactness {
  /** Longest line. */
  readonly width: number;
  /** Most entries of a map below a key: more of them read better below each other. */
  readonly entries: number;
}

const usual: Compactness = { width: 120, entries: 3 };

/** Text that flow style (`{ a: b }`) takes without quotes, in PyYAML and Go as well: nothing that ends an entry, and no colon before a space. */
const inFlow = /^[A-Za-z0-9_./@+$=-]+(?::[A-Za-z0-9_./@+-]+)*(?: [A-Za-z0-9_./@+()-]+)*$/;

/**
 * Puts small maps and lists on one line each: a variable of a container, a mount, a reference, a list of one. Each of them is one line of a
 * diff then. What has comments, long text or many entries stays as it is, and so does `metadata`, which reviewers look for.
 *
 * @param column where the node's text begins
 */
export function compact<T extends Node>(node: T, column = 0, limit = usual): T {
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const value = pair.value as Node | null;
      if (key === 'metadata' || value === null || (!isMap(value) && !isSeq(value))) continue;
      if (isSeq(value) ? value.items.length === 1 && isScalar(value.items[0]) : column > 0 && isSmall(value, limit))
        flowIfFits(value, column + key.length + 2, limit);
      if (value.flow !== true) compact(value, column + 2, limit);
    }
  } else if (isSeq(node)) {
    for (const item of node.items as Node[]) {
      if (isMap(item)) flowIfFits(item, column + 2, limit);
      if ((isMap(item) || isSeq(item)) && item.flow !== true) compact(item, column + 2, limit);
    }
  }
  return node;
}

const isSmall = (node: unknown, limit: Compactness): boolean =>
  !isMap(node) || (node.items.length <= limit.entries && node.items.every((pair) => isSmall(pair.value, limit)));

function flowIfFits(node: YAMLMap | YAMLSeq, column: number, { width: widest }: Compactness): void {
  const width = flowWidth(node);
  if (width !== undefined && column + width <= widest) setFlow(node);
}

function setFlow(node: unknown): void {
  if (isPair(node)) {
    setFlow(node.value);
    return;
  }
  if (!isMap(node) && !isSeq(node)) return;
  node.flow = true;
  for (const item of node.items) setFlow(item);
}

/** How wide the node is on one line; undefined when it cannot stand there. */
function flowWidth(node: unknown): number | undefined {
  if (isScalar(node)) {
    if (node.comment || node.commentBefore) return undefined;
    if (typeof node.value !== 'string') return String(node.value).length;
    if (node.type === Scalar.BLOCK_LITERAL) return undefined;
    if (node.type === Scalar.PLAIN && !inFlow.test(node.value)) return undefined;
    return JSON.stringify(node.value).length + (node.tag?.length ?? 0);
  }
  if (isPair(node)) {
    const key = flowWidth(node.key);
    const value = flowWidth(node.value);
    return key === undefined || value === undefined ? undefined : key + 2 + value;
  }
  if ((!isMap(node) && !isSeq(node)) || node.tag !== undefined || node.comment || node.commentBefore) return undefined;
  let width = 2;
  for (const item of node.items) {
    const one = flowWidth(item);
    if (one === undefined) return undefined;
    width += one + 2;
  }
  return width;
}
