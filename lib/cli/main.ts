import { findingOfError } from '../check/finding-of-error.ts';
import { render } from '../check/render.ts';
import { isPinoutError } from '../contract/error.ts';
import { printable } from '../contract/printable.ts';
import { outCodes } from '../synth/out-error.ts';
import type { Command, Outcome } from './command.ts';
import { commands } from './commands.ts';
import { endWithReader, exit, type Io, processIo } from './io.ts';
import { exitCodeOf, type Output, outputOf } from './output.ts';
import { overview } from './overview.ts';
import { pageOf } from './pages.ts';
import { nearest, parse, usageOf } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

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
  'project-package',
  'adopt-nothing',
  'export-invalid',
  'state-invalid',
  'check-config-invalid',
  'baseline-invalid',
  'sops-missing',
  'state-broken',
  'import-unreachable',
  'import-empty',
  'import-outside',
  'crd-invalid',
  'definitions-missing',
  'path-unwritable',
  'git-missing',
  'git-failed',
  'git-repository-missing',
  'ref-unknown',
  'merge-base-missing',
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
  if (name === undefined) {
    io.talk(overview());
    return exit.usage;
  }
  if (name === '--version' || name === '-V') {
    io.out(`${version()}\n`);
    return exit.clean;
  }
  if (name === 'help' || name === '--help' || name === '-h') return (await run((await import('./help.ts')).helpCommand, rest, io)).code;
  if (!isCommand(name)) return usageFault(new UsageError(`no command ${JSON.stringify(name)}${nearest(name, Object.keys(specs))}`), undefined, io);
  if (rest.some((arg) => arg === '--help' || arg === '-h')) return (await run((await import('./help.ts')).helpCommand, [name], io)).code;
  let output: Output;
  try {
    output = outputOf(parse(rest, specs[name]).values as Parameters<typeof outputOf>[0]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return usageFault(error, name, io);
  }
  const outcome = await run(await commands[name](), rest, io, name);
  const { findings, json, printed, grouped = false } = outcome;
  const { opening = '', summary = '' } = outcome;
  if (outcome.code === exit.usage || printed === true) {
    if (summary !== '') io.talk(summary);
    return outcome.code;
  }
  const colour = io.terminal === true && (io.env['NO_COLOR'] ?? '') === '';
  const text = render(output.format, findings, { colour, grouped, version: version(), page: pageOf, ...(json === undefined ? {} : { more: json }) });
  if (output.format !== 'text') io.out(text);
  else if (opening + text !== '') io.talk(opening + text);
  if (summary !== '') io.talk(summary);
  return exitCodeOf(outcome, output.failOn);
}

const isCommand = (name: string): name is keyof typeof specs => Object.hasOwn(specs, name);

/** What is wrong, how the command is used, and where more is said. */
function usageFault(error: UsageError, name: keyof typeof specs | undefined, io: Io): number {
  const usage = name === undefined ? 'pinout COMMAND [options]' : `pinout ${name} ${usageOf(specs[name])}`;
  io.talk(`pinout: ${printable(error.message)}\nUsage: ${usage}\nMore: pinout help${name === undefined ? '' : ` ${name}`}\n`);
  return exit.usage;
}

async function run(command: Command, args: readonly string[], io: Io, name?: keyof typeof specs): Promise<Outcome> {
  try {
    return await command(args, io);
  } catch (error) {
    if (error instanceof UsageError) return { code: usageFault(error, name, io), findings: [] };
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
          fix: 'run again with PINOUT_STACK=1 for the stack trace, and report it as a bug',
        },
      ],
    };
  }
}
