import { type Path, Tagged } from './parse-yaml.ts';
import type { Dialect } from './dialect.ts';
import type { SourceDocument } from './source.ts';

/** Where something is. `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Path inside the document, for example `spec.values.grafana.grafana\.ini.server.root_url`. */
  readonly path: string;
}

/** A value that was read, and where it is. */
export interface Located<T> {
  readonly value: T;
  readonly at: Place;
}

/** A value of a document with its path. Lookups that find nothing give a reader of nothing, never an error. */
export class Reader implements Place {
  readonly document: SourceDocument;
  /** The value with its tag. @internal */
  readonly raw: unknown;
  private readonly parent: Reader | undefined;
  readonly key: string | number;

  private constructor(document: SourceDocument, raw: unknown, parent: Reader | undefined, key: string | number) {
    this.document = document;
    this.raw = raw;
    this.parent = parent;
    this.key = key;
  }

  /** The root of a document. */
  static of(document: SourceDocument): Reader {
    return new Reader(document, document.parsed.value, undefined, '');
  }

  /** What it is a member of. */
  get above(): Reader | undefined {
    return this.parent;
  }

  /** How many keys lead here from the root of the document. */
  get depth(): number {
    return this.parent === undefined ? 0 : this.parent.depth + 1;
  }

  /** False when nothing is there; `key:` without a value is there. */
  get exists(): boolean {
    return this.raw !== undefined;
  }

  /** The file that gave this value: a composed object has its values from several. */
  get file(): string {
    return this.document.fileOf(this);
  }

  get line(): number {
    return this.document.positionOf(this.keyPath(), 'value').line;
  }

  get column(): number {
    return this.document.positionOf(this.keyPath(), 'value').column;
  }

  /** Path inside the document, for messages: `spec.values.env[0].name`. */
  get path(): string {
    return this.keyPath().reduce<string>((path, key) => join(path, key), this.document.prefix);
  }

  /** The value under a key, or under a chain of keys. */
  get(...keys: readonly (string | number)[]): Reader {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- readers are asked for most of all: a loop costs a third of a reduce
    let reader: Reader = this;
    for (const key of keys) reader = new Reader(this.document, childOf(reader.value, key), reader, key);
    return reader;
  }

  /** Members of a list or values of a map, here or under a chain of keys. */
  items(...keys: readonly (string | number)[]): Reader[] {
    if (keys.length > 0) return this.get(...keys).items();
    const { value } = this;
    if (Array.isArray(value)) return value.map((item: unknown, index) => new Reader(this.document, item ?? null, this, index));
    return isMap(value) ? Object.keys(value).map((key) => new Reader(this.document, value[key], this, key)) : [];
  }

  /** Those members that have members themselves. */
  branches(): Reader[] {
    const { value } = this;
    const found: Reader[] = [];
    const add = (raw: unknown, key: string | number): void => {
      const inner = raw instanceof Tagged ? raw.value : raw;
      if (typeof inner === 'object' && inner !== null) found.push(new Reader(this.document, raw, this, key));
    };
    if (Array.isArray(value)) value.forEach(add);
    else if (isMap(value)) for (const key of Object.keys(value)) add(value[key], key);
    return found;
  }

  /** Key and value of each member of a map, here or under a chain of keys. */
  entries(...keys: readonly (string | number)[]): (readonly [string, Reader])[] {
    if (keys.length > 0) return this.get(...keys).entries();
    return isMap(this.value) ? Object.entries(this.value).map(([key, item]) => [key, new Reader(this.document, item, this, key)] as const) : [];
  }

  /** Keys of a map. */
  keys(): string[] {
    return isMap(this.value) ? Object.keys(this.value) : [];
  }

  /** The key of a map, located where the key itself is. */
  keyOf(key: string): Located<string> {
    return { value: key, at: new NodePlace(this.get(key), 'key') };
  }

  /** Explicit tag such as `!Find`. */
  get tag(): string | undefined {
    return this.raw instanceof Tagged ? this.raw.tag : undefined;
  }

  /** The value as plain data, without its tag. */
  get value(): unknown {
    return this.raw instanceof Tagged ? this.raw.value : this.raw;
  }

  /** Text of a scalar, here or under a chain of keys. */
  text(...keys: readonly (string | number)[]): string | undefined {
    let { value } = this;
    for (const key of keys) {
      const raw = childOf(value, key);
      value = raw instanceof Tagged ? raw.value : raw;
    }
    return typeof value === 'string' ? value : undefined;
  }

  /** Any scalar; `null` is one. */
  scalar(): unknown {
    const { value } = this;
    return typeof value === 'object' && value !== null && !(value instanceof Date) ? undefined : value;
  }

  /** A value with this reader's place. */
  located<T>(value: T): Located<T> {
    return { value, at: new NodePlace(this, 'value') };
  }

  /** The text of this node with its place, when it is text. */
  locatedText(): Located<string> | undefined {
    const text = this.text();
    return text === undefined ? undefined : this.located(text);
  }

  /** A part of this node's text, located where it is in the text. */
  locatedInside<T>(value: T, offset: number): Located<T> {
    return { value, at: new InnerPlace(this, offset) };
  }

  /** YAML inside a text: readers of its documents, whose positions are those of the outer file. A change of the text keeps each character's place. */
  embedded(dialect: Dialect = 'go', change = (whole: string): string => whole): Reader[] {
    const said = this.text();
    if (said === undefined) return [];
    const text = change(said);
    return this.document.embedded(this.keyPath(), text, `${this.path}|`, dialect).map((document) => Reader.of(document));
  }

  /** @internal */
  keyPath(): Path {
    return this.parent === undefined ? [] : [...this.parent.keyPath(), this.key];
  }
}

/** Whether two places are one. Line and column are asked for only where two nodes may be made from one: each costs reading a document once more. */
export const samePlace = (a: Place, b: Place): boolean =>
  a.file === b.file && ((a instanceof NodePlace && b instanceof NodePlace && a.isNodeOf(b)) || (a.line === b.line && a.column === b.column));

/** A place of a reader's document. Line and column are looked up when somebody asks. */
abstract class LatePlace implements Place {
  protected readonly reader: Reader;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  protected abstract position(): { readonly line: number; readonly column: number };

  get file(): string {
    return this.reader.file;
  }

  get path(): string {
    return this.reader.path;
  }

  get line(): number {
    return this.position().line;
  }

  get column(): number {
    return this.position().column;
  }
}

/** A node's place. */
class NodePlace extends LatePlace {
  readonly #which: 'key' | 'value';

  constructor(reader: Reader, which: 'key' | 'value') {
    super(reader);
    this.#which = which;
  }

  /** Whether both are of the same node of one document. */
  isNodeOf(other: NodePlace): boolean {
    let a: Reader | undefined = this.reader;
    let b: Reader | undefined = other.reader;
    if (a.document !== b.document || this.#which !== other.#which) return false;
    while (a !== b) {
      if (a?.key !== b?.key) return false;
      a = a?.above;
      b = b?.above;
    }
    return true;
  }

  protected position(): { line: number; column: number } {
    return this.reader.document.positionOf(this.reader.keyPath(), this.#which);
  }
}

/** A place inside the text of a node. */
class InnerPlace extends LatePlace {
  readonly #offset: number;

  constructor(reader: Reader, offset: number) {
    super(reader);
    this.#offset = offset;
  }

  protected position(): { line: number; column: number } {
    return this.reader.document.positionInside(this.reader.keyPath(), this.reader.text() ?? '', this.#offset);
  }
}

/** Whether a value is a map as YAML has it, without its tag. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Tagged);

function childOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return (value as unknown[])[Number(key)];
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function join(path: string, key: string | number): string {
  const part = typeof key === 'number' ? `[${key}]` : key.replaceAll('.', String.raw`\.`);
  return path === '' || typeof key === 'number' ? path + part : path.endsWith('|') ? `${path} ${part}` : `${path}.${part}`;
}
