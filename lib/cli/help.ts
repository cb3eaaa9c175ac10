import { existsSync, readFileSync } from 'node:fs';
import { commands } from './commands.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** `pinout help TOPIC`: the page of a rule, or how a command is used. */
export async function helpCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const [topic = ''] = args.filter((arg) => !arg.startsWith('-'));
  const entry = Object.hasOwn(commands, topic) ? commands[topic] : undefined;
  if (entry !== undefined) io.out(`Usage: pinout ${entry.usage}\n\n${entry.about}\n${entry.details === undefined ? '' : `\n${entry.details}`}`);
  else if (/^[a-z0-9-]+$/.test(topic) && existsSync(page(topic))) io.out(`${readFileSync(page(topic), 'utf8').split('\n<!-- Written by')[0]!.trimEnd()}\n`);
  else throw new UsageError(`no command and no rule ${JSON.stringify(topic)}: pinout check --list lists the rules`);
  return Promise.resolve({ code: exit.clean, findings: [], printed: true });
}

const page = (code: string): URL => new URL(`../../docs/rules/${code}.md`, import.meta.url);
