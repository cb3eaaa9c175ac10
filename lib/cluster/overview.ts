import type { ManualStep } from '../manifest/manual-step.ts';

/** What the page at the top of dist says of one cluster. */
export interface OverviewEntry {
  readonly name: string;
  readonly steps: readonly ManualStep[];
}

/** The page at the top of dist: what has to be done by hand in each cluster, and nothing else. */
export function overview(clusters: readonly OverviewEntry[]): string {
  return [
    '# Manual steps',
    '',
    "Flux does everything else. Each cluster's page lists what the cluster needs, and how to check that logins work.",
    '',
    ...clusters.flatMap(({ name, steps }) => [`## [${name}](${name}/README.md)`, '', ...stepLines(steps)]),
  ].join('\n');
}

/** Numbered steps with their commands, as Markdown. */
export function stepLines(steps: readonly ManualStep[]): string[] {
  return steps.flatMap(({ text, commands }, index) => {
    const number = `${index + 1}. `;
    const indent = ' '.repeat(number.length);
    return [
      `${number}${text}${commands === undefined ? '.' : ':'}`,
      '',
      ...(commands === undefined ? [] : [`${indent}\`\`\`sh`, ...commands.map((line) => `${indent}${line}`), `${indent}\`\`\``, '']),
    ];
  });
}
