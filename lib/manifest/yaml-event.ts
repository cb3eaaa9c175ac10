import type { Style } from './yaml-token.ts';

/** Kinds of events. */
export const E = { scalar: 0, alias: 1, sequence: 2, mapping: 3, end: 4 } as const;

/** A scalar without tag and anchor. */
export const scalarOf = (start: number, value: string, style: Style, indent = -1, textStart = start): Event => ({
  type: E.scalar,
  start,
  value,
  style,
  indent,
  textStart,
  anchor: undefined,
  tag: undefined,
  tagStart: -1,
});

/** A node of a document as it is written, or the end of a list or map. A list's or map's members follow it, up to its end. */
export interface Event {
  readonly type: number;
  /** Where the node starts, after its tag and anchor. */
  readonly start: number;
  /** Text of a scalar; empty for what is left out. */
  readonly value: string;
  readonly style: Style | undefined;
  /** Columns that are cut from each line of a block of text; where its first line starts. */
  readonly indent: number;
  readonly textStart: number;
  readonly anchor: string | undefined;
  /** In full: `tag:yaml.org,2002:str`, `!Find`. */
  readonly tag: string | undefined;
  readonly tagStart: number;
}
