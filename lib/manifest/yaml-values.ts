import type { Dialect } from './dialect.ts';
import { goKey, goScalar, goTagged, kustomizeScalar } from './go-scalar.ts';
import { pyKey, pyScalar, pyTagged, Refused } from './py-scalar.ts';
import { Tagged } from './tagged.ts';
import { E, type Event } from './yaml-event.ts';
import type { YamlFault } from './yaml-fault.ts';

/** Nodes that aliases may add to a document: a bomb of aliases stops here. */
const maxAliased = 200_000;
const own = 'tag:yaml.org,2002:';

/** The first thing that makes a document unreadable ends the reading of its values. */
class Broken extends Error {}

interface Anchor {
  readonly value: unknown;
  /** Nodes that it stands for, those of its own aliases included. */
  readonly size: number;
  readonly event: Event;
}

/** Builds the value of a document from its events. */
export class Values {
  readonly faults: YamlFault[] = [];
  /** Whether a `yes`, `no`, `on`, `off`, `y` or `n` became true or false. */
  hasWords = false;
  private readonly events: readonly Event[];
  private readonly isGo: boolean;
  private readonly isKustomize: boolean;
  private readonly path: (string | number)[] = [];
  private readonly anchors = new Map<string, Anchor>();
  /** Anchors of the lists and maps that are being read. */
  private readonly open: string[] = [];
  private next = 0;
  /** goyaml counts what it decodes, and how much of that by aliases. */
  private decoded = 0;
  private aliased = 0;

  constructor(events: readonly Event[], dialect: Dialect, isKustomize = false) {
    this.events = events;
    this.isKustomize = isKustomize;
    this.isGo = dialect === 'go';
  }

  /** Undefined for a document that its program refuses. */
  value(): unknown {
    try {
      return this.node();
    } catch (error) {
      if (error instanceof Broken) return undefined;
      throw error;
    }
  }

  private node(): unknown {
    const event = this.events[this.next]!;
    this.next += 1;
    this.decoded += 1;
    if (event.type === E.alias) return this.alias(event);
    const before = this.decoded - 1;
    const { anchor, tag } = event;
    let value: unknown;
    if (event.type === E.scalar) value = tag === undefined && event.style !== 'plain' ? event.value : this.scalar(event);
    else value = this.collected(event);
    if (tag !== undefined) value = this.tagged(event, value);
    if (anchor !== undefined) {
      if (!this.isGo && this.anchors.has(anchor)) this.broken(event, `found duplicate anchor '${anchor}'`);
      this.anchors.set(anchor, { value, size: this.decoded - before, event });
    }
    return value;
  }

  private collected(event: Event): unknown {
    const { anchor } = event;
    if (anchor !== undefined) this.open.push(anchor);
    const value = event.type === E.sequence ? this.sequence() : this.mapping();
    if (anchor !== undefined) this.open.pop();
    return value;
  }

  private scalar(event: Event): unknown {
    const { tag, value: text } = event;
    const value =
      tag === undefined || (tag === '!' && !this.isGo)
        ? this.isGo
          ? (this.isKustomize ? kustomizeScalar : goScalar)(text)
          : pyScalar(text)
        : this.withTag(event);
    if (value instanceof Refused) return this.broken(event, value.reason);
    if (this.isGo && typeof value === 'boolean' && text.length <= 3 && tag === undefined) this.hasWords = true;
    return value;
  }

  private withTag(event: Event): unknown {
    const { tag = '', value: text } = event;
    if (!tag.startsWith(own)) return text;
    const name = tag.slice(own.length);
    if (!this.isGo) return name === 'merge' && text === '<<' ? text : pyTagged(text, name);
    const made = goTagged(text, name);
    return 'refused' in made ? this.broken(event, made.refused) : made.value;
  }

  private sequence(): unknown[] {
    const items: unknown[] = [];
    const { path } = this;
    while (this.events[this.next]!.type !== E.end) {
      path.push(items.length);
      const event = this.events[this.next]!;
      const item = this.node();
      if (this.isGo && typeof item === 'number' && !Number.isFinite(item)) this.noJson(event, item);
      items.push(item);
      path.pop();
    }
    this.next += 1;
    // A list that grew has room for sixteen more.
    return items.slice();
  }

  private mapping(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    let merged: Record<string, unknown> | undefined;
    let given: Set<string> | undefined;
    const { path } = this;
    while (this.events[this.next]!.type !== E.end) {
      const event = this.events[this.next]!;
      if (isMerge(event)) {
        this.next += 1;
        const source = this.events[this.next]!;
        path.push('<<');
        given ??= new Set(Object.keys(map));
        // goyaml merges where the key stands, over what came before; PyYAML before everything else.
        this.merge(source, this.node(), this.isGo ? map : (merged ??= {}));
        path.pop();
        continue;
      }
      const key = event.type === E.scalar && event.tag === undefined && event.style !== 'plain' ? this.quotedKey(event) : this.key(event);
      path.push(key);
      const at = this.events[this.next]!;
      const value = this.node();
      if (this.isGo && typeof value === 'number' && !Number.isFinite(value)) this.noJson(at, value);
      if (given === undefined ? Object.hasOwn(map, key) : given.has(key))
        this.fault('yaml-duplicate-key', event, `the key ${JSON.stringify(key)} is here twice`);
      given?.add(key);
      put(map, key, value);
      path.pop();
    }
    this.next += 1;
    if (merged === undefined) return map;
    for (const [key, value] of Object.entries(map)) put(merged, key, value);
    return merged;
  }

  private quotedKey(event: Event): string {
    this.decoded += 1;
    this.next += 1;
    if (event.anchor !== undefined) this.anchors.set(event.anchor, { value: event.value, size: 1, event });
    return event.value;
  }

  /** A key as text: JSON knows no other. */
  private key(event: Event): string {
    let value: unknown;
    // `=` is a key like any other to PyYAML, and nothing else.
    if (!this.isGo && event.value === '=' && event.type === E.scalar && event.tag === undefined) {
      value = '=';
      this.next += 1;
    } else value = this.node();
    if (this.isGo && value instanceof Tagged) ({ value } = value);
    if (typeof value === 'string') return value;
    const { value: text } = event.type === E.alias ? (this.anchors.get(event.anchor!)?.event ?? event) : event;
    const key = this.isGo ? goKey(value, text) : pyKey(value, text);
    if (key !== undefined) return key;
    if (value instanceof Tagged && !this.isGo) return `${value.tag} ${JSON.stringify(value.value)}`;
    if (!this.isGo) return this.broken(event, 'found unhashable key');
    return this.broken(
      event,
      typeof value === 'object' && value !== null ? `invalid map key: ${JSON.stringify(value)?.slice(0, 60)}` : `unsupported map key ${JSON.stringify(value)}`,
    );
  }

  private merge(source: Event, value: unknown, into: Record<string, unknown>): void {
    const refused = 'map merge requires map or sequence of maps as the value';
    const isList = Array.isArray(value) && !(this.isGo && source.type === E.alias);
    const maps = isList ? [...(value as unknown[])].reverse() : [value];
    for (const one of maps) {
      const map = one instanceof Tagged ? one.value : one;
      if (typeof map !== 'object' || map === null || Array.isArray(map) || map instanceof Date) this.broken(source, refused);
      for (const [key, item] of Object.entries(map)) put(into, key, item);
    }
  }

  private alias(event: Event): unknown {
    const found = this.anchors.get(event.anchor!);
    if (found === undefined) {
      const name = event.anchor!;
      const isInside = this.open.includes(name);
      const said = isInside ? `yaml: anchor '${name}' value contains itself` : `yaml: unknown anchor '${name}' referenced`;
      return this.broken(event, isInside ? `the alias *${name} is inside its own anchor` : `the alias *${name} has no anchor before it`, said);
    }
    this.decoded += found.size;
    this.aliased += found.size;
    if (this.aliased > maxAliased) this.broken(event, `its aliases expand to more than ${maxAliased} values`);
    if (this.isGo && this.aliased > 100 && this.decoded > 1000 && this.aliased / this.decoded > 0.99)
      this.broken(event, 'document contains excessive aliasing');
    return found.value;
  }

  private tagged(event: Event, value: unknown): unknown {
    const tag = event.tag!;
    if (tag === '!') return value;
    if (!tag.startsWith(own)) {
      const message = `the tag ${tag} means nothing to Kubernetes`;
      // Blueprints have hundreds: where they belong, one of each says it.
      if (this.isGo || !this.faults.some((fault) => fault.message === message)) this.fault('yaml-tag-unknown', event, message);
      return new Tagged(tag, value);
    }
    // goyaml has no eye for tags of lists and maps.
    const name = tag.slice(own.length);
    if (this.isGo) {
      if (!known.has(name)) this.fault('yaml-tag-unknown', event, `the tag !!${name} means nothing to Kubernetes`);
      return value;
    }
    if (event.type === E.scalar) return name === 'binary' ? new Tagged('!!binary', value) : value;
    return this.collection(event, value, name);
  }

  /** PyYAML wants each of its own tags on the kind of node that it is for. */
  private collection(event: Event, value: unknown, name: string): unknown {
    const found = event.type === E.sequence ? 'sequence' : 'mapping';
    const wanted = ['map', 'set'].includes(name) ? 'mapping' : ['seq', 'omap', 'pairs'].includes(name) ? 'sequence' : known.has(name) ? 'scalar' : undefined;
    if (wanted === undefined) return this.broken(event, `could not determine a constructor for the tag '${own}${name}'`);
    if (wanted !== found) return this.broken(event, `expected a ${wanted} node, but found ${found}`);
    if (name === 'set') return Object.fromEntries(Object.keys(value as object).map((key) => [key, null]));
    if (name !== 'omap' && name !== 'pairs') return value;
    return (value as unknown[]).map((item) => {
      const entries = typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.entries(item) : [];
      return entries.length === 1 ? entries[0] : this.broken(event, 'expected a mapping of length 1');
    });
  }

  /** JSON has no infinity, and Kubernetes reads nothing else. */
  private noJson(event: Event, value: number): void {
    const message = `json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`;
    this.broken(event, message, message);
  }

  private broken(event: Event, message: string, said = `yaml: ${message}`): never {
    this.fault('yaml-broken', event, message, said);
    throw new Broken();
  }

  private fault(code: YamlFault['code'], event: Event, message: string, said?: string): void {
    const offset = code === 'yaml-tag-unknown' ? event.tagStart : Math.max(0, event.start < 0 ? event.textStart : event.start);
    this.faults.push({ code, offset, path: [...this.path], message, ...(said === undefined ? {} : { said }) });
  }
}

const known = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq', 'binary', 'timestamp', 'merge']);

/** `<<` without quotes. */
export const isMerge = ({ type, value, tag, style }: Event): boolean =>
  type === E.scalar && value === '<<' && (tag === undefined ? style === 'plain' : tag === '!' || tag === `${own}merge`);

function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
