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

/** A value that as such is not what belongs there. The other faults are about several fields, or about one that is missing. */
const ofValue = new Set(['schema-type', 'schema-enum', 'schema-pattern', 'schema-format', 'schema-unknown-field']);

function isAbout({ path = '', line = 0, column }: Finding, { finding, path: refused, from, to }: Refusal): boolean {
  if (line < from || line > to) return false;
  if (path === refused) return true;
  if (!ofValue.has(finding.code)) return false;
  // A text inside a value has a path of its own.
  if (finding.line === line && finding.column === column) return true;
  // A reference whose kind is refused refers to nothing.
  const whole = refused.endsWith('.kind') ? refused.slice(0, -'.kind'.length) : refused;
  return path.startsWith(whole) && /^(?:$|[.[|])/.test(path.slice(whole.length));
}
