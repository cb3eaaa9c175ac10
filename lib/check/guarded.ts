import type { Finding, Severity } from '../contract/finding.ts';
import type { Repository } from '../repository/repository.ts';
import { type Given, repositoryOf } from './repository-of.ts';
import { withoutUnread } from '../repository/need.ts';
import { findingOf, type Report, type Rule } from '../repository/rule.ts';
import type { Tree } from '../tree/tree.ts';
import { type Certainty, hasUnsure, unsure, without } from '../repository/certainty.ts';

/** Files that may spoil the model before the rest is given up: a repository has one or two of them, not dozens. */
const mostSpoilt = 10;

/**
 * The model of a tree. A file that cannot be read into it costs that file alone: it is found by halving the tree, counts as unread, and
 * the others are read without it.
 */
export function guardedRepository(tree: Tree, given: Given): Repository {
  let rest = tree;
  for (let round = 0; ; round += 1) {
    try {
      return repositoryOf(rest, given);
    } catch (error) {
      const file = round < mostSpoilt ? culpritIn(rest, (part) => void repositoryOf(part, given)) : undefined;
      if (file === undefined) throw error;
      const unread = [...rest.unread, { file, why: `part of it cannot be read (${reasonOf(error)})` }];
      rest = { ...only(rest, ({ file: one }) => one !== file), unread };
    }
  }
}

/** Runs a rule on a repository. If the rule throws, the result has a finding that names the file, and keeps what the rule found before. */
export function guardedFindings(rule: Rule, repository: Repository, given: Given): Finding[] {
  const reports: Report[] = [];
  try {
    for (const report of rule.find(repository)) reports.push(report);
  } catch (error) {
    const file = culpritIn(repository.tree, (part) => {
      Array.from(rule.find(repositoryOf(part, given)));
    });
    return [...reports.map((report) => findingOf(rule, report)), broken(rule, error, file)];
  }
  const judged = (some: readonly Report[], one: Repository): Finding[] =>
    withoutUnread(
      some.map((report) => findingOf(rule, report)),
      rule.needs ?? [],
      one,
    );
  const found = judged(reports, repository);
  try {
    return asSureAs(found, repository, (surer) => judged(Array.from(rule.find(surer)), surer));
  } catch {
    // It broke on less than there is: what it found stays.
    return found;
  }
}

function broken(rule: Rule, error: unknown, file: string | undefined): Finding {
  return {
    code: 'rule-failed',
    severity: 'error',
    ...(file === undefined ? {} : { file }),
    message: `the rule ${rule.code} failed (${reasonOf(error)}), so it did not check ${file === undefined ? 'anything' : 'this file'}`,
    fix: `report this as a bug, with the file; until it is fixed, skip the rule with --ignore ${rule.code}`,
    docs: 'docs/errors.md#rule-failed',
  };
}

/** The one file without which an action would not fail, or nothing when it takes several. */
function culpritIn(tree: Tree, action: (part: Tree) => void): string | undefined {
  let files = [...new Set(tree.documents.map(({ file }) => file))];
  const fails = (some: readonly string[]): boolean => {
    const wanted = new Set(some);
    try {
      action(only(tree, ({ file }) => wanted.has(file)));
      return false;
    } catch {
      return true;
    }
  };
  if (files.length === 1) return files[0];
  while (files.length > 1) {
    const half = files.slice(0, files.length >> 1);
    const other = files.slice(files.length >> 1);
    if (fails(half)) files = half;
    else if (fails(other)) files = other;
    else return undefined;
  }
  return files[0];
}

function only(tree: Tree, wanted: (one: { readonly file: string }) => boolean): Tree {
  return {
    ...tree,
    documents: tree.documents.filter(wanted),
    objects: tree.objects.filter(wanted),
    notes: new Map([...tree.notes].filter(([file]) => wanted({ file }))),
  };
}

/** What broke, without what the input holds: the message of an error of the engine may quote it. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return error.message.includes('call stack') ? 'it is nested too deep' : 'it is too large';
  return error instanceof Error ? error.name : 'an unknown error';
}

const grave: readonly Severity[] = ['info', 'warning', 'error'];
const lesser = (a: Severity, b: Severity): Severity => (grave.indexOf(a) < grave.indexOf(b) ? a : b);
const graver = (a: Severity, b: Severity): Severity => (a === lesser(a, b) ? b : a);

/**
 * Findings no graver than what they rest on allows. A rule says nothing of that: it is asked once more about the repository without what is not sure, and
 * what it then does not say any more, it said on that ground.
 */
export function asSureAs(findings: readonly Finding[], repository: Repository, ask: (repository: Repository) => readonly Finding[]): Finding[] {
  const left = new Set<Certainty>();
  let judged = [...findings];
  // The least sure first: what is said without it may still rest on what is likely.
  for (const [certainty, most] of [...unsure].reverse()) {
    left.add(certainty);
    if (!judged.some(({ severity }) => lesser(severity, most) !== severity) || !hasUnsure(repository, certainty)) continue;
    const said = new Map<string, Severity>();
    for (const one of ask(surer(repository, left))) said.set(placeOf(one), graver(one.severity, said.get(placeOf(one)) ?? 'info'));
    judged = judged.map((one) => ({ ...one, severity: lesser(one.severity, graver(most, said.get(placeOf(one)) ?? most)) }));
  }
  return judged;
}

/** Where a finding is. What has no place is known by its words. */
const placeOf = ({ file, line, column, path, message }: Finding): string => JSON.stringify([file, line, column, path, line === undefined ? message : '']);

const before = new WeakMap<Repository, Map<string, Repository>>();

/** Rules remember what they read by the repository: each kind of it is made once. */
function surer(repository: Repository, left: ReadonlySet<Certainty>): Repository {
  const made = before.get(repository) ?? new Map<string, Repository>();
  before.set(repository, made);
  const key = [...left].join(' ');
  const one = made.get(key) ?? without(repository, [...left]);
  made.set(key, one);
  return one;
}
