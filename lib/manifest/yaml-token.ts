import type { Directive, ScannedTag } from './yaml-property.ts';
import type { Event } from './yaml-event.ts';

/** Kinds of tokens. */
export const T = {
  streamEnd: 0,
  directive: 1,
  documentStart: 2,
  documentEnd: 3,
  blockSequence: 4,
  blockMapping: 5,
  blockEnd: 6,
  flowSequence: 7,
  flowSequenceEnd: 8,
  flowMapping: 9,
  flowMappingEnd: 10,
  flowEntry: 11,
  blockEntry: 12,
  key: 13,
  value: 14,
  alias: 15,
  anchor: 16,
  tag: 17,
  scalar: 18,
} as const;

/** How a scalar is written. */
export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** Something that may turn out to be a key, when a `:` follows on its line. */
export interface SimpleKey {
  possible: boolean;
  /** Its token waits until it is known whether it is a key. */
  isAwaited: boolean;
  /** It stands where only a key may. */
  readonly required: boolean;
  readonly number: number;
  readonly at: number;
  readonly line: number;
  readonly column: number;
}

/** One token. What a kind of token does not have is left undefined. */
export interface Token {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly key: SimpleKey | undefined;
  /** What a scalar says, ready to be taken. */
  readonly scalar: Event | undefined;
  readonly more: More | undefined;
}

/** What is said of a node before it, and of a document. */
interface More {
  readonly name?: string;
  readonly tag?: ScannedTag;
  readonly directive?: Directive | undefined;
}

/** A token of some kind. */
export const tokenOf = (type: number, start: number, end: number, key?: SimpleKey, scalar?: Event, more?: More): Token => ({
  type,
  start,
  end,
  key,
  scalar,
  more,
});
