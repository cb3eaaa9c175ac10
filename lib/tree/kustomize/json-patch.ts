import { ListNode, MapNode, type Node, opened, Part, plainOf } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { partOf } from '../../manifest/composed.ts';

const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Keys of a JSON pointer. */
export const pointer = (path: string): string[] => path.split('/').slice(1).map(unescape);

/**
 * Applies the operations of a JSON patch (RFC 6902) to an object. Undefined when one of them cannot be done: kustomize then builds nothing.
 */
export function jsonPatch(root: Node, operations: readonly Reader[]): Node | undefined {
  let node: Node | undefined = root;
  for (const one of operations) {
    const path = pointer(one.get('path').text() ?? '');
    const op = one.get('op').text();
    const value = one.get('value').exists ? partOf(one.get('value')) : new Part(null, one);
    if (op === 'add') node = put(node, path, value, 'add');
    else if (op === 'replace') node = put(node, path, value, 'replace');
    else if (op === 'remove') node = put(node, path, undefined, 'replace');
    else if (op === 'move' || op === 'copy') {
      const from = pointer(one.get('from').text() ?? '');
      const moved = find(node, from);
      if (moved === undefined) return undefined;
      const copy = op === 'copy' ? cloned(moved) : moved;
      if (op === 'move') node = put(node, from, undefined, 'replace');
      node = node === undefined ? undefined : put(node, path, copy, 'add');
    } else if (op === 'test') {
      const there = find(node, path);
      if (JSON.stringify(there === undefined ? null : plainOf(there)) !== JSON.stringify(plainOf(value))) return undefined;
    } else return undefined;
    if (node === undefined) return undefined;
  }
  return node;
}

/** A copy that can be changed on its own. */
export function cloned(node: Node): Node {
  if (node instanceof MapNode) return new MapNode(new Map([...node.entries].map(([key, child]) => [key, cloned(child)])), node.from);
  return node instanceof ListNode ? new ListNode(node.items.map(cloned), node.from) : node;
}

function find(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) {
    const open = opened(node);
    node = open instanceof MapNode ? open.entries.get(key) : open?.items[Number(key)];
  }
  return node;
}

/** Puts a value at the end of a path, or takes away what is there. Every step before the last must be there. */
function put(node: Node, path: readonly string[], value: Node | undefined, how: 'add' | 'replace'): Node | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const open = opened(node);
  if (open instanceof MapNode) {
    const child = open.entries.get(key);
    if (rest.length > 0) {
      const changed = child === undefined ? undefined : put(child, rest, value, how);
      if (changed === undefined) return undefined;
      open.entries.set(key, changed);
      return open;
    }
    // The library that kustomize uses replaces what is not there as well (evanphx/json-patch v4), and takes away only what is.
    if (child === undefined && value === undefined) return undefined;
    if (value === undefined) open.entries.delete(key);
    else open.entries.set(key, value);
    return open;
  }
  if (open === undefined) return undefined;
  const { items } = open;
  const index = key === '-' ? items.length - (how === 'add' && rest.length === 0 ? 0 : 1) : Number(key) < 0 ? items.length + Number(key) : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > items.length || (index === items.length && (how === 'replace' || rest.length > 0))) return undefined;
  if (rest.length > 0) {
    const changed = put(items[index]!, rest, value, how);
    if (changed === undefined) return undefined;
    items[index] = changed;
  } else if (how === 'add') items.splice(index, 0, value!);
  else if (value === undefined) items.splice(index, 1);
  else items[index] = value;
  return open;
}
