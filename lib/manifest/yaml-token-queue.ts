import type { Token } from './yaml-token.ts';

/** Tokens that were read and not taken yet. Each has a number, so that it is found again when it turns out to start a key. */
export class TokenQueue {
  private readonly tokens: Token[] = [];
  private head = 0;
  /** How many were dropped before the first of `tokens`. */
  private dropped = 0;

  get first(): Token | undefined {
    return this.tokens[this.head];
  }

  /** The number that the next token gets. */
  get nextNumber(): number {
    return this.dropped + this.tokens.length;
  }

  take(): void {
    this.head += 1;
    if (this.head < mostTaken || this.head < this.tokens.length) return;
    this.dropped += this.head;
    this.head = 0;
    this.tokens.length = 0;
  }

  push(token: Token): void {
    this.tokens.push(token);
  }

  /** Puts a token before the one of this number. Where that one is taken already, goyaml adds behind everything. */
  insert(number: number, token: Token): void {
    const { tokens } = this;
    const index = number - this.dropped;
    tokens.push(token);
    if (index < this.head) return;
    // Nearly always one or two places: splice would make a list for what it takes out.
    for (let at = tokens.length - 1; at > index; at -= 1) tokens[at] = tokens[at - 1]!;
    tokens[index] = token;
  }
}

/** An emptied list takes new memory for its next token: those that are taken stay until there are so many. */
const mostTaken = 64;
