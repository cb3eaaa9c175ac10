import type { Format } from '../check/render.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import type { Outcome } from './command.ts';
import { exit } from './io.ts';
import { UsageError } from './usage-error.ts';

const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

/** How findings are shown, and from which severity on they count for the exit code. */
export interface Output {
  readonly format: Format;
  readonly failOn: Severity;
}

/** What `--json`, `--format` and `--fail-on` of any command say. @throws UsageError */
export function outputOf(values: { readonly json?: boolean; readonly format?: string; readonly 'fail-on'?: string }): Output {
  const format = values.format ?? (values.json === true ? 'json' : 'text');
  if (values.json === true && format !== 'json') throw new UsageError(`--json and --format ${format} cannot be combined`);
  // A command may have forms and bars of its own: what stops it is then told as text.
  const failOn = values['fail-on'] ?? 'error';
  return { format: isOne(format, formats) ? format : 'text', failOn: isOne(failOn, severities) ? failOn : 'error' };
}

const formats = ['text', 'json', 'sarif', 'github'] as const satisfies readonly Format[];
const isOne = <T extends string>(text: string, list: readonly T[]): text is T => (list as readonly string[]).includes(text);

/** The exit code: a finding counts from the severity of `--fail-on` on, unless it is suppressed. Codes that say "could not run" stay. */
export function exitCodeOf({ code, findings }: Outcome, failOn: Severity): number {
  if (code !== exit.clean && code !== exit.findings) return code;
  if (findings.length === 0) return code;
  return findings.some((finding) => counts(finding, failOn)) ? exit.findings : exit.clean;
}

const counts = ({ severity, suppressed }: Finding, failOn: Severity): boolean =>
  suppressed === undefined && severities.indexOf(severity) <= severities.indexOf(failOn);
