import { printable, printableLine } from '../contract/printable.ts';
import type { Verdict } from './step.ts';

const marks = { passed: 'ok', failed: 'FAILED', 'not reached': '-', 'not evaluated': '?' } as const;

/**
 * A verdict for a person: the steps, the consumer's words, the reason and what to change.
 *
 * @example
 * const [grafana] = appsBelow(['clusters/home']).apps;
 * renderVerdict(await explainTo(grafana!, token))
 */
export function renderVerdict(verdict: Verdict): string {
  const width = Math.max(...verdict.steps.map(({ step }) => step.length), 0);
  const reached = verdict.steps.filter(({ status }) => status !== 'not reached');
  const lines = reached.map(({ step, status, detail }) => {
    const head = `  ${marks[status].padEnd(6)}  ${step.padEnd(width)}`;
    return detail === undefined || detail === '' ? head.trimEnd() : `${head}  ${indented(detail, width + 12)}`;
  });
  const left = verdict.steps.filter(({ status }) => status === 'not reached').map(({ step }) => step);
  if (left.length > 0) lines.push(`  ${marks['not reached'].padEnd(6)}  not reached: ${left.join(', ')}`);
  const { user, error, why, fix, may = [] } = verdict;
  if (user !== null) {
    lines.push(`accepted as ${printable(JSON.stringify(user.username))}${user.uid === '' ? '' : `, uid ${printable(JSON.stringify(user.uid))}`}`);
    if (user.groups.length > 0) lines.push(`  groups  ${printable(user.groups.join(', '))}`);
    for (const [key, values] of Object.entries(user.extra)) lines.push(`  extra   ${printable(`${key}: ${values.join(', ')}`)}`);
    for (const right of may) lines.push(`  may     ${printable(right)}`);
  } else lines.push(error === null ? 'not decided' : `refused: ${indented(error, 9)}`);
  if (why !== null) lines.push(`why: ${indented(why, 5)}`);
  if (fix !== null) lines.push(`fix: ${indented(fix, 5)}`);
  return `${lines.join('\n')}\n`;
}

/**
 * A printable text behind spaces. Line breaks are kept where the errors of an expression or of YAML have lines of their own, and nowhere else: a claim
 * or a message may hold some too.
 */
export function indented(text: string, by: number): string {
  const lines = text.split(/\n(?= \| |ERROR: <input>|  line \d|\d+ more errors)/);
  return lines.map((line, index) => (index === 0 ? printable(line) : ' '.repeat(by) + printableLine(line))).join('\n');
}
