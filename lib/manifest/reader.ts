import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments, type Document } from 'yaml';
import { aliasesOf } from './aliases.ts';
import { expandedSize, mostNodes } from './expanded-size.ts';
import type { SourceDocument } from './source.ts';

/** A node with its path and where its file says it stands. Lookups that find nothing give an empty reader, never an error. */
export class Reader {
  readonly node: Node | undefined;
  readonly path: string;
  readonly source: Where;

  constructor(node: unknown, path: string, source: Where) {
    this.node = ((isAlias(node) ? source.alias?.(node) : node) ?? undefined) as Node | undefined;
    this.path = path;
    this.source = source;
  }

  /** The root of a document. */
  static of(source: SourceDocument): Reader {
    return new Reader(source.document.contents, '', {
      file: source.file,
      at: (offset) => position(source.lines, offset),
      text: source.text,
      alias: aliasesOf(source.document),
    });
  }

  /** The value under a key, or under a chain of keys. */
  get(...keys: readonly (string | number)[]): Reader {
    let { node, path } = this as { node: unknown; path: string };
    for (const key of keys) {
      node = isMap(node) ? this.valueIn(node.items, String(key)) : isSeq(node) ? node.items[Number(key)] : undefined;
      if (isAlias(node)) node = this.source.alias?.(node);
      path = join(path, key);
    }
    return new Reader(node, path, this.source);
  }

  /** Members of a list or values of a map. */
  items(): Reader[] {
    if (isSeq(this.node)) return this.node.items.map((item, index) => new Reader(item, join(this.path, index), this.source));
    if (isMap(this.node))
      return this.merged(this.node.items).map(
        (pair) => new Reader(pair.value, join(this.path, isScalar(pair.key) ? String(pair.key.value) : '?'), this.source),
      );
    return [];
  }

  /** Key and value of each member of a map. */
  entries(): (readonly [string, Reader])[] {
    if (!isMap(this.node)) return [];
    return this.merged(this.node.items).flatMap(({ key, value }) =>
      isScalar(key) ? [[String(key.value), new Reader(value, join(this.path, String(key.value)), this.source)] as const] : [],
    );
  }

  /** Where the key of a map stands, for what has no value of its own. */
  keyOf(key: string): ReturnType<typeof this.seen<string>> {
    const pair = isMap(this.node) ? this.node.items.findLast((one) => isScalar(one.key) && String(one.key.value) === key) : undefined;
    return new Reader(pair?.key ?? this.node, join(this.path, key), this.source).seen(key);
  }

  /** Keys of a map. */
  keys(): string[] {
    return isMap(this.node) ? this.merged(this.node.items).flatMap((pair) => (isScalar(pair.key) ? [String(pair.key.value)] : [])) : [];
  }

  private valueIn(items: readonly Pair[], key: string): unknown {
    const own = items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === key);
    if (own !== undefined || !items.some(isMerge)) return own?.value;
    return this.merged(items).find((pair) => isScalar(pair.key) && String(pair.key.value) === key)?.value;
  }

  /** Members of a map together with those of `<<`, which own members outrank. */
  private merged(items: readonly Pair[], depth = 0): readonly Pair[] {
    if (!items.some(isMerge)) return items;
    const own = items.filter((pair) => !isMerge(pair));
    const seen = new Set(own.map(({ key }) => (isScalar(key) ? String(key.value) : undefined)));
    const maps = items.filter(isMerge).flatMap(({ value }) => {
      const target = isAlias(value) ? this.source.alias?.(value) : value;
      return (isSeq(target) ? target.items : [target]).map((one) => (isAlias(one) ? this.source.alias?.(one) : one));
    });
    // Anchors may refer to themselves: a document nests deeper than this only by mistake.
    const inherited = depth > 8 ? [] : maps.flatMap((map) => (isMap(map) ? this.merged(map.items, depth + 1) : []));
    return [
      ...own,
      ...inherited.filter(({ key }) => {
        const name = isScalar(key) ? String(key.value) : undefined;
        return !seen.has(name) && seen.add(name);
      }),
    ];
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
    // A few lines of aliases can stand for millions of nodes, or for themselves: such a document is not read.
    const bounded = (Array.isArray(documents) ? (documents as Document[]) : []).filter((document) => expandedSize(document) <= mostNodes);
    return bounded.map(
      (document) =>
        new Reader(document.contents, `${this.path}|`, { file: this.source.file, at, text: '', alias: aliasesOf(document), errors: document.errors.length }),
    );
  }
}

interface Where {
  readonly file: string;
  readonly text: string;
  readonly at: (offset: number) => { line: number; column: number };
  /** What an alias stands for. */
  readonly alias?: (alias: Node) => Node | undefined;
  /** Syntax errors of a text inside the document. */
  readonly errors?: number;
}

const isMerge = (pair: Pair): boolean => isScalar(pair.key) && pair.key.value === '<<';

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function join(path: string, key: string | number): string {
  const part = typeof key === 'number' ? `[${key}]` : key.replaceAll('.', String.raw`\.`);
  return path === '' || typeof key === 'number' ? path + part : path.endsWith('|') ? `${path} ${part}` : `${path}.${part}`;
}
