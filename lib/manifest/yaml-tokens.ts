import { type Input, isBlankOrEnd, isBreak, YamlError } from './yaml-input.ts';
import { scanAnchor, scanDirective, scanTag } from './yaml-property.ts';
import { scanBlock, type ScannedScalar, scanPlain, scanQuoted } from './yaml-scalar.ts';
import { type SimpleKey, type Style, T, type Token } from './yaml-token.ts';

/** goyaml's own limit. */
const deepest = 10_000;

/**
 * Tokens of a YAML 1.1 text as libyaml's design has them, from which both goyaml (scannerc.go) and PyYAML (scanner.py) are made. Both refuse and
 * accept by how this works, for example by when a key may start, so no other design agrees with them.
 */
export class Tokens {
  private readonly input: Input;
  private queue: Token[] = [];
  private head = 0;
  /** Tokens taken before those of the queue. */
  private taken = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private flow = 0;
  private keyAllowed = true;
  private readonly keys: (SimpleKey | undefined)[] = [undefined];
  private saved: SimpleKey | undefined;
  private ended = false;
  /** Nothing stands in the list or map that was opened last. */
  private isEmpty = false;

  constructor(input: Input) {
    this.input = input;
    if (input.code() === 0xfeff) {
      input.at = 1;
      input.lineStart = 1;
    }
  }

  /** The token ahead. */
  peek(): Token {
    for (;;) {
      const token = this.queue[this.head];
      // A token that may be a key stays until it is known whether it is one.
      if (token !== undefined && !(token.key?.possible === true && token.key.isAwaited && this.isValid(token.key))) return token;
      if (this.ended && token !== undefined) return token;
      this.fetch();
    }
  }

  next(): Token {
    const token = this.peek();
    this.head += 1;
    if (this.head === this.queue.length) {
      this.taken += this.head;
      this.head = 0;
      this.queue.length = 0;
    }
    return token;
  }

  private add(type: number, start: number, end: number, more?: Partial<Token>): void {
    const key = this.saved;
    this.saved = undefined;
    this.queue.push({ type, start, end, name: more?.name, tag: more?.tag, directive: more?.directive, scalar: more?.scalar, style: more?.style, key });
  }

  private insert(number: number, type: number, at: number): void {
    const index = number - this.taken;
    const token = { type, start: at, end: at, name: undefined, tag: undefined, directive: undefined, scalar: undefined, style: undefined, key: undefined };
    // Where the key is taken already, goyaml adds behind everything.
    if (index < this.head) this.queue.push(token);
    else this.queue.splice(index, 0, token);
  }

  private fetch(): void {
    const { input } = this;
    this.toNextToken();
    this.stale();
    this.unroll(input.column);
    const code = input.code();
    const at = input.at;
    if (code === 0) {
      this.unroll(-1);
      this.removeKey();
      this.keyAllowed = false;
      this.ended = true;
      this.add(T.streamEnd, at, at);
      return;
    }
    if (at === input.lineStart) {
      if (code === 37) return this.directive();
      if (input.atDocumentMark()) {
        this.unroll(-1);
        this.removeKey();
        this.keyAllowed = false;
        input.at += 3;
        return this.add(code === 45 ? T.documentStart : T.documentEnd, at, input.at);
      }
    }
    switch (code) {
      case 91:
        return this.openFlow(T.flowSequence);
      case 123:
        return this.openFlow(T.flowMapping);
      case 93:
        return this.closeFlow(T.flowSequenceEnd);
      case 125:
        return this.closeFlow(T.flowMappingEnd);
      case 44:
        this.removeKey();
        this.keyAllowed = true;
        input.at += 1;
        return this.add(T.flowEntry, at, input.at);
      case 45:
        if (isBlankOrEnd(input.code(1))) return this.blockEntry();
        break;
      case 63:
        if (this.flow > 0 || isBlankOrEnd(input.code(1))) return this.explicitKey();
        break;
      case 58:
        if (this.flow > 0 || isBlankOrEnd(input.code(1))) return this.value();
        break;
      case 42:
      case 38: {
        this.saveKey();
        this.keyAllowed = false;
        const name = scanAnchor(input);
        return this.add(code === 42 ? T.alias : T.anchor, at, input.at, { name });
      }
      case 33: {
        this.saveKey();
        this.keyAllowed = false;
        const tag = scanTag(input);
        return this.add(T.tag, at, input.at, { tag });
      }
      case 124:
      case 62:
        if (this.flow > 0) break;
        this.removeKey();
        this.keyAllowed = true;
        return this.scalar(at, scanBlock(input, this.indent, code === 124), code === 124 ? 'literal' : 'folded');
      case 39:
      case 34:
        this.saveKey();
        this.keyAllowed = false;
        return this.scalar(at, scanQuoted(input, code === 39), code === 39 ? 'single' : 'double');
    }
    const isIndicator = isBlankOrEnd(code) || (code < 128 && '-?:,[]{}#&*!|>\'"%@`'.includes(input.text[at]!));
    const next = input.code(1);
    const startsPlain =
      !isIndicator || (code === 45 && !(next === 32 || next === 9)) || (this.flow === 0 && (code === 63 || code === 58) && !isBlankOrEnd(next));
    if (!startsPlain) input.fail('found character that cannot start any token');
    this.saveKey();
    this.keyAllowed = false;
    const scanned = scanPlain(input, this.indent + 1, this.flow > 0);
    if (scanned.brokeLine === true) this.keyAllowed = true;
    this.scalar(at, scanned, 'plain');
  }

  private scalar(at: number, scalar: ScannedScalar, style: Style): void {
    this.add(T.scalar, at, this.input.at, { scalar, style });
  }

  private toNextToken(): void {
    const { input } = this;
    for (;;) {
      // goyaml takes a tab for a space where no key may start.
      input.skipSpaces(input.dialect === 'go' && (this.flow > 0 || !this.keyAllowed));
      input.skipComment();
      if (!isBreak(input.code())) return;
      input.lineBreak();
      if (this.flow === 0) this.keyAllowed = true;
    }
  }

  private isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line === this.input.line && this.input.at - key.at <= 1024) return true;
    if (key.required) this.input.fail("could not find expected ':'", key.at);
    key.possible = false;
    return false;
  }

  /** What is no key any more. */
  private stale(): void {
    const key = this.keys[this.flow];
    if (key !== undefined) this.isValid(key);
  }

  private saveKey(): void {
    if (!this.keyAllowed) return;
    const { input } = this;
    this.removeKey();
    const required = this.flow === 0 && this.indent === input.column;
    this.saved = { possible: true, isAwaited: true, required, number: this.taken + this.queue.length, at: input.at, line: input.line, column: input.column };
    this.keys[this.flow] = this.saved;
    this.isEmpty = false;
  }

  private removeKey(): void {
    const key = this.keys[this.flow];
    if (key?.possible === true && key.required) this.input.fail("could not find expected ':'", key.at);
    if (key !== undefined) key.possible = false;
    this.keys[this.flow] = undefined;
  }

  private unroll(column: number): void {
    if (this.flow > 0) return;
    while (this.indent > column) {
      this.indent = this.indents.pop()!;
      this.add(T.blockEnd, this.input.at, this.input.at);
    }
  }

  private roll(column: number): boolean {
    if (this.flow > 0 || this.indent >= column) return false;
    this.indents.push(this.indent);
    this.indent = column;
    if (this.indents.length > deepest) this.input.fail(`exceeded max depth of ${deepest}`);
    return true;
  }

  private directive(): void {
    const { input } = this;
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    const { at } = input;
    const directive = scanDirective(input);
    this.add(T.directive, at, input.at, { directive });
  }

  private openFlow(type: number): void {
    const { input } = this;
    this.saveKey();
    this.flow += 1;
    this.keys[this.flow] = undefined;
    this.isEmpty = true;
    if (this.flow > deepest) throw new YamlError(`exceeded max depth of ${deepest}`, input.at, 'scanner');
    this.keyAllowed = true;
    input.at += 1;
    this.add(type, input.at - 1, input.at);
  }

  private closeFlow(type: number): void {
    const { input } = this;
    this.removeKey();
    if (this.flow > 0) this.flow -= 1;
    // goyaml forgets that an empty list or map may be a key (yaml_parser_decrease_flow_level).
    const key = this.keys[this.flow];
    if (this.isEmpty && key !== undefined && input.dialect === 'go') key.isAwaited = false;
    this.isEmpty = false;
    this.keyAllowed = false;
    input.at += 1;
    this.add(type, input.at - 1, input.at);
  }

  private blockEntry(): void {
    const { input } = this;
    if (this.flow === 0) {
      if (!this.keyAllowed) input.fail('block sequence entries are not allowed in this context');
      if (this.roll(input.column)) this.add(T.blockSequence, input.at, input.at);
    }
    this.removeKey();
    this.keyAllowed = true;
    input.at += 1;
    this.add(T.blockEntry, input.at - 1, input.at);
  }

  private explicitKey(): void {
    const { input } = this;
    if (this.flow === 0) {
      if (!this.keyAllowed) input.fail('mapping keys are not allowed in this context');
      if (this.roll(input.column)) this.add(T.blockMapping, input.at, input.at);
    }
    this.removeKey();
    this.keyAllowed = this.flow === 0;
    input.at += 1;
    this.add(T.key, input.at - 1, input.at);
  }

  private value(): void {
    const { input } = this;
    const key = this.keys[this.flow];
    if (key !== undefined && this.isValid(key)) {
      this.insert(key.number, T.key, key.at);
      if (this.roll(key.column)) this.insert(key.number, T.blockMapping, key.at);
      key.possible = false;
      this.keys[this.flow] = undefined;
      this.keyAllowed = false;
    } else {
      if (this.flow === 0) {
        if (!this.keyAllowed) input.fail('mapping values are not allowed in this context');
        if (this.roll(input.column)) this.add(T.blockMapping, input.at, input.at);
      }
      this.keyAllowed = this.flow === 0;
      this.removeKey();
    }
    input.at += 1;
    this.add(T.value, input.at - 1, input.at);
  }
}
