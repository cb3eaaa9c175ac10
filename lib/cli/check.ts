import { checkTree } from '../check/check-tree.ts';
import { rules } from '../check/registry.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { outputOf } from './output.ts';
import { parse } from './parse.ts';
import { UsageError } from './usage-error.ts';

const options = {
  list: { type: 'boolean' },
  strict: { type: 'boolean' },
  only: { type: 'string' },
  ignore: { type: 'string' },
  authentik: { type: 'string' },
  kubernetes: { type: 'string' },
  flux: { type: 'string' },
} as const;

/** `pinout check`: judges manifests as they are written, those in `dist` unless paths are given. */
export async function checkCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, options, true);
  if (values.list === true) return Promise.resolve(list(outputOf(args).format === 'json', io));
  const only = codes('only', values.only);
  const ignore = codes('ignore', values.ignore);
  const versions = Object.fromEntries(
    (['authentik', 'kubernetes', 'flux'] as const).flatMap((product) => {
      const text = values[product];
      if (text === undefined) return [];
      if (!/^v?\d+\.\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${product} takes a version such as 1.36, but got ${JSON.stringify(text)}`);
      return [[product, text]];
    }),
  );
  const { findings, ...counts } = checkTree(positionals.length === 0 ? ['dist'] : positionals, {
    versions,
    strict: values.strict === true,
    ...(only === undefined ? {} : { only }),
    ...(ignore === undefined ? {} : { ignore }),
  });
  if (findings.length === 0 && values.quiet !== true) io.talk(`${counts.documents} documents, no findings\n`);
  return {
    code: findings.some(({ severity, suppressed }) => severity === 'error' && suppressed === undefined) ? exit.findings : exit.clean,
    findings,
    json: counts,
  };
}

/** Codes of an option. @throws UsageError for one that is no rule: a typo would leave a rule out in silence. */
function codes(option: string, text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const given = text.split(',').map((code) => code.trim());
  const known = new Set(rules.map(({ code }) => code));
  const unknown = given.find((code) => !known.has(code));
  if (unknown !== undefined)
    throw new UsageError(`--${option} takes codes of rules, apart by commas, but ${JSON.stringify(unknown)} is none: pinout check --list`);
  return given;
}

function list(asJson: boolean, io: Io): Outcome {
  const rows = rules.map(({ code, severity, title, strict = false }) => ({ code, severity, title, strict, docs: `docs/rules/${code}.md` }));
  if (asJson) io.out(`${JSON.stringify({ findings: [], rules: rows }, null, 2)}\n`);
  else {
    const width = Math.max(...rows.map(({ code }) => code.length));
    io.out(rows.map(({ code, severity, title, strict }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}${strict ? ' (--strict)' : ''}\n`).join(''));
  }
  return { code: exit.clean, findings: [], printed: true };
}
