import { findingOfError } from '../check/finding-of-error.ts';
import { renderJson, renderText } from '../check/render.ts';
import { isPinoutError } from '../contract/error.ts';
import { checkCommand } from './check.ts';
import type { Command, Outcome } from './command.ts';
import { exit, type Io, processIo } from './io.ts';
import { synthCommand } from './synth.ts';
import { UsageError } from './usage-error.ts';

const commands: Readonly<Record<string, Command>> = { synth: synthCommand, check: checkCommand };

const usage = `Usage: pinout COMMAND [options]

  synth [--app apps/main.ts] [--out dist] [--check]   write dist from the app file, or say what is stale
  check [PATH]                                        check what is written, dist unless given

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
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    io.talk(`pinout: no command ${JSON.stringify(name)}\n\n${usage}`);
    return exit.usage;
  }
  const json = rest.includes('--json');
  const { code, findings } = await run(command, rest, io);
  if (code === exit.usage) return code;
  if (json) io.out(renderJson(findings));
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
