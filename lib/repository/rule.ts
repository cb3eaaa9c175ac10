import type { Finding, Severity } from '../contract/finding.ts';
import type { Located } from '../contract/observed.ts';
import { withoutPasswords } from '../contract/public-url.ts';
import { Reader } from '../manifest/reader.ts';
import type { Need } from './need.ts';
import type { Repository } from './repository.ts';

/** The place of a report: a node in a document, a value that was read from it, or a file. */
export type Place = Reader | Located<unknown> | { readonly file: string; readonly line?: number; readonly column?: number; readonly path?: string };

/** What a rule found in one place. Texts that are the same for every finding are in the rule. */
export interface Report {
  readonly at: Place;
  /** Set if it differs from the severity of the rule. */
  readonly severity?: Severity;
  /** False where something that the files do not say may make it right: no error then, but a warning. Unless set, it is sure. */
  readonly isSure?: boolean;
  /** The app or object, its field, and what is wrong with it. Never a secret's value. */
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  /** Overrides the text of the rule. */
  readonly why?: string;
  /** Overrides the text of the rule. */
  readonly fix?: string;
}

/** One kind of mistake, how to find it in YAML, and what `pinout help CODE` and `docs/rules/CODE.md` say of it. */
export interface Rule {
  /** Stable. Also the name of the page and of the fixtures. */
  readonly code: string;
  /** `error`: a login fails or a hole is open. `warning`: it will fail later, or for some users. `info`: good to know. */
  readonly severity: Severity;
  /**
   * What has to be read, beside the lines that it points at, before a finding about somebody else's files is sure. Empty: those lines alone say it, as
   * a server refuses them. Each rule of pinout that reports errors says so.
   */
  readonly needs?: readonly Need[];
  /** An opinion about style or running a cluster: no login fails by it, and no hole opens. Foreign files are judged by it with `--strict` alone. */
  readonly strict?: true;
  /** Says what was not judged, and no fault: a line of the summary, and a finding with `--strict` alone. */
  readonly coverage?: true;
  /**
   * States a default of the upstream that many keep on purpose, in words for one and for many places. Foreign files get one line of the summary for all
   * places, and findings with `--strict` alone.
   */
  readonly choice?: { readonly one: string; readonly many: string };
  /** One line for `pinout check --list`. */
  readonly title: string;
  /** Why it is wrong, for findings without their own reason. */
  readonly why?: string;
  /** What users see, as Markdown. */
  readonly symptom: string;
  /** As Markdown. */
  readonly cause: string;
  /** What to write instead, from its verb on: a sentence of the page, and the fix of findings without a more specific one. Only code is marked. */
  readonly fix: string;
  /** What else the page says, after the fix. Markdown. */
  readonly more?: string;
  /** A link to the upstream documentation, issue or source file. */
  readonly source?: string;
  /** Set for a rule that is not part of pinout and has no page here. */
  readonly own?: true;
  /** The value at the place is refused as it is: other rules report nothing more about it. */
  readonly refuses?: true;
  /** The fields that the rule compares between both ends of a login. */
  readonly compares?: readonly string[];
  readonly find: (repository: Repository) => Iterable<Report>;
}

/** Turns a report into a finding. */
export function findingOf(
  rule: Rule,
  {
    at,
    isSure = true,
    severity = isSure || rule.severity !== 'error' ? rule.severity : 'warning',
    message,
    expected,
    received,
    why = rule.why,
    fix = rule.fix.replaceAll('`', ''),
  }: Report,
): Finding {
  // Rules quote what they found, and any of that may contain a password.
  const texts = Object.entries({ expected, received, why, fix }).flatMap(([key, value]) => (value === undefined ? [] : [[key, withoutPasswords(value)]]));
  return {
    code: rule.code,
    severity,
    ...placeOf(at),
    message: withoutPasswords(message),
    ...(Object.fromEntries(texts) as Pick<Finding, 'expected' | 'received' | 'why' | 'fix'>),
    ...(rule.own === true ? {} : { docs: `docs/rules/${rule.code}.md` }),
  };
}

function placeOf(at: Place): Pick<Finding, 'file' | 'line' | 'column' | 'path'> {
  const { file, line, column, path = '' } = at instanceof Reader ? at.located(undefined).at : 'at' in at ? at.at : at;
  return { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }), ...(path === '' ? {} : { path }) };
}
