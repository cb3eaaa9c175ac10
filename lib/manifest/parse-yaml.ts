import { type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { type Dialect, plainScalar } from './plain-scalar.ts';

/** Keys and indexes from the root of a document. */
export type Path = readonly (string | number)[];

/** A value with a tag that is none of YAML's own, such as authentik's `!Find`. */
export class Tagged {
  readonly tag: string;
  readonly value: unknown;

  constructor(tag: string, value: unknown) {
    this.tag = tag;
    this.value = value;
  }
}

/** Something that YAML itself says about a document. */
export interface YamlFault {
  readonly code: 'yaml-broken' | 'yaml-duplicate-key' | 'yaml-tag-unknown';
  /** In the text of the document. */
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
}

/** One document as plain data. Where its nodes are is found when somebody asks: `eventsOf`. */
export interface Parsed {
  /** Text of this document alone. */
  readonly text: string;
  /** Undefined for a document that is no YAML. */
  readonly value: unknown;
  readonly faults: readonly YamlFault[];
  readonly dialect: Dialect;
  /** Where the document starts in its file. */
  readonly base: number;
  /** Which document of `text`: more than one only where `...` ends the first. */
  readonly index: number;
}

/** Nodes that aliases may add to a document: a bomb of aliases stops here. */
const most = 200_000;
const deepest = 500;

/**
 * Every document of a YAML text, with Go's or PyYAML's view of plain scalars. A document that is no YAML has one fault and no value; the
 * others of its file are still read.
 *
 * @example parseYaml('a: yes', 'go')[0]?.value // { a: true }
 */
export function parseYaml(text: string, dialect: Dialect = 'go', base = 0): Parsed[] {
  return pieces(text).flatMap(([start, end]) => parsePiece(text.slice(start, end), dialect, base + start));
}

/** Events of one document, and the index of its root among them. Parsed again on each call: only who says a position needs them. */
export function eventsOf({ text, value, index }: Parsed): { readonly events: readonly Event[]; readonly root: number } {
  if (value === undefined) return { events: [], root: -1 };
  const events = parseEvents(text, { maxDepth: deepest });
  let root = -1;
  for (let at = 0, left = index; at < events.length && left >= 0; at += 1) if (events[at]!.type === EVENT_ID.DOCUMENT && left-- === 0) root = at + 1;
  return { events, root };
}

/** The texts between `---` lines. Directives belong to the document after them. */
function pieces(text: string): (readonly [number, number])[] {
  const starts = [0];
  if (!text.includes('---', 1)) return [[0, text.length]];
  for (const { index } of text.matchAll(/^---(?=[ \t\r\n]|$)/gm)) if (index > 0 && !onlyDirectives(text, starts.at(-1)!, index)) starts.push(index);
  return starts.map((start, index) => [start, starts[index + 1] ?? text.length] as const);
}

function onlyDirectives(text: string, start: number, end: number): boolean {
  if (!text.startsWith('%', start)) return false;
  return text
    .slice(start, end)
    .split('\n')
    .every((line) => line === '' || line === '\r' || line.startsWith('%') || line.startsWith('#'));
}

function parsePiece(text: string, dialect: Dialect, base: number): Parsed[] {
  let events: readonly Event[];
  try {
    events = parseEvents(text, { maxDepth: deepest });
  } catch (error) {
    const offset = error instanceof YAMLException && error.mark !== undefined ? error.mark.position : 0;
    const message = error instanceof YAMLException ? error.reason : error instanceof Error ? error.message : String(error);
    return [{ text, value: undefined, faults: [{ code: 'yaml-broken', offset, path: [], message }], dialect, base, index: 0 }];
  }
  const documents: Parsed[] = [];
  for (let at = 0; at < events.length; at += 1) {
    // Each pass reads one document: its event, its root, its end.
    const builder = new Builder(text, events, dialect);
    const value = builder.node(at + 1);
    documents.push({ text, value: builder.isBroken ? undefined : value, faults: builder.faults, dialect, base, index: documents.length });
    at = builder.next;
  }
  return documents;
}

const yamlTags = 'tag:yaml.org,2002:';
const known = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq', 'binary', 'timestamp', 'merge']);

/** Builds values from events, from a given event on. */
class Builder {
  readonly faults: YamlFault[] = [];
  next = 0;
  isBroken = false;
  private readonly path: (string | number)[] = [];
  private readonly anchors = new Map<string, { value: unknown; size: number }>();
  private size = 0;
  private added = 0;
  private readonly text: string;
  private readonly events: readonly Event[];
  private readonly dialect: Dialect;

  constructor(text: string, events: readonly Event[], dialect: Dialect) {
    this.text = text;
    this.events = events;
    this.dialect = dialect;
  }

  node(at: number): unknown {
    const event = this.events[at];
    this.next = at + 1;
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      this.next = at;
      return null;
    }
    if (event.type === EVENT_ID.ALIAS) return this.alias(event.anchorStart, event.anchorEnd);
    const before = this.size;
    this.size += 1;
    const tag = event.tagStart < 0 ? '' : this.text.slice(event.tagStart, event.tagEnd);
    let value: unknown;
    if (event.type === EVENT_ID.SCALAR) {
      const text = getScalarValue(this.text, event);
      value =
        tag === '' ? (event.style === SCALAR_STYLE.PLAIN ? plainScalar(text, this.dialect) : text) : this.scalar(text, tag, event.style === SCALAR_STYLE.PLAIN);
    } else if (event.type === EVENT_ID.SEQUENCE) value = this.sequence();
    else value = this.mapping();
    if (tag !== '') value = this.tagged(value, tag, event.tagStart);
    if (event.anchorStart >= 0) this.anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), { value, size: this.size - before });
    return value;
  }

  private sequence(): unknown[] {
    const items: unknown[] = [];
    while (this.events[this.next]!.type !== EVENT_ID.POP) {
      this.path.push(items.length);
      items.push(this.node(this.next));
      this.path.pop();
    }
    this.next += 1;
    return items;
  }

  private mapping(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    let merges: unknown[] | undefined;
    while (this.events[this.next]!.type !== EVENT_ID.POP) {
      const at = this.next;
      const event = this.events[at]!;
      const given = this.node(at);
      const isMerge = given === '<<' && event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
      const key = keyText(event, given, this.text);
      this.path.push(key);
      const value = this.node(this.next);
      if (isMerge) (merges ??= []).push(...(Array.isArray(value) ? (value as unknown[]) : [value]));
      else {
        if (Object.hasOwn(map, key)) this.fault('yaml-duplicate-key', offsetOf(event), `the key ${JSON.stringify(key)} stands here twice`);
        put(map, key, value);
      }
      this.path.pop();
    }
    this.next += 1;
    for (const merged of merges ?? [])
      if (typeof merged === 'object' && merged !== null && !(merged instanceof Tagged))
        for (const [key, value] of Object.entries(merged)) if (!Object.hasOwn(map, key)) put(map, key, value);
    return map;
  }

  private alias(start: number, end: number): unknown {
    const name = this.text.slice(start, end);
    const found = this.anchors.get(name);
    if (found === undefined) {
      this.fault('yaml-broken', start, `the alias *${name} has no anchor before it`);
      return null;
    }
    this.size += found.size;
    this.added += found.size;
    if (this.added > most) {
      if (!this.isBroken) this.fault('yaml-broken', start, `its aliases unfold to more than ${most} values`);
      this.isBroken = true;
      return null;
    }
    return found.value;
  }

  private scalar(text: string, tag: string, plain: boolean): unknown {
    const name = standard(tag);
    if (name === 'int' || name === 'float' || name === 'bool' || name === 'null') return plainScalar(text, this.dialect);
    return name === undefined && plain ? plainScalar(text, this.dialect) : text;
  }

  private tagged(value: unknown, tag: string, offset: number): unknown {
    if (tag === '!' || standard(tag) !== undefined) return value;
    this.fault('yaml-tag-unknown', offset, `the tag ${tag} means nothing to Kubernetes`);
    return new Tagged(tag, value);
  }

  private fault(code: YamlFault['code'], offset: number, message: string): void {
    this.faults.push({ code, offset, path: [...this.path], message });
  }
}

function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}

function standard(tag: string): string | undefined {
  const name = tag.startsWith('!!') ? tag.slice(2) : tag.startsWith(`!<${yamlTags}`) ? tag.slice(2 + yamlTags.length, -1) : undefined;
  return name !== undefined && known.has(name) ? name : undefined;
}

/** Where a node starts in the text; of a block of text, where its first line does. */
export function offsetOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) {
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    return event.valueStart < 0 ? Math.max(event.tagEnd, event.anchorEnd, 0) : event.valueStart - (quoted ? 1 : 0);
  }
  if (event.type === EVENT_ID.ALIAS) return Math.max(0, event.anchorStart - 1);
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING ? event.start : 0;
}

/** A key as text: JSON knows no other, and neither does the API server. */
function keyText(event: Event, key: unknown, text: string): string {
  if (typeof key === 'string') return key;
  if (event.type === EVENT_ID.SCALAR && (typeof key !== 'boolean' || event.style !== SCALAR_STYLE.PLAIN)) return getScalarValue(text, event);
  return typeof key === 'object' ? JSON.stringify(key) : String(key);
}
