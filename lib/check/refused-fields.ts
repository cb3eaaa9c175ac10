import type { Finding } from '../contract/finding.ts';
import type { Refusal } from '../schema/judge-tree.ts';

/**
 * Findings of rules without those about a field that its schema refuses, or about something in it: what is refused has no meaning that a rule could
 * judge, and one fault is said once.
 */
export function withoutRefused(findings: readonly Finding[], refusals: readonly Refusal[]): readonly Finding[] {
  if (refusals.length === 0) return findings;
  const byFile = new Map<string | undefined, Refusal[]>();
  for (const one of refusals) byFile.set(one.finding.file, [...(byFile.get(one.finding.file) ?? []), one]);
  return findings.filter((finding) => byFile.get(finding.file)?.some((refusal) => isAbout(finding, refusal)) !== true);
}

function isAbout({ path = '', line = 0, column }: Finding, { finding, path: refused, from, to }: Refusal): boolean {
  if (line < from || line > to) return false;
  // Someone who names no path, or a place inside a text, may still point at the very node.
  if (finding.line === line && finding.column === column && finding.code !== 'schema-required') return true;
  return path === refused || (path.startsWith(refused) && /^(?:\.|\[|\|)/.test(path.slice(refused.length)));
}
