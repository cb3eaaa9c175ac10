import type { Finding, Severity } from '../contract/finding.ts';
import type { Located } from '../contract/observed.ts';
import { withoutPasswords } from '../contract/public-url.ts';
import { Reader } from '../manifest/reader.ts';
import type { Need } from './need.ts';
import type { Repository } from './repository.ts';

/** Where a report points to: a node of a document, a value that was read there, or a file. */
export type Place = Reader | Located<unknown> | { readonly file: string; readonly line?: number; readonly column?: number; readonly path?: string };

/** What a rule found in one place. What is the same wherever the rule fires stands in the rule. */
export interface Report {
  readonly at: Place;
  /** When it is less or more grave than the rule usually is. */
  readonly severity?: Severity;
  /** The app or object, its field, and what is wrong with it. Never a secret's value. */
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  /** Instead of the rule's. */
  readonly why?: string;
  /** Instead of the rule's. */
  readonly fix?: string;
}

/** What `pinout help CODE` and `docs/rules/CODE.md` say, as Markdown. */
export interface RulePage {
  /** What people see. */
  readonly symptom: string;
  readonly cause: string;
  readonly fix: string;
  /** What else is worth saying, between the fix and the source. */
  readonly more?: string;
  /** Upstream's page, issue or source file. */
  readonly source?: string;
}

/** One thing that goes wrong, and how it looks in YAML. */
export interface Rule {
  /** Stable; name of its page and its fixtures. */
  readonly code: string;
  /** `error`: a login fails or a hole is open. `warning`: it will bite later. `info`: worth knowing. */
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
  /** Why it goes wrong, in each finding that gives no reason of its own. */
  readonly why?: string;
  /** What to write instead, in each finding that says nothing more exact. */
  readonly fix?: string;
  readonly page: RulePage;
  /** Set for a rule that is not of pinout: no page of ours explains it. */
  readonly own?: true;
  /** The value that it points at is refused as it stands: other rules say nothing more of it. */
  readonly refuses?: true;
  /** What it compares of both ends of a login. */
  readonly compares?: readonly string[];
  readonly find: (repository: Repository) => Iterable<Report>;
}

/** A report as finding. */
export function findingOf(rule: Rule, { at, severity, message, expected, received, why = rule.why, fix = rule.fix }: Report): Finding {
  // Rules quote what they found. A password may stand in it, whatever the rule is about.
  const texts = Object.entries({ expected, received, why, fix }).flatMap(([key, value]) => (value === undefined ? [] : [[key, withoutPasswords(value)]]));
  return {
    code: rule.code,
    severity: severity ?? rule.severity,
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
