import { pageNames } from './pages.ts';
import type { CommandSpec } from './spec.ts';
import { helpSpec, specs } from './specs.ts';

/** `pinout --help`: the commands, a line each, the names of the pages, and what holds for all commands. */
export function overview(): string {
  const rows = [...Object.entries<CommandSpec>(specs).map(([name, { about }]) => [name, about] as const), ['help', helpSpec.about] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `Usage: pinout COMMAND [options]

Commands:
${rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}\n`).join('')}
Pages:
${[...pageNames()].map(([group, names]) => `  ${group}\n${wrapped(names)}`).join('')}
A command:        pinout help COMMAND
A page:           pinout help PAGE
A rule or error: pinout help CODE
A message:        pinout help 'TEXT OF THE MESSAGE'
The version:      pinout --version
Colours: on a terminal, unless NO_COLOR is set.
Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a file or server cannot be read.
`;
}

/** Names with commas between them, in lines that fit a terminal of 80 columns. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 74) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `    ${line}\n`).join('');
}
