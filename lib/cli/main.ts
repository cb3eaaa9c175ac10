import { findingOfError } from '../check/finding-of-error.ts';
import { render } from '../check/render.ts';
import { isPinoutError } from '../contract/error.ts';
import { printable } from '../contract/printable.ts';
import { outCodes } from '../synth/out-error.ts';
import type { Command, Outcome } from './command.ts';
import { commands } from './commands.ts';
import { endWithReader, exit, type Io, processIo } from './io.ts';
import { exitCodeOf, type Output, outputOf } from './output.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

const usage = `Usage: pinout COMMAND [options]

${Object.values(commands)
  .map((command) => `  ${command.usage}\n      ${command.about}\n`)
  .join('')}
Every command takes
  --json                         one object { "findings": [ … ] } on stdout
  --format text|json|sarif|github
                                 how findings are shown: text on stderr, the others on stdout
  --fail-on error|warning|info   from which severity on a finding makes the exit code 1 (error unless given)
  --quiet                        findings alone, no other talk
More about a command or a rule: pinout help COMMAND|RULE
Colours: on a terminal, unless NO_COLOR is set.
Exit codes: 0 clean, 1 findings, 2 wrong use, 3 cannot read or reach.
`;

/** Codes of inputs that could not be read at all. */
const unreadable = new Set([
  'app-file-missing',
  'app-file-broken',
  'app-file-empty',
  'app-file-exits',
  'app-file-stuck',
  'app-import-cycle',
  'app-import-missing',
  'app-import-unknown',
  'path-unreadable',
  'check-config-invalid',
  'baseline-invalid',
  'sops-missing',
  'state-broken',
  'import-unreachable',
  'import-empty',
  'import-outside',
  'crd-invalid',
  'path-unwritable',
  'chart-not-found',
  'chart-invalid',
  ...outCodes,
]);

/**
 * Runs one command and returns its exit code. Never throws: what goes wrong is a finding.
 *
 * @example await main(['synth', '--check', '--json'])
 */
export async function main(args: readonly string[], io: Io = processIo): Promise<number> {
  if (io === processIo) endWithReader();
  const [name, ...rest] = args;
  if (name === undefined || ((name === 'help' || name === '--help' || name === '-h') && rest.length === 0)) {
    (name === undefined ? io.talk : io.out)(usage);
    return name === undefined ? exit.usage : exit.clean;
  }
  if (name === 'help') return (await run((await import('./help.ts')).helpCommand, rest, io)).code;
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    io.talk(`pinout: no command ${printable(JSON.stringify(name))}\n\n${usage}`);
    return exit.usage;
  }
  if (rest.some((arg) => arg === '--help' || arg === '-h')) return (await run((await import('./help.ts')).helpCommand, [name], io)).code;
  let output: Output;
  try {
    output = outputOf(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return usageFault(error, io);
  }
  const outcome = await run(await entry.load(), rest, io);
  const { findings, json, printed, grouped = false } = outcome;
  if (outcome.code === exit.usage || printed === true) return outcome.code;
  const colour = io.terminal === true && (io.env['NO_COLOR'] ?? '') === '';
  const text = render(output.format, findings, { colour, grouped, version: version(), ...(json === undefined ? {} : { more: json }) });
  if (output.format !== 'text') io.out(text);
  else if (text !== '') io.talk(text);
  return exitCodeOf(outcome, output.failOn);
}

function usageFault(error: UsageError, io: Io): number {
  io.talk(`pinout: ${printable(error.message)}\n\n${usage}`);
  return exit.usage;
}

async function run(command: Command, args: readonly string[], io: Io): Promise<Outcome> {
  try {
    return await command(args, io);
  } catch (error) {
    if (error instanceof UsageError) return { code: usageFault(error, io), findings: [] };
    const stack = isPinoutError(error) ? (error.cause ?? error) : error;
    if (io.env['PINOUT_STACK'] !== undefined && stack instanceof Error) io.talk(`${stack.stack}\n`);
    if (isPinoutError(error)) return { code: unreadable.has(error.code) ? exit.unreadable : exit.findings, findings: [findingOfError(error)] };
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
