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

/** Parses, or says why not in Go's words (encoding/json/scanner.go). */
export function parseGoJson(text: string): { readonly json: GoJson } | { readonly error: string } {
  try {
    return { json: new Parser(text).document() };
  } catch (error) {
    if (error instanceof JsonError) return { error: error.message };
    throw error;
  }
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

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
    while (/^[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #fail(context: string): never {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#text.length) throw new JsonError('unexpected end of JSON input');
    throw new JsonError(`invalid character ${quoteCharacter(character)} ${context}`);
  }

  #value(): GoJson {
    this.#space();
    const rest = this.#text[this.#at];
    switch (rest) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return rest !== undefined && /[-\d]/.test(rest) ? this.#number() : this.#fail('looking for beginning of value');
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

  #array(): GoJson[] {
    this.#enter();
    const items: GoJson[] = [];
    this.#space();
    if (this.#text[this.#at] === ']') return this.#leave(items);
    for (;;) {
      items.push(this.#value());
      this.#space();
      if (this.#text[this.#at] === ']') return this.#leave(items);
      if (this.#text[this.#at] !== ',') this.#fail('after array element');
      this.#at += 1;
    }
  }

  #object(): GoObject {
    this.#enter();
    const entries: [string, GoJson, string][] = [];
    this.#space();
    if (this.#text[this.#at] === '}') return this.#leave(new GoObject(entries));
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('looking for beginning of object key string');
      const key = this.#string();
      this.#space();
      if (this.#text[this.#at] !== ':') this.#fail('after object key');
      this.#at += 1;
      this.#space();
      const start = this.#at;
      const value = this.#value();
      entries.push([key, value, this.#text.slice(start, this.#at)]);
      this.#space();
      if (this.#text[this.#at] === '}') return this.#leave(new GoObject(entries));
      if (this.#text[this.#at] !== ',') this.#fail('after object key:value pair');
      this.#at += 1;
    }
  }

  #enter(): void {
    this.#at += 1;
    if (++this.#depth > 10_000) throw new JsonError('exceeded max depth');
  }
  #leave<T>(value: T): T {
    this.#at += 1;
    this.#depth -= 1;
    return value;
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
