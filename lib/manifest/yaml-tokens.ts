import { type Input, isBlankOrEnd, isBreak } from './yaml-input.ts';
import { scanAnchor, scanDirective, scanTag } from './yaml-property.ts';
import type { Event } from './yaml-event.ts';
import { scanBlock, scanPlain, scanQuoted, startsPlain } from './yaml-scalar.ts';
import { type SimpleKey, T, type Token, tokenOf } from './yaml-token.ts';
import { TokenQueue } from './yaml-token-queue.ts';

/** goyaml's own limit. */
const deepest = 10_000;

/**
 * Tokens of a YAML 1.1 text as libyaml's design has them, from which both goyaml (scannerc.go) and PyYAML (scanner.py) are made. Both refuse and
 * accept by how this works, for example by when a key may start, so no other design agrees with them.
 */
export class Tokens {
  private readonly input: Input;
  private readonly queue = new TokenQueue();
  private indent = -1;
  private readonly indents: number[] = [];
  private flow = 0;
  private keyAllowed = true;
  private readonly keys: (SimpleKey | undefined)[] = [undefined];
  private saved: SimpleKey | undefined;
  private ended = false;
  /** The list or map that was opened last is still empty. */
  private isEmpty = false;

  constructor(input: Input) {
    this.input = input;
  }

  /** The token ahead. */
  peek(): Token {
    for (;;) {
      const token = this.queue.first;
      // A token that may be a key stays until it is known whether it is one.
      if (token !== undefined && (!(token.key?.possible === true && token.key.isAwaited && this.isValid(token.key)) || this.ended)) return token;
      this.fetch();
    }
  }

  next(): Token {
    const token = this.peek();
    this.queue.take();
    return token;
  }

  private add(type: number, start: number, end: number, more?: Token['more']): void {
    const key = this.saved;
    this.saved = undefined;
    this.queue.push(tokenOf(type, start, end, key, undefined, more));
  }

  private fetch(): void {
    const { input } = this;
    this.toNextToken();
    const key = this.keys[this.flow];
    if (key !== undefined) this.isValid(key);
    this.unroll(input.column);
    const code = input.code();
    const at = input.at;
    if (code === 0) {
      this.endBlocks();
      this.ended = true;
      this.add(T.streamEnd, at, at);
      return;
    }
    if (at === input.lineStart) {
      if (code === 37) {
        this.directive();
        return;
      }
      if (input.atDocumentMark()) {
        this.endBlocks();
        input.at += 3;
        this.add(code === 45 ? T.documentStart : T.documentEnd, at, input.at);
        return;
      }
    }
    switch (code) {
      case 91: {
        this.openFlow(T.flowSequence);
        return;
      }
      case 123: {
        this.openFlow(T.flowMapping);
        return;
      }
      case 93: {
        this.closeFlow(T.flowSequenceEnd);
        return;
      }
      case 125: {
        this.closeFlow(T.flowMappingEnd);
        return;
      }
      case 44:
        this.removeKey();
        this.keyAllowed = true;
        input.at += 1;
        {
          this.add(T.flowEntry, at, input.at);
          return;
        }
      case 45:
        if (isBlankOrEnd(input.code(1))) {
          this.blockEntry();
          return;
        }
        break;
      case 63:
        if (this.flow > 0 || isBlankOrEnd(input.code(1))) {
          this.explicitKey();
          return;
        }
        break;
      case 58:
        if (this.flow > 0 || isBlankOrEnd(input.code(1))) {
          this.value();
          return;
        }
        break;
      case 42:
      case 38: {
        this.saveKey(false);
        const name = scanAnchor(input);
        this.add(code === 42 ? T.alias : T.anchor, at, input.at, { name });
        return;
      }
      case 33: {
        this.saveKey(false);
        const tag = scanTag(input);
        this.add(T.tag, at, input.at, { tag });
        return;
      }
      case 124:
      case 62:
        if (this.flow > 0) break;
        this.removeKey();
        this.keyAllowed = true;
        {
          this.scalar(at, scanBlock(input, this.indent, code === 124));
          return;
        }
      case 39:
      case 34:
        this.saveKey(false);
        {
          this.scalar(at, scanQuoted(input, code === 39));
          return;
        }
    }
    if (!startsPlain(input, this.flow > 0)) input.fail('found character that cannot start any token');
    this.saveKey(false);
    const scanned = scanPlain(input, this.indent + 1, this.flow > 0);
    if (input.brokeLine) this.keyAllowed = true;
    this.scalar(at, scanned);
  }

  private scalar(at: number, scalar: Event): void {
    const key = this.saved;
    this.saved = undefined;
    this.queue.push(tokenOf(T.scalar, at, this.input.at, key, scalar));
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

  /** What comes next may be a key. `then`: whether what follows it may be one. */
  private saveKey(then: boolean): void {
    const isAllowed = this.keyAllowed;
    this.keyAllowed = then;
    if (!isAllowed) return;
    const { input } = this;
    this.removeKey();
    const required = this.flow === 0 && this.indent === input.column;
    this.saved = { possible: true, isAwaited: true, required, number: this.queue.nextNumber, at: input.at, line: input.line, column: input.column };
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

  private endBlocks(): void {
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
  }

  private startBlock(type: number, what: string): void {
    const { input } = this;
    if (this.flow > 0) return;
    if (!this.keyAllowed) input.fail(`${what} are not allowed in this context`);
    if (this.roll(input.column)) this.add(type, input.at, input.at);
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
    this.endBlocks();
    const { at } = input;
    const directive = scanDirective(input);
    this.add(T.directive, at, input.at, { directive });
  }

  private openFlow(type: number): void {
    const { input } = this;
    this.saveKey(true);
    this.flow += 1;
    this.keys[this.flow] = undefined;
    this.isEmpty = true;
    if (this.flow > deepest) input.fail(`exceeded max depth of ${deepest}`);
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
    this.startBlock(T.blockSequence, 'block sequence entries');
    this.removeKey();
    this.keyAllowed = true;
    input.at += 1;
    this.add(T.blockEntry, input.at - 1, input.at);
  }

  private explicitKey(): void {
    const { input } = this;
    this.startBlock(T.blockMapping, 'mapping keys');
    this.removeKey();
    this.keyAllowed = this.flow === 0;
    input.at += 1;
    this.add(T.key, input.at - 1, input.at);
  }

  private value(): void {
    const key = this.keys[this.flow];
    if (key !== undefined && this.isValid(key)) {
      this.queue.insert(key.number, tokenOf(T.key, key.at, key.at));
      if (this.roll(key.column)) this.queue.insert(key.number, tokenOf(T.blockMapping, key.at, key.at));
      key.possible = false;
      this.keys[this.flow] = undefined;
      this.keyAllowed = false;
    } else {
      this.startBlock(T.blockMapping, 'mapping values');
      this.keyAllowed = this.flow === 0;
      this.removeKey();
    }
    this.add(T.value, this.input.at, (this.input.at += 1));
  }
}
