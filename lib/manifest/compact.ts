import { isMap, isPair, isScalar, isSeq, type Node, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** Longest line that a map or a list makes when it stands on one. */
const widest = 110;

/** Text that flow style (`{ a: b }`) takes without quotes, in PyYAML and Go as well: nothing that ends an entry, and no colon before a space. */
const inFlow = /^[A-Za-z0-9_./@+$=-]+(?::[A-Za-z0-9_./@+-]+)*(?: [A-Za-z0-9_./@+()-]+)*$/;

/**
 * Puts small maps and lists on one line each: a variable of a container, a mount, a reference, a list of one. Each of them is one line of a
 * diff then. What has comments, long text or many entries stays as it is, and so does `metadata`, which reviewers look for.
 *
 * @param column where the node's text begins
 */
export function compact<T extends Node>(node: T, column = 0): T {
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const value = pair.value as Node | null;
      if (key === 'metadata' || value === null || (!isMap(value) && !isSeq(value))) continue;
      if (isSeq(value) ? value.items.length === 1 && isScalar(value.items[0]) : isLeaf(value)) flowIfFits(value, column + key.length + 2);
      if (value.flow !== true) compact(value, column + 2);
    }
  } else if (isSeq(node)) {
    for (const item of node.items as Node[]) {
      if (isMap(item)) flowIfFits(item, column + 2);
      if ((isMap(item) || isSeq(item)) && item.flow !== true) compact(item, column + 2);
    }
  }
  return node;
}

/** A map of at most three scalars: more of them read better below each other. */
const isLeaf = (map: Node): boolean => isMap(map) && map.items.length <= 3 && map.items.every((pair) => isScalar(pair.value));

function flowIfFits(node: YAMLMap | YAMLSeq, column: number): void {
  const width = flowWidth(node);
  if (width !== undefined && column + width <= widest) setFlow(node);
}

function setFlow(node: unknown): void {
  if (isPair(node)) return setFlow(node.value);
  if (!isMap(node) && !isSeq(node)) return;
  node.flow = true;
  for (const item of node.items) setFlow(item);
}

/** How wide the node is on one line; undefined when it cannot stand there. */
function flowWidth(node: unknown): number | undefined {
  if (isScalar(node)) {
    if (node.comment || node.commentBefore || node.tag !== undefined) return undefined;
    if (typeof node.value !== 'string') return String(node.value).length;
    if (node.type === Scalar.BLOCK_LITERAL) return undefined;
    if (node.type === Scalar.PLAIN && !inFlow.test(node.value)) return undefined;
    return JSON.stringify(node.value).length;
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
