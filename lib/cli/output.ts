import { parseArgs } from 'node:util';
import { type Format, formats } from '../check/render.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import type { Outcome } from './command.ts';
import { exit } from './io.ts';
import { UsageError } from './usage-error.ts';

const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

/** Options that every command takes. */
export const outputOptions = {
  json: { type: 'boolean' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  quiet: { type: 'boolean' },
} as const;

/** How findings are shown, and from which severity on they count for the exit code. */
export interface Output {
  readonly format: Format;
  readonly failOn: Severity;
}

/** Reads `--json`, `--format` and `--fail-on` out of the arguments of any command. @throws UsageError */
export function outputOf(args: readonly string[]): Output {
  const { values } = parseArgs({ args: [...args], options: outputOptions, strict: false, allowPositionals: true });
  const one = <T extends string>(name: string, given: unknown, known: readonly T[], otherwise: T): T => {
    if (given === undefined) return otherwise;
    if (typeof given === 'string' && (known as readonly string[]).includes(given)) return given as T;
    throw new UsageError(`--${name} takes one of ${known.join(', ')}, but got ${typeof given === 'string' ? JSON.stringify(given) : 'nothing'}`);
  };
  const format = one('format', values.format, formats, values.json === true ? 'json' : 'text');
  if (values.json === true && format !== 'json') throw new UsageError(`--json and --format ${format} exclude each other`);
  return { format, failOn: one('fail-on', values['fail-on'], severities, 'error') };
}

/** The exit code: a finding counts from the severity of `--fail-on` on, unless it is suppressed. Codes that say "could not run" stay. */
export function exitCodeOf({ code, findings }: Outcome, failOn: Severity): number {
  if (code !== exit.clean && code !== exit.findings) return code;
  if (findings.length === 0) return code;
  return findings.some((finding) => counts(finding, failOn)) ? exit.findings : exit.clean;
}

const counts = ({ severity, suppressed }: Finding, failOn: Severity): boolean =>
  suppressed === undefined && severities.indexOf(severity) <= severities.indexOf(failOn);
