import { appendFileSync } from 'node:fs';
import { changesAsJson, countsOf, renderAnnotations, renderMarkdown, renderText } from '../access/diff/render-diff.ts';
import { rulesOfDiff } from '../access/diff/fails-logins.ts';
import { diffAccess } from '../access/diff/diff.ts';
import { type Weight, weights } from '../access/diff/change.ts';
import { mergeBase, requireRepository } from '../access/git/refs.ts';
import { configured, usualPaths } from '../access/paths.ts';
import { isFolder, readSide, type Where } from '../access/read-side.ts';
import { type AccessModel, noLogins, sameNames } from '../access/access-model.ts';
import { printable } from '../contract/printable.ts';
import type { SourceDocument } from '../manifest/source.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { ownOptions } from './own-options.ts';
import { parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout diff`: what changes in who may enter what. */
export async function diffCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.diff);
  if (values.json === true && values.format !== undefined && values.format !== 'json')
    throw new UsageError(`--json and --format ${values.format} cannot be combined`);
  const format = values.json === true ? 'json' : (values.format ?? 'text');
  const bar = barOf(values['fail-on']);
  const own = await ownOptions('diff', values.integrations);
  const config = configured(own.rules);
  const { sides, names } = sidesOf(positionals, usualPaths(values.path ?? [], config), values.path !== undefined, io);
  // Most files are the same in both: they are parsed once.
  const options = {
    ...own,
    only: rulesOfDiff,
    parsed: new Map<string, SourceDocument[]>(),
    ...(config.versions === undefined ? {} : { versions: config.versions }),
  };
  const [before, after] = [readSide(sides[0], options), readSide(sides[1], options)];
  const changes = diffAccess(before, after);
  if (values.quiet !== true) io.talk(`${names}: ${countsOf(changes)}\n${notes(before, after)}`);
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (values.summary === true && summary !== undefined && summary !== '') appendFileSync(summary, renderMarkdown(changes));
  if (format === 'json')
    io.out(
      `${JSON.stringify({ findings: [], changes: changesAsJson(changes), counts: Object.fromEntries(weights.map((weight) => [weight, changes.filter((one) => one.weight === weight).length])) }, null, 2)}\n`,
    );
  else io.out(format === 'markdown' ? renderMarkdown(changes) : format === 'github' ? renderAnnotations(changes) : renderText(changes));
  // What could not be opened may have changed as well.
  const isClosed = [before, after].some((model) => model.findings.some(({ code }) => code === 'path-unreadable'));
  const code = isClosed ? exit.unreadable : changes.some(({ weight }) => bar.has(weight)) ? exit.findings : exit.clean;
  return { code, findings: [], printed: true };
}

/** Weights of `--fail-on`. @throws UsageError */
function barOf(text: string | undefined): ReadonlySet<Weight> {
  const given = text === undefined ? [] : text.split(',').map((one) => one.trim());
  const wrong = given.find((one) => !(weights as readonly string[]).includes(one));
  if (wrong !== undefined) throw new UsageError(`--fail-on takes ${weights.slice(0, 3).join(', ')}, separated by commas, but got ${JSON.stringify(wrong)}`);
  return new Set(given as Weight[]);
}

/** Two folders, two commits, or a commit and the working tree. @throws UsageError */
function sidesOf(
  given: readonly string[],
  paths: readonly string[],
  isNarrow: boolean,
  io: Io,
): { readonly sides: readonly [Where, Where]; readonly names: string } {
  if (given.length > 2) throw new UsageError('diff takes two commits or two folders');
  const [first, second] = given;
  if (first !== undefined && second !== undefined && isFolder(first) && isFolder(second)) {
    if (isNarrow) throw new UsageError('--path is only for commits: pass the folders themselves');
    return { sides: [{ paths: [first] }, { paths: [second] }], names: `${first} to ${second}` };
  }
  if (first !== undefined && second !== undefined && [first, second].some((one) => isFolder(one) && /[/.]/.test(one)))
    throw new UsageError(`diff takes two folders or two commits, but ${[first, second].find((one) => !isFolder(one))!} is not a folder`);
  requireRepository('.');
  const base = first === undefined ? mergeBase('.', io.env) : { commit: first, branch: first };
  return {
    sides: [{ ref: base.commit, paths }, second === undefined ? { paths } : { ref: second, paths }],
    names: `${first ?? `since ${base.branch} (${base.commit.slice(0, 9)})`} to ${second ?? 'the working tree'}`,
  };
}

/** What makes a diff say little, in words. */
function notes(before: AccessModel, after: AccessModel): string {
  const lines: string[] = [];
  const logins = (model: AccessModel) => model.clusters.reduce((sum, { apps }) => sum + apps.length, 0);
  if (logins(before) + logins(after) === 0) lines.push(noLogins(after));
  for (const [side, model] of [
    ['before', before],
    ['after', after],
  ] as const) {
    for (const { file, code } of model.findings)
      if (code === 'path-unreadable' || code === 'yaml-broken' || code === 'document-unreadable') lines.push(`not read ${side}: ${printable(file ?? '')}`);
    lines.push(...sameNames(model));
  }
  return [...new Set(lines)].map((line) => `  ${line}\n`).join('');
}
