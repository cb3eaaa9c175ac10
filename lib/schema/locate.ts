import { type Event, EVENT_ID, getScalarValue } from 'js-yaml';
import { offsetOf, type Parsed, type Path } from './parse.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Says line and column of offsets in one text. Lines are counted once, when the first position is asked for. */
export class Lines {
  private readonly text: string;
  private starts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  at(offset: number): Position {
    if (this.starts === undefined) {
      this.starts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) this.starts.push(at + 1);
    }
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low]! + 1 };
  }
}

/**
 * Where the node of a path stands, or its key. What is not there (a missing field, a value that came by a merge key) stands where its parent does.
 */
export function offsetOfPath({ events, root, text, base }: Parsed, path: Path, which: 'key' | 'value'): number {
  let at = root;
  let found = at < 0 ? 0 : offsetOf(events[at]!);
  for (const [index, step] of path.entries()) {
    const child = childOf(events, follow(events, at, text), step, text);
    if (child === undefined) break;
    const isLast = index === path.length - 1;
    const key = isLast && which === 'key' ? child.key : undefined;
    found = offsetOf(events[key ?? child.value]!);
    // An empty value stands where its key does.
    if (key === undefined && child.key !== undefined && isEmpty(events[child.value]!)) found = offsetOf(events[child.key]!);
    at = child.value;
  }
  return found + base;
}

/** The node that holds a path's text, when it is a block of literal text: where its lines start, and how far they are indented. */
export function eventOfPath({ events, root, text }: Parsed, path: Path): Event | undefined {
  let at = root;
  for (const step of path) {
    const child = childOf(events, follow(events, at, text), step, text);
    if (child === undefined) return undefined;
    at = child.value;
  }
  return events[follow(events, at, text)];
}

const isEmpty = (event: Event): boolean => event.type === EVENT_ID.SCALAR && event.valueStart < 0;

/** The event after a node and everything in it. */
function after(events: readonly Event[], at: number): number {
  let depth = 0;
  for (let next = at; ; next += 1) {
    const event = events[next];
    if (event === undefined) return next;
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) depth += 1;
    else if (event.type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return next + 1;
  }
}

/** An alias' anchor. */
function follow(events: readonly Event[], at: number, text: string): number {
  const event = events[at];
  if (event?.type !== EVENT_ID.ALIAS) return at;
  const name = text.slice(event.anchorStart, event.anchorEnd);
  for (let before = at - 1; before >= 0; before -= 1) {
    const one = events[before]!;
    if (one.type === EVENT_ID.DOCUMENT) return at;
    if ('tagStart' in one && one.anchorStart >= 0 && text.slice(one.anchorStart, one.anchorEnd) === name) return before;
  }
  return at;
}

function childOf(events: readonly Event[], at: number, step: string | number, text: string): { key?: number; value: number } | undefined {
  const event = events[at];
  if (event?.type === EVENT_ID.SEQUENCE) {
    let next = at + 1;
    for (let index = 0; events[next]?.type !== EVENT_ID.POP; index += 1) {
      if (index === Number(step)) return { value: next };
      next = after(events, next);
    }
    return undefined;
  }
  if (event?.type !== EVENT_ID.MAPPING) return undefined;
  let found: { key: number; value: number } | undefined;
  for (let next = at + 1; events[next]?.type !== EVENT_ID.POP;) {
    const key = events[next]!;
    const value = after(events, next);
    if (key.type === EVENT_ID.SCALAR && getScalarValue(text, key) === String(step)) found = { key: next, value };
    next = after(events, value);
  }
  return found;
}
