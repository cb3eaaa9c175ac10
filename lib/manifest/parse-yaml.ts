import { isJson } from './is-json.ts';
import type { Dialect } from './dialect.ts';
import type { Event } from './yaml-event.ts';
import { yamlEvents } from './yaml-events.ts';
import type { Path, YamlFault } from './yaml-fault.ts';
import { YamlError } from './yaml-input.ts';
import { Values } from './yaml-values.ts';

export { Tagged } from './tagged.ts';

export type { Path, YamlFault };

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
  /** Whether it has words that kustomize takes for text, and Kubernetes for true or false. */
  readonly hasWords?: boolean;
}

/**
 * Every document of a YAML text, read as the program that it is for reads it. A document that this program refuses has a fault and no value; the
 * others of its file are still read. Between its `---` lines Kubernetes' reader takes one document, and what stands behind its end is not read.
 * A blueprint is one document as a whole.
 *
 * @example parseYaml('a: yes', 'go')[0]?.value // { a: true }
 */
export function parseYaml(text: string, dialect: Dialect = 'go', base = 0): Parsed[] {
  if (dialect === 'pyyaml') return parsePiece(text, dialect, base);
  const all = pieces(text);
  return all.length === 1 ? parsePiece(text, dialect, base) : all.flatMap(([start, end]) => parsePiece(text.slice(start, end), dialect, base + start));
}

/** Events of one document. Parsed again on each call: only who says a position needs them. */
export function eventsOf({ text, value, dialect }: Parsed): readonly Event[] {
  return value === undefined ? [] : eventsIn(text, dialect);
}

function eventsIn(text: string, dialect: Dialect, ended?: string): readonly Event[] {
  try {
    return yamlEvents(text, dialect, false, ended);
  } catch (error) {
    // kubectl and Flux read JSON as JSON; goyaml does not know all of its escapes.
    if (dialect === 'go' && /^\s*\{/.test(text) && isJson(text)) return yamlEvents(text, dialect, true);
    throw error;
  }
}

/** A document as kustomize reads it; the same where that makes no difference. */
export function asKustomizeReads(parsed: Parsed): Parsed {
  if (parsed.hasWords !== true) return parsed;
  const values = new Values(eventsOf(parsed), 'go', true);
  return { ...parsed, value: values.value(), faults: values.faults, hasWords: false };
}

/** The texts between `---` lines. Directives belong to the document after them. */
function pieces(text: string): (readonly [number, number])[] {
  const starts = [0];
  if (!text.includes('---', 1)) return [[0, text.length]];
  for (const { index } of text.matchAll(/^---(?=[ \t\r\n]|$)/gm)) if (index > 0 && !onlyDirectives(text, starts.at(-1)!, index)) starts.push(index);
  return starts.map((start, index) => [start, starts[index + 1] ?? text.length] as const);
}

function onlyDirectives(text: string, start: number, end: number): boolean {
  const before = text.slice(start, Math.min(end, start + 4096));
  return /^%/m.test(before) && before.split(/[\n\r\u0085\u2028\u2029]/).every((line) => /^\ufeff?\s*(?:$|#)|^%/.test(line));
}

function parsePiece(given: string, dialect: Dialect, base: number): Parsed[] {
  // Values are slices of what was parsed: the document's own text is one too, so that nothing holds it twice.
  const ended = `${given}\0`;
  const text = ended.slice(0, -1);
  let events: readonly Event[];
  try {
    events = eventsIn(text, dialect, ended);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return [
      {
        text,
        value: undefined,
        faults: [{ code: 'yaml-broken', offset: error.offset, path: [], message: error.message, said: goSays(error, text) }],
        dialect,
        base,
      },
    ];
  }
  if (events.length === 0) return [];
  const values = new Values(events, dialect);
  const value = values.value();
  return [{ text, value, faults: values.faults, dialect, base, hasWords: values.hasWords && value !== undefined }];
}

/** The text of goyaml's error: it counts lines from 0 or from 1, by where it failed (yaml.go, parser.fail). */
function goSays({ message, stage, offset, context }: YamlError, text: string): string {
  const lineOf = (at: number) => text.slice(0, at).split(/\r\n|[\n\r\u0085\u2028\u2029]/).length - 1;
  const atEnd = stage === 'parser' && offset >= text.length && !/[\n\r\u0085\u2028\u2029]$/.test(text) ? 1 : 0;
  const problem = lineOf(offset) + atEnd;
  const line = stage === 'reader' ? 0 : problem > 0 ? problem + (stage === 'scanner' ? 1 : 0) : lineOf(context);
  return `yaml: ${line === 0 ? '' : `line ${line}: `}${message}`;
}
