import { type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { type Dialect, plainScalar } from './scalar.ts';

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
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
}

/** One document as plain data, and the events that say where it stands. */
export interface Parsed {
  readonly text: string;
  readonly value: unknown;
  readonly faults: readonly YamlFault[];
  readonly events: readonly Event[];
  /** Index of the root's event; -1 for a document that could not be read. */
  readonly root: number;
  /** Added to every offset: where the text starts inside its file. */
  readonly base: number;
}

/** Nodes that a document may have after its aliases are followed: a bomb of aliases stops here. */
const most = 2_000_000;

/**
 * Every document of a YAML text, with Go's or PyYAML's view of plain scalars. A document that is no YAML has one fault and no value; the
 * others of its file are still read.
 */
export function parseYaml(text: string, dialect: Dialect = 'go', base = 0): Parsed[] {
  let events: readonly Event[];
  try {
    events = parseEvents(text, { maxDepth: 500 });
  } catch (error) {
    return afterFault(text, error, dialect, base);
  }
  const documents: Parsed[] = [];
  for (let at = 0; at < events.length; at += 1) {
    // Each pass reads one document: its event, its root, its end.
    const builder = new Builder(text, events, dialect);
    const root = at + 1;
    const value = builder.node(root);
    documents.push({ text, value, faults: builder.faults, events, root, base });
    at = builder.next;
  }
  return documents;
}

/** The pieces of a text whose whole is no YAML: what stands between `---` lines. */
function afterFault(text: string, error: unknown, dialect: Dialect, base: number): Parsed[] {
  const marks = [...text.matchAll(/^---(?=[ \t\r\n]|$)/gm)].map(({ index }) => index).filter((index) => index > 0);
  if (marks.length > 0)
    return [0, ...marks].flatMap((start, index) => {
      const piece = text.slice(start, marks[index] ?? text.length);
      return piece.trim() === '' ? [] : parseYaml(piece, dialect, base + start);
    });
  const offset = error instanceof YAMLException && error.mark !== undefined ? error.mark.position : 0;
  const message = error instanceof YAMLException ? error.reason : error instanceof Error ? error.message : String(error);
  return [{ text, value: undefined, faults: [{ code: 'yaml-broken', offset, path: [], message }], events: [], root: -1, base }];
}

const yamlTags = 'tag:yaml.org,2002:';
const known = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq', 'binary', 'timestamp', 'merge']);

/** Builds values from events, from a given event on. */
class Builder {
  readonly faults: YamlFault[] = [];
  next = 0;
  private readonly path: (string | number)[] = [];
  private readonly anchors = new Map<string, { value: unknown; size: number }>();
  private size = 0;
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
        if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
        else map[key] = value;
      }
      this.path.pop();
    }
    this.next += 1;
    for (const merged of merges ?? [])
      if (typeof merged === 'object' && merged !== null && !(merged instanceof Tagged))
        for (const [key, value] of Object.entries(merged)) if (!Object.hasOwn(map, key)) map[key] = value;
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
    if (this.size > most) {
      this.fault('yaml-broken', start, 'its aliases unfold to millions of values');
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

function standard(tag: string): string | undefined {
  const name = tag.startsWith('!!') ? tag.slice(2) : tag.startsWith(`!<${yamlTags}`) ? tag.slice(2 + yamlTags.length, -1) : undefined;
  return name !== undefined && known.has(name) ? name : undefined;
}

/** Where a node starts in the text. */
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
