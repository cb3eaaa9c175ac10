import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type Document } from 'yaml';
import type { SourceDocument } from './source.ts';

/** A node with its path and where its file says it stands. Lookups that find nothing give an empty reader, never an error. */
export class Reader {
  readonly node: Node | undefined;
  readonly path: string;
  readonly source: Where;

  constructor(node: unknown, path: string, source: Where) {
    this.node = (node ?? undefined) as Node | undefined;
    this.path = path;
    this.source = source;
  }

  /** The root of a document. */
  static of(source: SourceDocument): Reader {
    return new Reader(source.document.contents, '', { file: source.file, at: (offset) => position(source.lines, offset), text: source.text });
  }

  /** The value under a key, or under a chain of keys. */
  get(...keys: readonly (string | number)[]): Reader {
    let { node, path } = this as { node: unknown; path: string };
    for (const key of keys) {
      node = isMap(node)
        ? node.items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))?.value
        : isSeq(node)
          ? node.items[Number(key)]
          : undefined;
      path = join(path, key);
    }
    return new Reader(node, path, this.source);
  }

  /** Members of a list or values of a map. */
  items(): Reader[] {
    if (isSeq(this.node)) return this.node.items.map((item, index) => new Reader(item, join(this.path, index), this.source));
    if (isMap(this.node))
      return this.node.items.map((pair) => new Reader(pair.value, join(this.path, isScalar(pair.key) ? String(pair.key.value) : '?'), this.source));
    return [];
  }

  /** Keys of a map. */
  keys(): string[] {
    return isMap(this.node) ? this.node.items.flatMap((pair) => (isScalar(pair.key) ? [String(pair.key.value)] : [])) : [];
  }

  /** Explicit tag such as `!Find`. */
  get tag(): string | undefined {
    const tag = this.node?.tag;
    return tag?.startsWith('!') === true ? tag : undefined;
  }

  /** Text of a scalar without a tag of its own. */
  text(): string | undefined {
    return isScalar(this.node) && typeof this.node.value === 'string' ? this.node.value : undefined;
  }

  /** Any scalar. */
  scalar(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }

  /** A value with this node's position. */
  seen<T>(value: T): { value: T; file: string; line: number; column: number; path: string } {
    const { line, column } = this.source.at(this.node?.range?.[0] ?? 0);
    return { value, file: this.source.file, line, column, path: this.path };
  }

  /** The text of this node with its position, when it is text. */
  seenText(): ReturnType<typeof this.seen<string>> | undefined {
    const text = this.text();
    return text === undefined ? undefined : this.seen(text);
  }

  /** YAML inside a block of text: readers of its documents, whose positions are those of the outer file. */
  embedded(): Reader[] {
    const text = this.text();
    if (text === undefined || !isScalar(this.node)) return [];
    const lines = new LineCounter();
    const documents = parseAllDocuments(text, { lineCounter: lines, version: '1.1', merge: false, uniqueKeys: false, logLevel: 'silent' });
    const outer = this.source.at(this.node.range?.[0] ?? 0);
    const block = this.node.type === 'BLOCK_LITERAL';
    const first = this.source.text.slice(this.node.range?.[0] ?? 0).split('\n')[1] ?? '';
    const indent = first.length - first.trimStart().length;
    const at = (offset: number) => {
      if (!block) return outer;
      const inner = position(lines, offset);
      return { line: outer.line + inner.line, column: inner.column + indent };
    };
    return (Array.isArray(documents) ? (documents as Document[]) : []).map(
      (document) => new Reader(document.contents, `${this.path}|`, { file: this.source.file, at, text: '' }),
    );
  }
}

interface Where {
  readonly file: string;
  readonly text: string;
  readonly at: (offset: number) => { line: number; column: number };
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function join(path: string, key: string | number): string {
  const part = typeof key === 'number' ? `[${key}]` : key.replaceAll('.', String.raw`\.`);
  return path === '' || typeof key === 'number' ? path + part : path.endsWith('|') ? `${path} ${part}` : `${path}.${part}`;
}
