import type { Finding } from '../contract/finding.ts';
import { clustersOf } from './clusters-of.ts';
import { repositoryOf } from './model/repository.ts';
import type { GivenVersions } from './model/versions.ts';
import { rules } from './registry.ts';
import { findingOf } from './rule.ts';
import { suppress, suppressionsOf } from './suppression.ts';
import { readTree } from './tree.ts';

/** What to check, and with which rules. */
export interface CheckOptions {
  /** Codes of the rules to run; all unless given. */
  readonly only?: readonly string[];
  /** Codes of the rules to leave out. */
  readonly ignore?: readonly string[];
  /** Versions that outrank what the tree says. */
  readonly versions?: GivenVersions;
}

/**
 * Checks manifests as they are written, whoever wrote them. Findings stand in the order of files and lines; suppressed ones carry their reason.
 *
 * @throws PinoutError `path-unreadable`
 */
export function checkTree(paths: readonly string[], options: CheckOptions = {}): { findings: readonly Finding[]; documents: number; rules: number } {
  const tree = readTree(paths);
  const repositories = clustersOf(tree).map((one) => repositoryOf(one, options.versions));
  const { only, ignore = [] } = options;
  const chosen = rules.filter(({ code }) => (only === undefined || only.includes(code)) && !ignore.includes(code));
  const findings = repositories.flatMap((repository) => chosen.flatMap((rule) => [...rule.run(repository)].map((report) => findingOf(rule, report))));
  return { findings: suppress(inOrder(findings), suppressionsOf(tree)), documents: tree.documents.length + tree.broken.length, rules: chosen.length };
}

/** By file and place, each said once. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const once = new Map(findings.map((finding) => [`${finding.code} ${finding.file} ${finding.line} ${finding.column} ${finding.message}`, finding]));
  return [...once.values()].sort(
    (a, b) => compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compare(a.code, b.code),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
