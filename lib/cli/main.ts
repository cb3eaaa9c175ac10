import { findingOfError } from '../check/finding-of-error.ts';
import { renderJson, renderText } from '../check/render.ts';
import { isPinoutError } from '../contract/error.ts';
import type { Command, Outcome } from './command.ts';
import { commands } from './commands.ts';
import { exit, type Io, processIo } from './io.ts';
import { UsageError } from './usage-error.ts';

const usage = `Usage: pinout COMMAND [options]

${Object.values(commands)
  .map((command) => `  ${command.usage}\n      ${command.about}\n`)
  .join('')}
Every command takes --json: one object { "findings": [ … ] } on stdout.
Exit codes: 0 clean, 1 findings, 2 wrong use, 3 cannot read.
`;

/** Codes of inputs that could not be read at all. */
const unreadable = new Set(['app-file-missing', 'app-file-broken', 'app-file-empty', 'path-unreadable']);

/**
 * Runs one command and returns its exit code. Never throws: what goes wrong is a finding.
 *
 * @example await main(['synth', '--check', '--json'])
 */
export async function main(args: readonly string[], io: Io = processIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    (name === undefined ? io.talk : io.out)(usage);
    return name === undefined ? exit.usage : exit.clean;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    io.talk(`pinout: no command ${JSON.stringify(name)}\n\n${usage}`);
    return exit.usage;
  }
  const asJson = rest.includes('--json');
  const { code, findings, json, printed } = await run(await entry.load(), rest, io);
  if (code === exit.usage || printed === true) return code;
  if (asJson) io.out(renderJson(findings, json));
  else if (findings.length > 0) io.talk(renderText(findings));
  return code;
}

async function run(command: Command, args: readonly string[], io: Io): Promise<Outcome> {
  try {
    return await command(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.talk(`pinout: ${error.message}\n\n${usage}`);
      return { code: exit.usage, findings: [] };
    }
    if (isPinoutError(error)) return { code: unreadable.has(error.code) ? exit.unreadable : exit.findings, findings: [findingOfError(error)] };
    if (io.env['PINOUT_STACK'] !== undefined && error instanceof Error) io.talk(`${error.stack}\n`);
    return {
      code: exit.unreadable,
      findings: [
        {
          code: 'unexpected',
          severity: 'error',
          message: error instanceof Error ? error.message : String(error),
          fix: 'set PINOUT_STACK=1 for the stack trace, and report it',
        },
      ],
    };
  }
}
