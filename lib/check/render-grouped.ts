import { grouped } from '../contract/grouped.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import { printable } from '../contract/printable.ts';
import { paintOf, placeOf, renderFinding } from './render-text.ts';

/** So many findings of one rule are shown one by one. */
const maxPlaces = 3;
const order: readonly Severity[] = ['error', 'warning', 'info'];

/** Findings as text for people, errors first: a rule that fires often is said once, with its first places. Suppressed ones are left out. */
export function renderGrouped(findings: readonly Finding[], colour = false): string {
  const groups = grouped(findings, ({ severity, code, suppressed }) => (suppressed === undefined ? `${severity} ${code}` : undefined));
  return [...groups.values()]
    .sort((a, b) => order.indexOf(a[0]!.severity) - order.indexOf(b[0]!.severity))
    .map((group) => (group.length <= maxPlaces ? group.map((finding) => renderFinding(finding, colour)).join('') : renderGroup(group, colour)))
    .join('');
}

function renderGroup(group: readonly Finding[], colour: boolean): string {
  const { severity, code, fix, docs } = group[0]!;
  const shown = group.slice(0, maxPlaces);
  const width = Math.max(...shown.map((finding) => placeOf(finding).length));
  const isOneFix = group.every((finding) => finding.fix === fix);
  const lines = [
    `${paintOf(severity, severity, colour)} ${code}: ${group.length} places`,
    ...shown.map((finding) => `  ${placeOf(finding).padEnd(width)} ${printable(finding.message)}`),
    `  and ${group.length - maxPlaces} more: --all shows them`,
  ];
  if (fix !== undefined) lines.push(`  ${isOneFix ? 'fix' : 'fix for the first'}: ${printable(fix)}`);
  if (docs !== undefined) lines.push(paintOf('dim', `  more: pinout help ${code}`, colour));
  return `${lines.join('\n')}\n`;
}
