import { findingOfError } from '../check/finding-of-error.ts';
import { nothingIn } from '../check/summary.ts';
import { isPinoutError } from '../contract/error.ts';
import { printable } from '../contract/printable.ts';
import { cacheFolder } from '../schema/cache-folder.ts';
import type { NotJudged } from '../schema/looks-like.ts';
import { validatePaths } from '../schema/validate-paths.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';
import { progressOn } from './progress.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** `pinout validate`: judges every document of some files and folders by the schema of its kind. */
export async function validateCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.validate);
  if (positionals.length === 0) throw new UsageError('validate needs at least one path: pinout validate dist');
  const kubernetes = /^v?1\.(\d+)(?:\.\d+)?$/.exec(values.kubernetes ?? '1.36')?.[1];
  if (kubernetes === undefined) throw new UsageError(`--kubernetes takes a version such as 1.36, but got ${JSON.stringify(values.kubernetes)}`);
  const progress = progressOn(io, values.quiet === true);
  let answer: Awaited<ReturnType<typeof validatePaths>>;
  try {
    answer = await validatePaths({
      paths: positionals,
      progress,
      version: version(),
      imports: values.imports ?? 'imports',
      strictKinds: values['strict-kinds'] === true,
      kubernetes: Number(kubernetes),
      // From its sources pinout changes without a change of its version, and old verdicts would count.
      ...(values['no-cache'] === true || import.meta.url.endsWith('.ts') || process.env['PINOUT_FROM_SOURCE'] !== undefined
        ? {}
        : { cache: cacheFolder(io.env) }),
    });
  } catch (error) {
    // One shape of the JSON, whatever happens.
    if (isPinoutError(error)) return { code: exit.unreadable, findings: [findingOfError(error)], json: { documents: 0 } };
    throw error;
  } finally {
    progress(undefined);
  }
  const { findings, documents, notJudged, linksNotFollowed: links } = answer;
  if (links.length > 0 && values.quiet !== true)
    io.talk(
      `${links.length === 1 ? 'one link' : `${links.length} links`} to folders or outside the given paths not followed: ${printable(links[0]!)}${links.length > 1 ? ', …' : ''}\n`,
    );
  const found = `${documents} ${documents === 1 ? 'document' : 'documents'}, ${findings.length === 0 ? 'no findings' : counts(findings)}\n`;
  const isEmpty = documents + findings.length + notJudged.length === 0;
  const passed = notJudged.length === 0 ? '' : passedOver(notJudged.map(({ why }) => why));
  return {
    code: findings.some(({ code }) => code === 'path-unreadable') ? exit.unreadable : findings.length > 0 ? exit.findings : exit.clean,
    findings,
    ...(values.quiet === true ? {} : { summary: isEmpty ? nothingIn(positionals) : `${passed}${found}` }),
    json: { documents, ...(notJudged.length === 0 ? {} : { notJudged }), ...(links.length === 0 ? {} : { linksNotFollowed: links.length }) },
  };
}

/** How many findings of each severity. */
function counts(findings: Outcome['findings']): string {
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity && finding.suppressed === undefined).length;
  const parts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = of(severity);
    return count === 0 ? [] : [`${count} ${severity === 'info' ? 'note' : severity}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** One line about files that were not judged. */
function passedOver(reasons: readonly NotJudged[]): string {
  const count = (wanted: NotJudged) => reasons.filter((why) => why === wanted).length;
  const parts = (
    [
      [count('not a Kubernetes object'), 'without a Kubernetes object'],
      [count('not YAML'), 'without YAML'],
      [count('template of a Helm chart'), 'templates of a Helm chart'],
      [count('template'), 'other templates'],
    ] as const
  ).flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
  return `${reasons.length === 1 ? 'one file was' : `${reasons.length} files were`} not validated: ${parts.join(', ')} (--json lists them)\n`;
}
