import type { Verdict } from './step.ts';

const marks = { passed: 'ok', failed: 'FAILED', 'not reached': '-', 'not evaluated': '?' } as const;

/** A verdict for a person: the steps, the consumer's words, the reason and what to change. */
export function renderVerdict(verdict: Verdict): string {
  const width = Math.max(...verdict.steps.map(({ step }) => step.length), 0);
  const reached = verdict.steps.filter(({ status }) => status !== 'not reached');
  const lines = reached.map(({ step, status, detail }) => {
    const head = `  ${marks[status].padEnd(6)}  ${step.padEnd(width)}`;
    return detail === undefined || detail === '' ? head.trimEnd() : `${head}  ${detail.replaceAll('\n', `\n${' '.repeat(width + 12)}`)}`;
  });
  const left = verdict.steps.filter(({ status }) => status === 'not reached').map(({ step }) => step);
  if (left.length > 0) lines.push(`  ${marks['not reached'].padEnd(6)}  not reached: ${left.join(', ')}`);
  const { user, error, why, fix } = verdict;
  if (user !== null) {
    lines.push(`accepted as ${JSON.stringify(user.username)}${user.uid === '' ? '' : `, uid ${JSON.stringify(user.uid)}`}`);
    lines.push(`  groups  ${user.groups.join(', ')}`);
    for (const [key, values] of Object.entries(user.extra)) lines.push(`  extra   ${key}: ${values.join(', ')}`);
  } else lines.push(error === null ? 'not decided' : `refused: ${error}`);
  if (why !== null) lines.push(`why: ${why}`);
  if (fix !== null) lines.push(`fix: ${fix}`);
  return `${lines.join('\n')}\n`;
}
