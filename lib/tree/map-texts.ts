import { isMap, ListNode, MapNode, type Node, Part } from '../manifest/composed.ts';

/** How texts of a node are changed. */
export interface TextChange {
  /** What a text must hold to be changed at all: most nodes stay as they are. */
  readonly mark: string;
  readonly change: (text: string) => string;
  /** The value that a changed text becomes; the text unless given. */
  readonly value?: (before: string, after: string) => unknown;
}

/** A node with its texts and keys changed; the same node when there is nothing to change. Nothing is changed in place. */
export function mapTexts(node: Node, how: TextChange): Node {
  if (node instanceof MapNode) {
    let any = false;
    const entries = [...node.entries].map(([key, child]): [string, Node] => {
      const [newKey, newChild] = [how.change(key), mapTexts(child, how)];
      if (newKey !== key || newChild !== child) any = true;
      return [newKey, newChild];
    });
    return any ? new MapNode(new Map(entries), node.from) : node;
  }
  if (node instanceof ListNode) {
    const items = node.items.map((item) => mapTexts(item, how));
    return items.some((item, index) => item !== node.items[index]) ? new ListNode(items, node.from) : node;
  }
  return holds(node.value, how.mark, 0) ? ofPart(node, how) : node;
}

function ofPart(part: Part, how: TextChange): Node {
  const { value, from } = part;
  if (typeof value === 'string') {
    const text = how.change(value);
    return text === value ? part : new Part(how.value === undefined ? text : how.value(value, text), from);
  }
  const inner = (key: string | number, one: unknown): Node => {
    const child = value === from.raw ? new Part(one, from.get(key)) : new Part(one, from);
    return holds(one, how.mark, 0) ? ofPart(child, how) : child;
  };
  if (Array.isArray(value))
    return new ListNode(
      value.map((one: unknown, index) => inner(index, one ?? null)),
      from,
    );
  return isMap(value) ? new MapNode(new Map(Object.entries(value).map(([key, one]) => [how.change(key), inner(key, one)])), from) : part;
}

/** Deeper only through aliases of themselves. */
const deepest = 60;

function holds(value: unknown, mark: string, depth: number): boolean {
  if (typeof value === 'string') return value.includes(mark);
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  if (Array.isArray(value)) return value.some((one) => holds(one, mark, depth + 1));
  return Object.entries(value).some(([key, one]) => key.includes(mark) || holds(one, mark, depth + 1));
}
