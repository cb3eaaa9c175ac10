import { eventsOf, type Parsed, type Path } from './parse-yaml.ts';
import { E, type Event } from './yaml-event.ts';
import { isMerge } from './yaml-values.ts';

interface Child {
  /** Event of the key, in a map. */
  readonly key?: number;
  readonly value: number;
}

/**
 * Where the nodes of one document are. Made when the first position is asked for; what a path leads through is indexed once, so many questions
 * about one document stay linear in its size.
 */
export class Places {
  private readonly text: string;
  private readonly base: number;
  private readonly events: readonly Event[];
  private readonly children = new Map<number, ReadonlyMap<string, Child>>();
  private ends: Int32Array | undefined;

  constructor(parsed: Parsed) {
    this.text = parsed.text;
    this.base = parsed.base;
    this.events = eventsOf(parsed);
  }

  /**
   * Offset of the node of a path, or of its key. What is not there (a missing field, a value that came by a merge key) is where its parent is;
   * an empty value is where its key is.
   */
  offset(path: Path, which: 'key' | 'value'): number {
    let at = 0;
    let found = this.events.length === 0 ? 0 : offsetOf(this.events[0]!);
    for (const [index, step] of path.entries()) {
      const child = this.childOf(this.follow(at), step);
      if (child === undefined) break;
      const key = index === path.length - 1 && which === 'key' ? child.key : undefined;
      found = offsetOf(this.events[key ?? child.value]!);
      if (key === undefined && child.key !== undefined && isEmpty(this.events[child.value]!)) found = offsetOf(this.events[child.key]!);
      at = child.value;
    }
    return found + this.base;
  }

  /**
   * Offset of something that is inside a text of the document: line by line for a literal block (`|`), the start of the text for every other
   * style.
   */
  inside(path: Path, inner: string, offset: number): number {
    const event = this.eventOf(path);
    const outer = this.offset(path, 'value');
    if (event?.type !== E.scalar || event.style !== 'literal') return outer;
    const before = inner.slice(0, offset);
    let start = event.textStart;
    for (let line = before.indexOf('\n'); line !== -1; line = before.indexOf('\n', line + 1)) {
      const next = this.text.indexOf('\n', start);
      if (next === -1) break;
      start = next + 1;
    }
    // A text that was changed before it was read may have longer lines.
    const end = this.text.indexOf('\n', start);
    return this.base + Math.min(start + event.indent + (offset - (before.lastIndexOf('\n') + 1)), end === -1 ? this.text.length : end);
  }

  private eventOf(path: Path): Event | undefined {
    let at = 0;
    for (const step of path) {
      const child = this.childOf(this.follow(at), step);
      if (child === undefined) return undefined;
      at = child.value;
    }
    return this.events[this.follow(at)];
  }

  /** The event after a node and everything in it. */
  private after(at: number): number {
    if (this.ends === undefined) {
      this.ends = new Int32Array(this.events.length);
      const open: number[] = [];
      for (const [index, { type }] of this.events.entries()) {
        if (type === E.sequence || type === E.mapping) open.push(index);
        else if (type === E.end) this.ends[open.pop() ?? 0] = index + 1;
        else this.ends[index] = index + 1;
      }
    }
    return this.ends[at] ?? this.events.length;
  }

  /** An alias' anchor. */
  private follow(at: number): number {
    const event = this.events[at];
    if (event?.type !== E.alias) return at;
    for (let before = at - 1; before >= 0; before -= 1) {
      const one = this.events[before]!;
      if (one.type !== E.alias && one.anchor === event.anchor) return before;
    }
    return at;
  }

  private childOf(at: number, step: string | number): Child | undefined {
    let known = this.children.get(at);
    if (known === undefined) {
      known = this.childrenOf(at);
      this.children.set(at, known);
    }
    return known.get(String(step));
  }

  private childrenOf(at: number): ReadonlyMap<string, Child> {
    const event = this.events[at];
    const found = new Map<string, Child>();
    if (event?.type === E.sequence)
      for (let next = at + 1, index = 0; this.events[next]?.type !== E.end && next < this.events.length; next = this.after(next), index += 1)
        found.set(String(index), { value: next });
    else if (event?.type === E.mapping) {
      const merges: number[] = [];
      for (let next = at + 1; this.events[next]?.type !== E.end && next < this.events.length;) {
        const key = this.events[next]!;
        const value = this.after(next);
        if (isMerge(key)) merges.push(value);
        else if (key.type === E.scalar) found.set(key.value, { key: next, value });
        next = this.after(value);
      }
      for (const merge of merges) this.addMerged(merge, found);
    }
    return found;
  }

  /** What `<<` brings is where the anchor's map has it. */
  private addMerged(at: number, found: Map<string, Child>): void {
    const target = this.follow(at);
    const { type } = this.events[target]!;
    const children = type === E.mapping || type === E.sequence ? this.childrenOf(target) : new Map<string, Child>();
    if (type === E.sequence) for (const { value } of children.values()) this.addMerged(value, found);
    else for (const [key, child] of children) if (!found.has(key)) found.set(key, child);
  }
}

const isEmpty = (event: Event): boolean =>
  event.type === E.scalar && event.value === '' && event.start === event.textStart && event.style === 'plain' && event.indent < 0;

/** Where a node starts; a block of text starts at its `|` or `>`. What is left out is where it would be. */
const offsetOf = ({ start, textStart }: Event): number => Math.max(0, start < 0 ? textStart : start);
