/** An expression of HCL. What is computed in a way that is not followed keeps its text alone. */
export type Expression =
  | { readonly literal: string | number | boolean | null }
  | { readonly template: readonly (string | Expression)[] }
  | { readonly list: readonly Expression[] }
  | { readonly map: readonly (readonly [Expression, Expression])[] }
  | { readonly path: readonly (string | Expression)[] }
  | { readonly call: string; readonly args: readonly Expression[] }
  | { readonly raw: string };

export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
}

/** A block such as `resource "kind" "name" { … }`. */
export interface Block extends Body {
  readonly type: string;
  readonly labels: readonly string[];
  /** Counts from 1. */
  readonly line: number;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const mostNested = 50;

/**
 * A file of HCL as its blocks (hashicorp/hcl, hclsyntax/spec.md); undefined for a text that is none. Operators, conditions and `for` are kept as text.
 *
 * @example parseHcl('resource "a" "b" { c = 1 }')?.blocks[0]?.labels // ['a', 'b']
 */
export function parseHcl(text: string): Body | undefined {
  try {
    return new Parser(text).file();
  } catch (error) {
    if (error instanceof NotHcl) return undefined;
    throw error;
  }
}

class NotHcl extends Error {}

class Parser {
  private at = 0;
  private depth = 0;
  private lines = 0;
  private lineEnd = -1;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  file(): Body {
    const body = this.body();
    if (this.at < this.text.length) throw new NotHcl();
    return body;
  }

  private body(): Body {
    const attributes = new Map<string, Expression>();
    const blocks: Block[] = [];
    for (;;) {
      this.space();
      if (this.at >= this.text.length || this.text[this.at] === '}') return { attributes, blocks };
      const line = this.line();
      const name = this.word() ?? this.fail();
      this.space(' ');
      if (this.text[this.at] === '=') {
        this.at += 1;
        attributes.set(name, this.expression());
        continue;
      }
      const labels: string[] = [];
      while (this.text[this.at] !== '{') {
        labels.push(this.text[this.at] === '"' ? plainOf(this.quoted()) : (this.word() ?? this.fail()));
        this.space(' ');
      }
      this.open('{');
      blocks.push({ type: name, labels, line, ...this.body() });
      this.close('}');
    }
  }

  /** The line that the parser is at; it only goes on. */
  private line(): number {
    for (; this.lineEnd < this.at; this.lines++) this.lineEnd = endOf(this.text, '\n', this.lineEnd + 1);
    return this.lines;
  }

  private expression(): Expression {
    this.space();
    const start = this.at;
    const first = this.primary();
    this.space(' ');
    // An operator, a condition, a splat: what follows is computed.
    if (this.at >= this.text.length || /[\n\r,\])}#:=]/.test(this.text[this.at]!) || this.text.startsWith('//', this.at)) {
      if (!this.text.startsWith('==', this.at) && !this.text.startsWith('=>', this.at)) return first;
    }
    this.skip();
    return { raw: this.text.slice(start, this.at).trim() };
  }

  private primary(): Expression {
    const { text, at } = this;
    const sign = text[at]!;
    if (sign === '"') return this.quoted();
    if (text.startsWith('<<', at)) return this.heredoc();
    if (sign === '[' || sign === '{')
      return /^.(?:\s|#[^\n]*\n)*for\s/.test(text.slice(at, at + 1000)) ? this.whole() : sign === '[' ? this.list() : this.map();
    if (sign === '(' || sign === '!' || sign === '-') return this.whole();
    const number = /^\d+(?:\.\d+)?/.exec(text.slice(at, at + 40))?.[0];
    if (number !== undefined) {
      this.at += number.length;
      return { literal: Number(number) };
    }
    const name = this.word() ?? this.fail();
    if (text[this.at] === '(') return { call: name, args: this.items('(', () => this.expression()) };
    if (name === 'true' || name === 'false') return { literal: name === 'true' };
    if (name === 'null') return { literal: null };
    const path: (string | Expression)[] = [name];
    for (;;) {
      if (text.startsWith('...', this.at)) return this.whole();
      if (text[this.at] === '.') {
        this.at += 1;
        path.push(this.word() ?? this.place());
      } else if (text[this.at] === '[') path.push(...this.items('[', () => (text[this.at] === '*' ? ((this.at += 1), { raw: '*' }) : this.expression())));
      else return { path };
    }
  }

  private list(): Expression {
    return { list: this.items('[', () => this.expression()) };
  }

  private map(): Expression {
    return {
      map: this.items('{', () => {
        const found = /^[\w-]+/.exec(this.text.slice(this.at, this.at + 200))?.[0];
        const word = found !== undefined && /[.[(]/.test(this.text.charAt(this.at + found.length)) ? undefined : found;
        if (word !== undefined) this.at += word.length;
        const key: Expression = word !== undefined ? { literal: word } : this.text[this.at] === '(' ? this.computed() : this.primary();
        this.space(' ');
        if (!/[=:]/.test(this.text[this.at] ?? '')) this.fail();
        this.at += 1;
        return [key, this.expression()] as const;
      }),
    };
  }

  /** What stands between brackets, divided by commas or lines. */
  private items<Item>(bracket: string, item: () => Item): Item[] {
    const found: Item[] = [];
    this.open(bracket);
    this.space();
    while (this.text[this.at] !== closing[bracket]) {
      found.push(item());
      this.space();
      if (this.text[this.at] === ',') this.at += 1;
      this.space();
    }
    this.close(closing[bracket]);
    return found;
  }

  private quoted(): Expression {
    const parts: (string | Expression)[] = [];
    let part = '';
    for (this.at += 1; this.text[this.at] !== '"'; this.at++) {
      const { text, at } = this;
      if (at >= text.length || text[at] === '\n') this.fail();
      if (text.startsWith('$${', at) || text.startsWith('%%{', at)) {
        part += text.slice(at + 1, at + 3);
        this.at += 2;
      } else if (text.startsWith('${', at)) {
        this.open('${');
        const inner = this.expression();
        this.space();
        if (this.text[this.at] !== '}') this.fail();
        this.depth -= 1;
        parts.push(part, inner);
        part = '';
      } else if (text[at] === '\\') {
        part += { n: '\n', t: '\t', r: '\r' }[text[at + 1]!] ?? text[at + 1] ?? '';
        this.at += 1;
      } else part += text.charAt(at);
    }
    this.at += 1;
    return parts.length === 0 ? { literal: part } : { template: [...parts, part] };
  }

  private heredoc(): Expression {
    const [opening, word] = /^<<-?([\w-]+)\r?\n/.exec(this.text.slice(this.at, this.at + 200)) ?? this.fail();
    const from = this.at + opening.length;
    for (let start = from; start < this.text.length;) {
      const end = endOf(this.text, '\n', start);
      if (this.text.slice(start, end).trim() === word) {
        const content = this.text.slice(from, start);
        this.at = end;
        return content.includes('${') ? { raw: 'a text' } : { literal: content };
      }
      start = end + 1;
    }
    return this.fail();
  }

  /** A key in parentheses. */
  private computed(): Expression {
    const start = this.at;
    this.one();
    return { raw: this.text.slice(start, this.at) };
  }

  /** From one bracket or sign to the end of the expression. */
  private whole(): Expression {
    const start = this.at;
    this.skip();
    return { raw: this.text.slice(start, this.at).trim() };
  }

  /** To the end of an expression: a comma, a closing bracket or the end of the line. */
  private skip(): void {
    for (; this.at < this.text.length && !/[,\])}\n]/.test(this.text[this.at]!);) this.one();
  }

  /** One character, or a text or a pair of brackets as a whole. */
  private one(): void {
    const sign = this.text[this.at]!;
    if (sign === '"') this.quoted();
    else if (closing[sign] === undefined) this.at += 1;
    else {
      this.open(sign);
      while (this.at < this.text.length && this.text[this.at] !== closing[sign]) {
        if (/[\s#/]/.test(this.text[this.at]!)) {
          const before = this.at;
          this.space();
          if (this.at === before) this.at += 1;
        } else this.one();
      }
      this.close(closing[sign]);
    }
  }

  private open(bracket: string): void {
    this.at += bracket.length;
    if (++this.depth > mostNested) this.fail();
  }

  private close(bracket: string | undefined): void {
    if (this.text[this.at] !== bracket) this.fail();
    this.at += 1;
    this.depth -= 1;
  }

  private word(): string | undefined {
    const found = /^[A-Za-z_][\w-]*/.exec(this.text.slice(this.at, this.at + 200))?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** An index or a star behind a dot, as Terraform once had them. */
  private place(): string {
    const found = /^(?:\d+|\*)/.exec(this.text.slice(this.at, this.at + 10))?.[0] ?? this.fail();
    this.at += found.length;
    return found;
  }

  /** Over blanks and comments; with `' '` not over the end of the line. */
  private space(only?: ' '): void {
    for (;;) {
      const sign = this.text[this.at];
      const isLine = sign === '#' || this.text.startsWith('//', this.at);
      if (sign === ' ' || sign === '\t' || ((sign === '\n' || sign === '\r') && only === undefined)) this.at += 1;
      else if (isLine && only === undefined) this.at = endOf(this.text, '\n', this.at);
      else if (this.text.startsWith('/*', this.at)) this.at = endOf(this.text, '*/', this.at) + 2;
      else return;
    }
  }

  private fail(): never {
    throw new NotHcl();
  }
}

const plainOf = (one: Expression): string => ('literal' in one ? String(one.literal) : '');

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at;
}
