import { type Path, Tagged } from '../../manifest/parse-yaml.ts';
import { SourceDocument } from '../../manifest/source.ts';

/** Variables of authentik's worker: their texts; `hidden` when others may be set too. */
export interface WorkerEnvironment {
  readonly values: ReadonlyMap<string, string | undefined>;
  readonly hidden: boolean;
}

/** More than this is no blueprint that anybody reads. */
const mostValues = 300_000;

const workedOut = /!(?:Context|Env|Format|If|Condition|Enumerate|AtIndex|ParseJSON)\b/;

/**
 * A blueprint with the values in it that authentik works out of constants: `!Context`, `!Env`, `!Format`, `!If`, `!Condition`, `!Enumerate` and what goes
 * with them (authentik/blueprints/v1/common.py). What needs the database or a file stays as it is. Every value keeps its place.
 */
export function evaluated(document: SourceDocument, environment: WorkerEnvironment): SourceDocument {
  const { value, text } = document.parsed;
  if (typeof value !== 'object' || value === null || !workedOut.test(text)) return document;
  const context = (value as Readonly<Record<string, unknown>>)['context'];
  const made = new Evaluation(isMap(context) ? context : {}, environment).of(value, []);
  return made === tooMuch ? document : new EvaluatedDocument(document, made);
}

class EvaluatedDocument extends SourceDocument {
  private readonly source: SourceDocument;

  constructor(source: SourceDocument, value: unknown) {
    super(source.file, { ...source.parsed, value }, (offset) => source.position(offset), source.prefix);
    this.source = source;
  }

  override fileOf(at: { keyPath(): Path }): string {
    return this.source.fileOf(at);
  }

  override positionOf(path: Path, which: 'key' | 'value' = 'value') {
    return this.source.positionOf(path, which);
  }

  override positionInside(...given: Parameters<SourceDocument['positionInside']>) {
    return this.source.positionInside(...given);
  }

  override embedded(...given: Parameters<SourceDocument['embedded']>) {
    return this.source.embedded(...given);
  }
}

const tooMuch = Symbol('too much');
type Map_ = Readonly<Record<string, unknown>>;
/** What `!Index` and `!Value` see, the innermost last. */
type Loops = readonly { readonly index: unknown; readonly value: unknown }[];

const isMap = (value: unknown): value is Map_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Tagged);
const isOpen = (value: unknown): boolean => value instanceof Tagged || value === tooMuch;

class Evaluation {
  private left = mostValues;
  private readonly context: Map_;
  private readonly environment: WorkerEnvironment;

  constructor(context: Map_, environment: WorkerEnvironment) {
    this.context = context;
    this.environment = environment;
  }

  of(value: unknown, loops: Loops, depth = 0): unknown {
    if (depth > 60 || (this.left -= 1) < 0) return tooMuch;
    const inner = (one: unknown): unknown => this.of(one, loops, depth + 1);
    if (value instanceof Tagged) return this.tagged(value, loops, inner, depth);
    if (Array.isArray(value)) {
      const items = (value as unknown[]).map(inner);
      if (items.includes(tooMuch)) return tooMuch;
      return items.some((one, index) => one !== (value as unknown[])[index]) ? items : value;
    }
    if (!isMap(value)) return value;
    let made: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      const one = inner(value[key]);
      if (one === tooMuch) return tooMuch;
      if (one === value[key]) continue;
      // What is the same stays the same object: most of a blueprint is.
      made ??= Object.fromEntries(Object.entries(value));
      Object.defineProperty(made, key, { value: one, enumerable: true, configurable: true, writable: true });
    }
    return made ?? value;
  }

  private tagged(node: Tagged, loops: Loops, inner: (value: unknown) => unknown, depth: number): unknown {
    const { tag, value } = node;
    // The body of a loop is worked out once for each round.
    if (tag === '!Enumerate') return this.enumerated(node, loops, inner, depth);
    const given = inner(value);
    if (given === tooMuch) return tooMuch;
    const list: readonly unknown[] = Array.isArray(given) ? (given as unknown[]) : [given];
    const [first, second, third] = list;
    const open = () => (given === value ? node : new Tagged(tag, given));
    switch (tag) {
      case '!Context':
        return typeof first === 'string' && Object.hasOwn(this.context, first) ? inner(this.context[first]) : list.length > 1 ? second : open();
      case '!Env':
        return this.variable(first, list) ?? open();
      case '!Format':
        return list.some(isOpen) || typeof first !== 'string' ? open() : (formatted(first, list.slice(1)) ?? open());
      case '!If': {
        if (isOpen(first)) return open();
        return Array.isArray(value) ? (isTrue(first) ? second : third) : isTrue(first);
      }
      case '!Condition':
        return list.some(isOpen) ? open() : (combined(first, list.slice(1).map(isTrue)) ?? open());
      case '!AtIndex':
        return list.slice(0, 2).some(isOpen) ? open() : memberOf(first, second, list.length > 2 ? third : undefined);
      case '!ParseJSON':
        return typeof first === 'string' ? (parsed(first) ?? open()) : open();
      case '!Index':
      case '!Value': {
        const loop = loops.at(-1 - Number(first));
        return loop === undefined ? open() : tag === '!Index' ? loop.index : loop.value;
      }
      default:
        return open();
    }
  }

  /** A secret's variable keeps its name: it is no constant of the blueprint. */
  private variable(name: unknown, list: readonly unknown[]): unknown {
    if (typeof name !== 'string' || /SECRET|PASSWORD|TOKEN|KEY/i.test(name)) return undefined;
    const known = this.environment.values.get(name);
    if (known !== undefined) return known;
    return list.length > 1 && !this.environment.values.has(name) && !this.environment.hidden ? list[1] : undefined;
  }

  private enumerated(node: Tagged, loops: Loops, inner: (value: unknown) => unknown, depth: number): unknown {
    const [over, into, body] = Array.isArray(node.value) ? (node.value as unknown[]) : [];
    const members = inner(over);
    const pairs = Array.isArray(members) ? [...(members as unknown[]).entries()] : isMap(members) ? Object.entries(members) : undefined;
    if (pairs === undefined) return members === tooMuch ? tooMuch : node;
    const made = pairs.map(([index, value]) => this.of(body, [...loops, { index, value: Array.isArray(members) ? value : [index, value] }], depth + 1));
    if (made.includes(tooMuch)) return tooMuch;
    if (into !== 'MAP') return made;
    const rows = made.filter((one): one is unknown[] => Array.isArray(one) && one.length === 2 && typeof one[0] === 'string');
    return rows.length === made.length ? Object.fromEntries(rows as [string, unknown][]) : node;
  }
}

/** As Python has it. */
const isTrue = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : isMap(value)
      ? Object.keys(value).length > 0
      : value !== '' && value !== 0 && value !== false && value !== null && value !== undefined;

function combined(mode: unknown, values: readonly boolean[]): boolean | undefined {
  const odd = values.reduce((before, one) => before !== one, false);
  switch (mode) {
    case 'AND':
      return values.every(Boolean);
    case 'NAND':
      return !values.every(Boolean);
    case 'OR':
      return values.some(Boolean);
    case 'NOR':
      return !values.some(Boolean);
    case 'XOR':
      return odd;
    case 'XNOR':
      return !odd;
    default:
      return undefined;
  }
}

/** Python's % with texts and numbers; undefined for what it would refuse, or what is done here no other way. */
function formatted(pattern: string, values: readonly unknown[]): string | undefined {
  let next = 0;
  let isKnown = true;
  const text = pattern.replaceAll(/%(%|[a-z]|.)/g, (_, kind: string) => {
    if (kind === '%') return '%';
    const value = values[next++];
    if ((kind === 's' && (typeof value === 'string' || typeof value === 'number')) || (kind === 'd' && Number.isInteger(value))) return String(value);
    isKnown = false;
    return '';
  });
  return isKnown && next === values.length ? text : undefined;
}

function memberOf(of: unknown, at: unknown, otherwise: unknown): unknown {
  if (Array.isArray(of)) return (of as unknown[])[Number(at)] ?? otherwise ?? null;
  return isMap(of) && Object.hasOwn(of, String(at)) ? of[String(at)] : (otherwise ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
