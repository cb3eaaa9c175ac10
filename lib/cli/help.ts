import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { overview } from './overview.ts';
import { errorSections, pageOf } from './pages.ts';
import { nearest, parserOf } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';
import { rules } from '../check/registry.ts';

/** `pinout help TOPIC`: how a command is used, or the page of a rule or an error. */
export async function helpCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const [topic] = args.filter((arg) => !arg.startsWith('-'));
  io.out(topic === undefined ? overview() : textOf(topic));
  return Promise.resolve({ code: exit.clean, findings: [], printed: true });
}

function textOf(topic: string): string {
  if (Object.hasOwn(specs, topic)) return parserOf(topic, specs[topic as keyof typeof specs]).helpInformation();
  const found = pageOf(topic);
  if (found !== undefined) return `${found.trimEnd()}\n`;
  const names = [...Object.keys(specs), ...rules.map(({ code }) => code), ...errorSections().keys()];
  throw new UsageError(`no command, rule or error ${JSON.stringify(topic)}${nearest(topic, names)}: pinout check --list lists the rules`);
}
