import { printable, printableLine } from '../contract/printable.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import { rules } from './registry.ts';
import type { LoginRow } from './login-row.ts';
import type { LoginCounts } from './render-logins.ts';

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** What is said below the counts. */
export interface SummaryParts {
  /** What was not judged. */
  readonly skipped?: readonly Finding[];
  /** Defaults of the upstream that were kept. */
  readonly notes?: readonly Finding[];
  /** Logins, of which some have settings that were not understood. */
  readonly rows?: readonly LoginRow[];
  /** What was asked for, to say where nothing is. */
  readonly paths?: readonly string[];
  /** Every place of both. */
  readonly all?: boolean;
}

/** So many lines about what was not judged, unless all are asked for. */
const maxListed = 3;

/** What is said around the findings. */
export interface Summary {
  /** The first line: how many logins are known, then what was found. */
  readonly counts: string;
  /** What was not judged, and defaults that were kept. */
  readonly below: string;
  /** The last line of a check that found something. */
  readonly found: string;
}

/** How many logins are known, and what was found. @example summaryOf([], { logins: 15, read: 11, paired: 9 }, 40).counts */
export function summaryOf(
  findings: readonly Finding[],
  { logins, read, paired }: LoginCounts,
  documents: number,
  { skipped = [], notes = [], rows = [], paths = [], all = false }: SummaryParts = {},
): Summary {
  if (documents + logins + findings.length + skipped.length === 0) return { counts: nothingIn(paths), below: '', found: '' };
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const of = (severity: Severity): number => open.filter((finding) => finding.severity === severity).length;
  const words: readonly (readonly [Severity, string])[] = [
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
  ];
  const found = words.flatMap(([severity, word]) => (of(severity) === 0 && severity !== 'error' ? [] : [count(of(severity), word)]));
  const known = findings.length - open.length;
  const shown = all ? Infinity : maxListed;
  const inDocuments = `in ${count(documents, 'document')}`;
  const ofKnown = known === 0 ? '' : ` (${known} in the baseline or ignored)`;
  const below = [
    ...skipped.slice(0, shown).map(({ file, message }) => `  not judged: ${printableLine(file ?? '')}: ${printable(message)}\n`),
    skipped.length > shown ? `  not judged: ${skipped.length - shown} more, with --all\n` : '',
    ...strangeLines(rows, shown),
    ...noteLines(notes, all),
    paired < logins ? '  which, and why the others are not paired: pinout check --logins\n' : '',
  ];
  return {
    counts: `${count(logins, 'login')}, ${read} read, ${paired} paired; ${open.length === 0 ? `no findings ${inDocuments}` : found.join(', ')}${ofKnown}\n`,
    below: below.join(''),
    found: open.length === 0 ? '' : `${found.join(', ')} ${inDocuments}${ofKnown}\n`,
  };
}

/** Said plainly: a typo in a pipeline looks like a clean result otherwise. The exit code stays 0, as that of kubeconform does. */
export const nothingIn = (paths: readonly string[]): string =>
  `nothing to judge: no YAML in ${paths.length === 0 ? 'the given paths' : paths.map(printableLine).join(', ')}\n`;

/** What looks like a login and is not read: nobody should take a clean result for a login that was judged. */
function strangeLines(rows: readonly LoginRow[], shown: number): string[] {
  const strange = rows.flatMap(({ app, at, settings = [] }) => (settings.length === 0 ? [] : [{ app, at: at.at, settings }]));
  return [
    ...strange
      .slice(0, shown)
      .map(
        ({ app, at, settings }) =>
          `  not understood: ${printableLine(at.file)}:${at.line}: settings of ${printable(app)} look like a login: ${printable(settings.slice(0, 3).join(', '))}${settings.length > 3 ? ', …' : ''}\n`,
      ),
    strange.length > shown ? `  not understood: ${strange.length - shown} more, with --logins\n` : '',
  ];
}

/** One line for each rule: people keep these defaults on purpose, and need no list of them. */
function noteLines(notes: readonly Finding[], all: boolean): string[] {
  return rules.flatMap(({ code, choice }) => {
    const places = notes.filter((note) => note.code === code);
    if (choice === undefined || places.length === 0) return [];
    const where = all ? '' : '; where: --all';
    return [
      `  note: ${places.length} ${places.length === 1 ? choice.one : choice.many} (pinout help ${code}${where})\n`,
      ...(all ? places.map(({ file, line }) => `    ${printableLine(file ?? '')}${line === undefined ? '' : `:${line}`}\n`) : []),
    ];
  });
}
