import { checkTree } from '../check/check-tree.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';

/** `pinout check`: judges what is written in a folder, `dist` unless given. */
export async function checkCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, {}, true);
  const { findings, documents } = checkTree(positionals.length === 0 ? ['dist'] : positionals);
  if (findings.length === 0 && values.quiet !== true) io.talk(`${documents} documents, no findings\n`);
  return Promise.resolve({ code: findings.some(({ severity }) => severity === 'error') ? exit.findings : exit.clean, findings, json: { documents } });
}
