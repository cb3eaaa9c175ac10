import { printable, printableLine } from '../contract/printable.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import type { LoginCounts } from './render-logins.ts';

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** The first line of a check: how many logins are known, then what was found. @example summaryOf([], { logins: 15, read: 11, paired: 9 }, 40) */
export function summaryOf(
  findings: readonly Finding[],
  { logins, read, paired }: LoginCounts,
  documents: number,
  skipped: readonly Finding[] = [],
  most = 3,
): string {
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const of = (severity: Severity): number => open.filter((finding) => finding.severity === severity).length;
  const words: readonly (readonly [Severity, string])[] = [
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
  ];
  const found = words.flatMap(([severity, word]) => (of(severity) === 0 && severity !== 'error' ? [] : [count(of(severity), word)]));
  const known = findings.length - open.length;
  return [
    `${count(logins, 'login')}, ${read} read, ${paired} paired; `,
    open.length === 0 ? `no findings in ${count(documents, 'document')}` : found.join(', '),
    known === 0 ? '' : ` (${known} known before or ignored)`,
    '\n',
    ...skipped.slice(0, most).map(({ file, message }) => `  not judged: ${printableLine(file ?? '')}: ${printable(message)}\n`),
    skipped.length > most ? `  not judged: ${skipped.length - most} more, with --all\n` : '',
    paired < logins ? '  which, and why the others are not paired: pinout check --logins\n' : '',
  ].join('');
}
