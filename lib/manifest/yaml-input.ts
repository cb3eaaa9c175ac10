import type { Dialect } from './dialect.ts';

/** Why a text is no YAML, with the place where its reader gave up. */
export class YamlError extends Error {
  readonly offset: number;
  /** `scanner`: the characters make no token. `parser`: the tokens make no document. `value`: the document makes no value. */
  readonly stage: 'reader' | 'scanner' | 'parser' | 'value';
  /** Where the thing began that could not be read; the same as `offset` for most. */
  readonly context: number;

  constructor(message: string, offset: number, stage: YamlError['stage'], context = offset) {
    super(message);
    this.offset = offset;
    this.stage = stage;
    this.context = context;
  }
}

/** The text of one stream and how far it is read. A NUL, which YAML forbids, stands at its end. */
export class Input {
  readonly text: string;
  readonly dialect: Dialect;
  /** The text is JSON, whose escapes goyaml does not all know: kubectl reads it by another reader. */
  readonly isJson: boolean;
  at = 0;
  line = 0;
  lineStart = 0;
  /** The plain text that was read last ended with a line break: a key may follow. */
  brokeLine = false;

  constructor(ended: string, dialect: Dialect, isJson: boolean) {
    this.text = ended;
    this.dialect = dialect;
    this.isJson = isJson;
    if (ended.startsWith('\ufeff')) this.at = this.lineStart = 1;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  /** The code of the character ahead; 0 at the end. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.at + ahead);
  }

  /** Steps over a line break. Gives what it means in a text: U+2028 and U+2029 stay themselves. */
  lineBreak(): string {
    const code = this.text.charCodeAt(this.at);
    this.at += code === 13 && this.text.charCodeAt(this.at + 1) === 10 ? 2 : 1;
    this.line += 1;
    this.lineStart = this.at;
    return code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n';
  }

  skipSpaces(tabs: boolean): void {
    for (let code = this.code(); code === 32 || (tabs && code === 9); code = this.code()) this.at += 1;
  }

  skipComment(): void {
    if (this.code() === 35) while (!isBreakOrEnd(this.code())) this.at += 1;
  }

  /** Whether `---` or `...` stands alone at the start of this line. */
  atDocumentMark(): boolean {
    if (this.at !== this.lineStart) return false;
    const code = this.code();
    return (code === 45 || code === 46) && this.code(1) === code && this.code(2) === code && isBlankOrEnd(this.code(3));
  }

  fail(message: string, context = this.at): never {
    throw new YamlError(message, this.at, 'scanner', context);
  }
}

/** CR, LF, NEL, LS and PS: YAML 1.1 breaks lines at all of them. */
export const isBreak = (code: number): boolean => code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
export const isBreakOrEnd = (code: number): boolean => code === 0 || isBreak(code);
export const isBlank = (code: number): boolean => code === 32 || code === 9;
export const isBlankOrEnd = (code: number): boolean => (code <= 32 ? code === 32 || code === 10 || code === 0 || code === 13 || code === 9 : isBreak(code));
/** Letters, digits, `_` and `-`. */
export const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 45;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isHex = (code: number): boolean => isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
