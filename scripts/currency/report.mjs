import { distance } from './versions.mjs';
import { heard, held, upstream } from './upstream.mjs';

/**
 * @typedef {import('./pins.mjs').Pin & import('./sources.mjs').Answer & {
 *   readonly behind?: 'major' | 'minor' | 'patch', readonly readAgain: readonly string[] }} Row
 */

/**
 * What is behind, what is not known, and where the facts stand that have to be read again.
 *
 * @param {readonly (import('./pins.mjs').Pin & import('./sources.mjs').Answer)[]} answers
 * @param {(project: string) => readonly string[]} citing files that cite a project
 * @returns {{ readonly rows: Row[], readonly behind: Row[], readonly onPurpose: Row[], readonly unknown: Row[] }}
 */
export function compared(answers, citing) {
  const rows = answers.map((answer) => {
    const behind = answer.newest === undefined ? undefined : distance(answer.current, answer.newest);
    const project = upstream[answer.what.replace(/-\d{4}\.\d+$|-\d+$/, '')]?.project ?? upstream[answer.name]?.project;
    return {
      ...answer,
      ...(behind === undefined ? {} : { behind }),
      readAgain: behind === undefined || behind === 'patch' || project === undefined ? [] : citing(project),
    };
  });
  const order = ['major', 'minor', 'patch'];
  return {
    rows,
    behind: rows
      .filter(({ behind, what }) => behind !== undefined && held[what] === undefined)
      .sort((a, b) => order.indexOf(a.behind ?? '') - order.indexOf(b.behind ?? '')),
    onPurpose: rows.filter(({ behind, what }) => behind !== undefined && held[what] !== undefined),
    unknown: rows.filter(({ newest }) => newest === undefined),
  };
}

/**
 * The report as Markdown: the body of the issue, and readable in a terminal.
 *
 * @param {ReturnType<typeof compared>} result
 */
export function markdown({ rows, behind, onPurpose, unknown }) {
  const known = rows.length - unknown.length;
  const reasons = new Map();
  for (const { what, why = '' } of unknown) reasons.set(why, [...(reasons.get(why) ?? []), what]);
  const lines = [`${rows.length} pins, ${known} compared, ${behind.length} behind.`, ''];
  if (behind.length > 0) {
    lines.push('| What | Pinned | Newest | Where it stands | Known by |', '| --- | --- | --- | --- | --- |');
    for (const { what, current, newest, at, from } of behind) lines.push(`| ${what} | ${current} | ${newest} | ${at} | ${from} |`);
    lines.push('');
  }
  const facts = behind.filter(({ readAgain }) => readAgain.length > 0);
  if (facts.length > 0) {
    lines.push('Facts to read again, with the source that each names:', '');
    for (const { what, newest, readAgain } of facts) lines.push(`- ${what} ${newest}: ${readAgain.join(', ')}`);
    lines.push('');
  }
  if (onPurpose.length > 0)
    lines.push(`Held on purpose: ${onPurpose.map(({ what, current, newest }) => `${what} ${current} beside ${newest} (${held[what]})`).join('; ')}.`, '');
  if (unknown.length > 0) {
    lines.push('Not compared, because the registry was not reached:', '');
    for (const [why, whats] of reasons) lines.push(`- ${why}: ${whats.join(', ')}`);
    lines.push('');
    const named = unknown.filter(({ what, current }) => heard[what] !== undefined && distance(current, heard[what]) !== undefined);
    if (named.length > 0) {
      lines.push('Of these, newer ones are known by name alone. None is raised before it was read and rendered:', '');
      for (const { what, current, at } of named) lines.push(`- ${what} ${current}, beside ${heard[what]} (${at})`);
      lines.push('');
    }
  }
  return lines.join('\n');
}
