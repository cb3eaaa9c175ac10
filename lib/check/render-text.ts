import type { Finding, Severity } from '../contract/finding.ts';
import { printable, printableLine } from '../contract/printable.ts';

const colours: Readonly<Record<Severity | 'dim', string>> = { error: '31', warning: '33', info: '36', dim: '2' };

/** A text in the colour of a severity, on a terminal that shows colours. */
export const paintOf = (as: Severity | 'dim', text: string, colour: boolean): string => (colour ? `\u001b[${colours[as]}m${text}\u001b[0m` : text);

/** Findings as text for people: place, what is wrong, what to do. Suppressed ones are left out. */
export function renderText(findings: readonly Finding[], colour = false): string {
  return findings
    .filter(({ suppressed }) => suppressed === undefined)
    .map((finding) => renderFinding(finding, colour))
    .join('');
}

/** One finding, each part on a line of its own. */
export function renderFinding(finding: Finding, colour: boolean): string {
  const { severity, code, message, fix, docs } = finding;
  const lines = [`${placeOf(finding)}${paintOf(severity, severity, colour)} ${code}: ${printable(message)}`];
  if (fix !== undefined) lines.push(`  fix: ${printable(fix)}`);
  if (docs !== undefined) lines.push(paintOf('dim', `  more: pinout help ${code}`, colour));
  return `${lines.join('\n')}\n`;
}

/** `FILE:LINE:COLUMN `, as far as it is known. */
export function placeOf({ file, line, column }: Pick<Finding, 'file' | 'line' | 'column'>): string {
  if (file === undefined) return '';
  return `${[printableLine(file), ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(':')} `;
}
