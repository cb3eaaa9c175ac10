/** JSON as Go's encoding/json reads it: duplicate keys are kept in order, so that a reader can take the last one as Go does. */
export type GoJson = null | boolean | string | GoNumber | readonly GoJson[] | GoObject;

/** A number keeps its text: whether it is an integer is a question of the reader. */
export class GoNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class GoObject {
  readonly entries: readonly (readonly [string, GoJson, string])[];
  /** Each entry with the raw text of its value. */
  constructor(entries: readonly (readonly [string, GoJson, string])[]) {
    this.entries = entries;
  }
  /** The value of a key: the last one counts. */
  get(key: string): GoJson | undefined {
    return this.entries.findLast(([name]) => name === key)?.[1];
  }
  has(key: string): boolean {
    return this.get(key) !== undefined;
  }
  /** The value that Go puts into a struct field of this name: it takes other capital letters too, and the last entry wins. */
  field(name: string): GoJson | undefined {
    const folded = name.toLowerCase();
    return this.entries.findLast(([key]) => key === name || key.toLowerCase() === folded)?.[1];
  }
}

class JsonError extends Error {}

/** Parses, or says why not in Go's words (encoding/json/scanner.go). `depth` is how many lists and objects stand inside each other at most. */
export function parseGoJson(text: string): { readonly json: GoJson; readonly depth: number } | { readonly error: string } {
  try {
    const parser = new Parser(text);
    return { json: parser.document(), depth: parser.deepest };
  } catch (error) {
    if (error instanceof JsonError) return { error: error.message };
    throw error;
  }
}

interface OpenList {
  readonly items: GoJson[];
}
interface OpenObject {
  readonly entries: [string, GoJson, string][];
  key: string;
  start: number;
}
type Open = OpenList | OpenObject;

class Parser {
  readonly #text: string;
  #at = 0;
  /** How many containers stand inside each other at most. */
  deepest = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): GoJson {
    const json = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
    return json;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  #fail(context: string): never {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#text.length) throw new JsonError('unexpected end of JSON input');
    throw new JsonError(`invalid character ${quoteCharacter(character)} ${context}`);
  }

  // Go reads 10,000 levels; recursion would end our stack before.
  #value(): GoJson {
    const open: Open[] = [];
    for (;;) {
      this.#space();
      let value: GoJson;
      const opener = this.#text[this.#at];
      if (opener === '[' || opener === '{') {
        if (open.length >= 10_000) throw new JsonError('exceeded max depth');
        this.#at += 1;
        const container: Open = opener === '[' ? { items: [] } : { entries: [], key: '', start: 0 };
        this.#space();
        if (this.#text[this.#at] !== (opener === '[' ? ']' : '}')) {
          open.push(container);
          if ('entries' in container) this.#key(container);
          this.deepest = Math.max(this.deepest, open.length);
          continue;
        }
        this.#at += 1;
        value = 'items' in container ? container.items : new GoObject(container.entries);
      } else value = this.#scalar();
      for (;;) {
        const container = open.at(-1);
        if (container === undefined) return value;
        if ('items' in container) container.items.push(value);
        else container.entries.push([container.key, value, this.#text.slice(container.start, this.#at)]);
        this.#space();
        const next = this.#text[this.#at];
        const closer = 'items' in container ? ']' : '}';
        if (next !== ',' && next !== closer) this.#fail('items' in container ? 'after array element' : 'after object key:value pair');
        this.#at += 1;
        if (next === ',') {
          if ('entries' in container) this.#key(container);
          break;
        }
        open.pop();
        value = 'items' in container ? container.items : new GoObject(container.entries);
      }
    }
  }

  #key(container: OpenObject): void {
    this.#space();
    if (this.#text[this.#at] !== '"') this.#fail('looking for beginning of object key string');
    container.key = this.#string();
    this.#space();
    if (this.#text[this.#at] !== ':') this.#fail('after object key');
    this.#at += 1;
    this.#space();
    container.start = this.#at;
  }

  #scalar(): GoJson {
    const first = this.#text[this.#at];
    switch (first) {
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return first !== undefined && /[-\d]/.test(first) ? this.#number() : this.#fail('looking for beginning of value');
    }
  }

  #word<T extends boolean | null>(word: string, value: T): T {
    for (let index = 0; index < word.length; index++, this.#at++) {
      if (this.#text[this.#at] !== word[index]) this.#fail(`in literal ${word} (expecting ${quoteCharacter(word[index]!)})`);
    }
    return value;
  }

  #number(): GoNumber {
    const start = this.#at;
    if (this.#text[this.#at] === '-') this.#at += 1;
    if (this.#text[this.#at] === '0') this.#at += 1;
    else this.#digits('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (/^[eE]$/.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
      if (/^[-+]$/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      this.#digits('in exponent of numeric literal');
    }
    return new GoNumber(this.#text.slice(start, this.#at));
  }

  #digits(context: string): void {
    if (!/^\d$/.test(this.#text[this.#at] ?? '')) this.#fail(context);
    while (/^\d$/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #string(): string {
    const start = this.#at;
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined || character < ' ') this.#fail('in string literal');
      if (character !== '\\') continue;
      this.#at += 1;
      if (!/^["\\/bfnrtu]$/.test(this.#text[this.#at] ?? '')) this.#fail('in string escape code');
      if (this.#text[this.#at] !== 'u') continue;
      for (let index = 0; index < 4; index++) {
        this.#at += 1;
        if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) this.#fail('in \\u hexadecimal character escape');
      }
    }
    this.#at += 1;
    // Go replaces half a surrogate pair; JavaScript would keep it.
    return (JSON.parse(this.#text.slice(start, this.#at)) as string).replace(
      /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    );
  }
}

function quoteCharacter(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return "'\"'";
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\v': '\\v', '\x07': '\\a' };
  if (named[character] !== undefined) return `'${named[character]}'`;
  return character < ' ' || character === '\x7f' ? `'\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}'` : `'${character}'`;
}

/** Plain JavaScript values, the last of equal keys kept. Whole numbers become bigint. */
export function plainJson(json: GoJson): unknown {
  if (json instanceof GoNumber) return /^-?\d+$/.test(json.text) ? BigInt(json.text) : Number(json.text);
  if (json instanceof GoObject) return Object.fromEntries(json.entries.map(([key, value]) => [key, plainJson(value)]));
  return Array.isArray(json) ? (json as readonly GoJson[]).map(plainJson) : json;
}
