export const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const mostNested = 50;

/** What is no HCL. */
export class NotHcl extends Error {}

/** A text and the place in it that a parser has come to. */
export class Scanner {
  protected at = 0;
  protected depth = 0;
  protected lines = 0;
  protected lineEnd = -1;
  protected readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  /** The line that the parser is at; it only goes on. */
  protected line(): number {
    for (; this.lineEnd < this.at; this.lines++) this.lineEnd = endOf(this.text, '\n', this.lineEnd + 1);
    return this.lines;
  }

  protected open(bracket: string): void {
    this.at += bracket.length;
    if (++this.depth > mostNested) this.fail();
  }

  protected close(bracket: string | undefined): void {
    if (this.text[this.at] !== bracket) this.fail();
    this.at += 1;
    this.depth -= 1;
  }

  protected word(): string | undefined {
    const found = /^[A-Za-z_][\w-]*/.exec(this.text.slice(this.at, this.at + 200))?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** An index or a star behind a dot, as Terraform once had them. */
  protected place(): string {
    const found = /^(?:\d+|\*)/.exec(this.text.slice(this.at, this.at + 10))?.[0] ?? this.fail();
    this.at += found.length;
    return found;
  }

  /** Over blanks and a sign, when it is the next. */
  protected takes(sign: string): boolean {
    this.space();
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  /** Over blanks and comments; with `' '` not over the end of the line. */
  protected space(only?: ' '): void {
    for (;;) {
      const sign = this.text[this.at];
      const isLine = sign === '#' || this.text.startsWith('//', this.at);
      if (sign === ' ' || sign === '\t' || ((sign === '\n' || sign === '\r') && only === undefined)) this.at += 1;
      else if (isLine && only === undefined) this.at = endOf(this.text, '\n', this.at);
      else if (this.text.startsWith('/*', this.at)) this.at = endOf(this.text, '*/', this.at) + 2;
      else return;
    }
  }

  protected fail(): never {
    throw new NotHcl();
  }
}

/** Where a mark is in a text from a place on; its end where it is not. */
export function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at;
}
