import type { Dialect } from './dialect.ts';
import { Lines, type Position } from './lines.ts';
import type { Path } from './parse-yaml.ts';
import { Reader } from './reader.ts';
import { embeddedDocuments, SourceDocument } from './source.ts';
import { Tagged } from './tagged.ts';

/**
 * A value of an object that is put together from several documents. What nobody changed stays a `Part` of the document that it is in, with all
 * below it; a map or a list in which something changed is opened, one level at a time.
 */
export type Node = Part | MapNode | ListNode;

/** A value as a document has it, or one that was made of it: a name with a prefix is where the name is. */
export class Part {
  readonly value: unknown;
  readonly from: Reader;

  constructor(value: unknown, from: Reader) {
    this.value = value;
    this.from = from;
  }
}

/** A map of which the fields come from several places. */
export class MapNode {
  readonly entries: Map<string, Node>;
  readonly from: Reader;

  constructor(entries: Map<string, Node>, from: Reader) {
    this.entries = entries;
    this.from = from;
  }
}

/** A list of which the items come from several places. */
export class ListNode {
  items: Node[];
  readonly from: Reader;

  constructor(items: Node[], from: Reader) {
    this.items = items;
    this.from = from;
  }
}

/** The value of a reader, untouched. */
export const partOf = (reader: Reader): Part => new Part(reader.raw, reader);

/** A node of which the children can be replaced; undefined for a scalar. */
export function opened(node: Node | undefined): MapNode | ListNode | undefined {
  if (!(node instanceof Part)) return node;
  const { value, from } = node;
  const child = (key: string | number, one: unknown): Part => (value === from.raw ? partOf(from.get(key)) : new Part(one, from));
  if (Array.isArray(value))
    return new ListNode(
      value.map((one: unknown, index) => child(index, one ?? null)),
      from,
    );
  return isMap(value) ? new MapNode(new Map(Object.entries(value).map(([key, one]) => [key, child(key, one)])), from) : undefined;
}

/** The child of a node, without opening it. */
export function childOf(node: Node | undefined, key: string | number): Node | undefined {
  if (node instanceof MapNode) return node.entries.get(String(key));
  if (node instanceof ListNode) return node.items[Number(key)];
  if (node === undefined) return undefined;
  const { value, from } = node;
  if (value === from.raw) {
    const reader = from.get(key);
    return reader.exists ? partOf(reader) : undefined;
  }
  const one: unknown = Array.isArray(value) ? value[Number(key)] : isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return one === undefined ? undefined : new Part(one, from);
}

/** The node at the end of some keys. */
export function nodeAt(node: Node | undefined, ...keys: Path): Node | undefined {
  let at = node;
  for (const key of keys) at = childOf(at, key);
  return at;
}

/** Text of a scalar. */
export function textAt(node: Node | undefined, ...keys: Path): string | undefined {
  const at = nodeAt(node, ...keys);
  return at instanceof Part && typeof at.value === 'string' ? at.value : undefined;
}

/** Plain data of a node. */
export function plainOf(node: Node): unknown {
  if (node instanceof Part) return node.value;
  if (node instanceof ListNode) return node.items.map(plainOf);
  const plain: Record<string, unknown> = {};
  for (const [key, child] of node.entries) {
    // `__proto__` is a key like any other.
    Object.defineProperty(plain, key, { value: plainOf(child), enumerable: true, configurable: true, writable: true });
  }
  return plain;
}

/** Keys of a map. */
export function keysOf(node: Node | undefined): string[] {
  if (node instanceof MapNode) return [...node.entries.keys()];
  return node instanceof Part && isMap(node.value) ? Object.keys(node.value) : [];
}

/** Members of a list. */
export function membersOf(node: Node | undefined): Node[] {
  if (node instanceof ListNode) return node.items;
  if (!(node instanceof Part) || !Array.isArray(node.value)) return [];
  return node.value.map((_, index) => childOf(node, index) ?? new Part(null, node.from));
}

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Tagged);

/** A document that is put together: each of its values says the file and line that it comes from. */
export class ComposedDocument extends SourceDocument {
  readonly #root: Node;

  constructor(root: Node, original: SourceDocument) {
    super(original.file, { ...original.parsed, value: plainOf(root), faults: [] }, (offset) => original.position(offset), original.prefix);
    this.#root = root;
  }

  override fileOf(at: { keyPath(): Path }): string {
    const { from } = this.#origin(at.keyPath());
    return from.document.fileOf(from);
  }

  override positionOf(path: Path, which: 'key' | 'value' = 'value'): Position {
    const { from, whole } = this.#origin(path);
    return from.document.positionOf(from.keyPath(), whole ? which : 'value');
  }

  override positionInside(path: Path, text: string, offset: number): Position {
    const { from } = this.#origin(path);
    return from.document.positionInside(from.keyPath(), text, offset);
  }

  override embedded(path: Path, text: string, prefix: string, dialect: Dialect): SourceDocument[] {
    const { from } = this.#origin(path);
    return from.document.embedded(from.keyPath(), text, prefix, dialect);
  }

  /** Where a value comes from: its own place, or that of the nearest thing around it (`whole` is false). */
  #origin(path: Path): { readonly from: Reader; readonly whole: boolean } {
    let node: Node = this.#root;
    for (const [index, key] of path.entries()) {
      if (node instanceof Part && node.value === node.from.raw) return { from: node.from.get(...path.slice(index)), whole: true };
      const child = childOf(node, key);
      if (child === undefined) return { from: node.from, whole: false };
      node = child;
    }
    return { from: node.from, whole: true };
  }
}

/**
 * A file that is text, whatever it holds: what a generator puts into a ConfigMap under one key. Of a part of a file, `start` is where it begins. What stands
 * there `encoded` is there as a whole.
 */
export class TextDocument extends SourceDocument {
  readonly #start: Position;
  readonly #positionAt: (text: string) => (offset: number) => Position;

  constructor(file: string, text: string, start: Position = { line: 1, column: 1 }, form: 'plain' | 'encoded' = 'plain') {
    const positionAt = (one: string) => {
      if (form === 'encoded') return () => ({ line: start.line, column: start.column });
      const lines = new Lines(one);
      return (offset: number) => {
        const { line, column } = lines.at(offset);
        return { line: line + start.line - 1, column: line === 1 ? column + start.column - 1 : column };
      };
    };
    super(file, { text, value: text, faults: [], dialect: 'go', base: 0 }, positionAt(text));
    this.#start = start;
    this.#positionAt = positionAt;
  }

  override positionOf(): Position {
    const { line, column } = this.#start;
    return { line, column };
  }

  override positionInside(_path: Path, text: string, offset: number): Position {
    return this.#positionAt(text)(offset);
  }

  override embedded(_path: Path, text: string, _prefix: string, dialect: Dialect): SourceDocument[] {
    const position = this.#positionAt(text);
    return embeddedDocuments(text, dialect).map(({ parsed, before }) => new SourceDocument(this.file, parsed, (offset) => position(before(offset))));
  }
}
