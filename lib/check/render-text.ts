import type { Finding, Severity } from '../contract/finding.ts';
import { printable, printableLine } from '../contract/printable.ts';

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', info: '36' };

/** Findings as text for people: place, what is wrong, what to do. Suppressed ones are left out. */
export function renderText(findings: readonly Finding[], colour = false): string {
  const paint = (code: string, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return findings
    .filter(({ suppressed }) => suppressed === undefined)
    .map((finding) => {
      const lines = [`${placeOf(finding)}${paint(colours[finding.severity], finding.severity)} ${finding.code}: ${printable(finding.message)}`];
      if (finding.fix !== undefined) lines.push(`  fix: ${printable(finding.fix)}`);
      if (finding.docs !== undefined) lines.push(paint('2', `  see: ${printable(finding.docs)}`));
      return `${lines.join('\n')}\n`;
    })
    .join('');
}

function placeOf({ file, line, column }: Finding): string {
  if (file === undefined) return '';
  return `${[printableLine(file), ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(':')} `;
}
