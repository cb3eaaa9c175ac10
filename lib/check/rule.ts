import type { Finding, Severity } from '../contract/finding.ts';
import type { Seen } from '../contract/observed.ts';
import { withoutPasswords } from '../contract/public-url.ts';
import { Reader } from '../manifest/reader.ts';
import type { Repository } from './model/repository.ts';

/** Where a report points to: a node of a document, a value that was read there, or a file. */
export type Place = Reader | Seen<unknown> | { readonly file: string; readonly line?: number; readonly column?: number; readonly path?: string };

/** What a rule found, before the framework adds its code, its severity and its page. */
export interface Report {
  readonly at: Place;
  /** When it is less or more grave than the rule usually is. */
  readonly severity?: Severity;
  /** The app or object, its field, and what is wrong with it. Never a secret's value. */
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  readonly why?: string;
  /** What to write instead. */
  readonly fix: string;
}

/** One thing that goes wrong, and how it looks in YAML. Its page is `docs/rules/CODE.md`. */
export interface Rule {
  /** Stable; name of its file, its page and its fixtures. */
  readonly code: string;
  /** `error`: a login fails or a hole is open. `warning`: it will bite later. `info`: worth knowing. */
  readonly severity: Severity;
  /** One line for `pinout check --list`. */
  readonly title: string;
  readonly run: (repository: Repository) => Iterable<Report>;
}

/** A report as finding. */
export function findingOf(rule: Rule, { at, severity, ...text }: Report): Finding {
  // Rules quote what they found. A password may stand in it, whatever the rule is about.
  const quoted = Object.fromEntries(
    Object.entries(text).map(([key, value]) => [key, value === undefined ? undefined : withoutPasswords(value)]),
  ) as typeof text;
  return { code: rule.code, severity: severity ?? rule.severity, ...placeOf(at), ...quoted, docs: `docs/rules/${rule.code}.md` };
}

function placeOf(at: Place): Pick<Finding, 'file' | 'line' | 'column' | 'path'> {
  const { file, line, column, path = '' } = at instanceof Reader ? at.seen(undefined).at : 'at' in at ? at.at : at;
  return { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }), ...(path === '' ? {} : { path }) };
}
