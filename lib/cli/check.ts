import { resolve } from 'node:path';
import { applyBaseline, readBaseline, writeBaseline } from '../check/baseline.ts';
import { readCheckConfig } from '../check/check-config.ts';
import { checkTree, type CheckResult } from '../check/check-tree.ts';
import { withOwnRules } from '../check/define-rule.ts';
import { applyIgnores } from '../check/ignores.ts';
import { knownCodes } from '../check/known-codes.ts';
import { rules as builtIn } from '../check/registry.ts';
import { countsOf, loginsAsJson, renderLogins, versionsAsJson } from '../check/render-logins.ts';
import { summaryOf } from '../check/summary.ts';
import type { Rule } from '../repository/rule.ts';
import { sayable, sayableNames } from '../repository/versions.ts';
import type { Finding } from '../contract/finding.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { outputOf } from './output.ts';
import { ownOptions } from './own-options.ts';
import { parse } from './parse.ts';
import { progressOn } from './progress.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout check`: judges manifests as they are written, those in `dist` unless paths are given. */
export async function checkCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.check);
  const { format } = outputOf(values);
  const own = await ownOptions('check', values.integrations);
  const rules = withOwnRules(builtIn, own.rules);
  if (values.list === true) return list(rules, format === 'json', io);
  const only = codes('only', values.only, rules);
  const ignore = codes('ignore', values.ignore, rules);
  const config = readCheckConfig(values.config, knownCodes(rules));
  const baseline = values.baseline ?? config.baseline;
  const isWhole = (only ?? ignore) === undefined;
  const writes = values['write-baseline'] === true;
  if (writes && (only ?? ignore) !== undefined) throw new UsageError('--write-baseline needs the findings of all rules: omit --only and --ignore');
  const paths = positionals.length > 0 ? positionals : (config.paths ?? ['dist']);
  const progress = progressOn(io, values.quiet === true);
  let result: CheckResult;
  try {
    result = checkTree(paths, {
      progress,
      imports: 'imports',
      versions: { ...config.versions, ...versionsOf(values) },
      strict: values.strict ?? config.strict ?? false,
      ...own,
      ...(only === undefined ? {} : { only }),
      ...(ignore === undefined ? {} : { ignore }),
    });
  } finally {
    progress(undefined);
  }
  const notes = new Set(result.notes.map(identityOf));
  const isNote = (finding: Finding): boolean => notes.has(identityOf(finding));
  const ignored = applyIgnores([...result.findings, ...result.notes], config, isWhole && positionals.length === 0);
  if (writes) {
    const file = baseline ?? 'pinout.baseline.json';
    const count = writeBaseline(
      ignored.filter((finding) => !isNote(finding)),
      file,
    );
    if (values.quiet !== true) io.talk(`wrote ${count} findings to ${file}\n`);
    return { code: exit.clean, findings: [], json: { baseline: { file, findings: count } } };
  }
  const known = baseline === undefined ? ignored : applyBaseline(ignored, readBaseline(baseline), isWhole ? isBelow(paths) : () => false);
  const findings = known.filter((finding) => !isNote(finding));
  const kept = known.filter((finding) => isNote(finding) && finding.suppressed === undefined);
  const sumsUp = (format === 'text' || format === 'github') && values.quiet !== true;
  const rows = sumsUp || format === 'json' || values.logins === true ? result.logins() : [];
  const counts = countsOf(rows);
  const summary = sumsUp
    ? summaryOf(findings, counts, result.documents, { skipped: result.skipped, notes: kept, rows, paths, all: values.all === true })
    : { counts: '', below: '', found: '' };
  const code = findings.some((finding) => finding.code === 'path-unreadable' && finding.suppressed === undefined) ? exit.unreadable : codeOf(findings);
  if (values.logins === true && format === 'text') {
    io.out(renderLogins(rows, result.versions));
    return { code, findings: [], printed: true, summary: summary.counts + summary.below };
  }
  return {
    code,
    findings,
    ...(format === 'text' ? { opening: summary.counts, summary: summary.below + summary.found } : { summary: summary.counts + summary.below }),
    ...(values.all === true ? {} : { grouped: true as const }),
    // Line and column of each login cost reading its file once more: only who sees them pays for them.
    ...(format === 'json'
      ? {
          json: {
            documents: result.documents,
            rules: result.rules,
            skipped: result.skipped,
            notes: kept,
            summary: counts,
            logins: loginsAsJson(rows),
            versions: versionsAsJson(result.versions),
          },
        }
      : {}),
  };
}

/** What tells a finding from others, suppressed or not. */
const identityOf = ({ code, file, line, column, message }: Finding): string => [code, file, line, column, message].join('\0');

const isBelow = (paths: readonly string[]): ((path: string) => boolean) => {
  const roots = paths.map((path) => resolve(path));
  return (path) => roots.some((root) => path === root || path.startsWith(`${root}/`));
};

const codeOf = (findings: Outcome['findings']): number =>
  findings.some(({ severity, suppressed }) => severity === 'error' && suppressed === undefined) ? exit.findings : exit.clean;

/** Versions of the command line. @throws UsageError */
function versionsOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    sayableNames.flatMap((product) => {
      const text = values[product];
      if (typeof text !== 'string') return [];
      if (!/^v?\d+\.\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${product} takes a version such as ${sayable[product]}, but got ${JSON.stringify(text)}`);
      return [[product, text]];
    }),
  );
}

/** Codes of an option. @throws UsageError for one that is no rule: a typo would leave a rule out in silence. */
function codes(option: string, text: string | undefined, rules: readonly Rule[]): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const given = text.split(',').map((code) => code.trim());
  const known = new Set(knownCodes(rules));
  const unknown = given.find((code) => !known.has(code));
  if (unknown !== undefined) throw new UsageError(`--${option}: no rule ${JSON.stringify(unknown)}; pinout check --list lists the rules`);
  return given;
}

function list(rules: readonly Rule[], asJson: boolean, io: Io): Outcome {
  const rows = rules.map(({ code, severity, title, strict = false, own }) => ({
    code,
    severity,
    title,
    strict,
    ...(own === true ? {} : { docs: `docs/rules/${code}.md` }),
  }));
  if (asJson) io.out(`${JSON.stringify({ findings: [], rules: rows }, null, 2)}\n`);
  else {
    const width = Math.max(...rows.map(({ code }) => code.length));
    io.out(rows.map(({ code, severity, title, strict }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}${strict ? ' (--strict)' : ''}\n`).join(''));
  }
  return { code: exit.clean, findings: [], printed: true };
}
