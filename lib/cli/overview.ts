import type { CommandSpec } from './spec.ts';
import { specs } from './specs.ts';

/** `pinout --help`: the commands, a line each, and what holds for all of them. */
export function overview(): string {
  const rows = [
    ...Object.entries<CommandSpec>(specs).map(([name, { about }]) => [name, about] as const),
    ['help', 'the page of a command, a rule or an error, and the causes of a message'] as const,
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `Usage: pinout COMMAND [options]

Commands:
${rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}\n`).join('')}
More about one:  pinout help COMMAND
A rule, an error: pinout help CODE
A message:       pinout help 'TEXT OF THE MESSAGE'
The version:     pinout --version
Colours: on a terminal, unless NO_COLOR is set.
Exit codes: 0 clean, 1 findings, 2 wrong use, 3 cannot read or reach.
`;
}
