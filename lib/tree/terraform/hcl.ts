import type { Block, Body, Expression } from './expression.ts';
import { closing, endOf, NotHcl, Scanner } from './scanner.ts';

/**
 * A file of HCL as its blocks (hashicorp/hcl, hclsyntax/spec.md); undefined for a text that is none. Operators and conditions are kept as text.
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

class Parser extends Scanner {
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

  private expression(): Expression {
    this.space();
    const start = this.at;
    const first = this.primary();
    this.space(' ');
    // An operator, a condition, a splat: what follows is computed.
    if (this.at >= this.text.length || /[\n\r,\])}#:=]/.test(this.text[this.at]!) || this.text.startsWith('//', this.at)) {
      if (!this.text.startsWith('==', this.at)) return first;
    }
    if (/^if\s/.test(this.text.slice(this.at, this.at + 3))) return first;
    this.skip();
    return { raw: this.text.slice(start, this.at).trim() };
  }

  private primary(): Expression {
    const { text, at } = this;
    const sign = text[at]!;
    if (sign === '"') return this.quoted();
    if (text.startsWith('<<', at)) return this.heredoc();
    if (sign === '[' || sign === '{')
      return /^.(?:\s|#[^\n]*\n)*for\s/.test(text.slice(at, at + 1000)) ? this.loop(sign) : sign === '[' ? this.list() : this.map();
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

  /** One that is put together in another way is kept as text. */
  private loop(bracket: string): Expression {
    const { at, depth } = this;
    try {
      return this.looped(bracket);
    } catch (error) {
      if (!(error instanceof NotHcl)) throw error;
      [this.at, this.depth] = [at, depth];
      return this.whole();
    }
  }

  private looped(bracket: string): Expression {
    this.open(bracket);
    this.takes('for');
    const names = [this.name()];
    if (this.takes(',')) names.push(this.name());
    if (this.name() !== 'in') this.fail();
    const over = this.expression();
    if (!this.takes(':')) this.fail();
    const first = this.expression();
    const value = this.takes('=>') ? this.expression() : undefined;
    const when = this.takes('if') ? this.condition() : undefined;
    this.space();
    this.close(closing[bracket]);
    return { names, over, value: value ?? first, ...(value === undefined ? {} : { key: first }), ...(when === undefined ? {} : { when }) };
  }

  /** `one.kind == "web"`, or what is true or false of itself. */
  private condition(): Expression {
    this.space();
    const left = this.primary();
    const sign = this.takes('==') ? '==' : this.takes('!=') ? '!=' : undefined;
    this.space();
    const one: Expression = sign === undefined ? left : { call: sign, args: [left, this.primary()] };
    this.space();
    return /[\])}]/.test(this.text[this.at] ?? '') ? one : this.fail();
  }

  private name(): string {
    this.space();
    return this.word() ?? this.fail();
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
}

const plainOf = (one: Expression): string => ('literal' in one ? String(one.literal) : '');
