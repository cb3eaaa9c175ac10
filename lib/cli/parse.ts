import { isAbsolute, relative, sep } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { near } from '../contract/option-error.ts';
import { type CommandSpec, commonOptions, type OptionSpec, type OptionSpecs } from './spec.ts';
import { UsageError } from './usage-error.ts';

type Value<O extends OptionSpec> = O['type'] extends 'string' ? string : boolean;
type Values<T extends OptionSpecs> = { readonly [K in keyof T]?: T[K] extends { readonly multiple: true } ? readonly Value<T[K]>[] : Value<T[K]> };

/** The parser of one command. It knows the nearest option to a typo, and writes the help text. */
function parserOf(name: string, spec: CommandSpec): Command {
  const parser = new Command(`pinout ${name}`)
    .description(spec.about)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  parser.usage(usageOf(spec));
  parser.allowExcessArguments(spec.arguments !== undefined).helpOption('-h, --help', 'show this help');
  for (const [option, given] of Object.entries<OptionSpec>({ ...commonOptions, ...spec.options })) parser.addOption(optionOf(option, given));
  return parser;
}

/** `pinout help COMMAND`: commander's text, and after it what the command says in its own words. */
export const helpText = (name: string, spec: CommandSpec): string =>
  `${parserOf(name, spec).helpInformation()}${spec.details === undefined ? '' : `\n${spec.details.trimEnd()}\n`}`;

/** What stands behind the name of a command in its usage line. */
export const usageOf = (spec: CommandSpec): string => `${spec.arguments === undefined ? '' : `${spec.arguments} `}[options]`;

/** Ends a message about a name that is not there with the one that was probably meant. */
export function nearest(name: string, names: readonly string[]): string {
  const meant = near(name, names);
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

function optionOf(name: string, { type, multiple, value = 'VALUE', about, choices }: OptionSpec): Option {
  const option = new Option(type === 'string' ? `--${name} <${value}>` : `--${name}`, about);
  if (choices !== undefined) option.choices(choices);
  if (multiple === true) option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
  return option;
}

/** Parses the arguments of a command by what it takes. @throws UsageError */
export function parse<const S extends CommandSpec>(
  args: readonly string[],
  spec: S,
): { readonly values: Values<Omit<typeof commonOptions, keyof S['options']> & S['options']>; readonly positionals: readonly string[] } {
  const parser = parserOf('', spec);
  try {
    parser.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UsageError(error.message.replace(/^error: /, '').replace('\n(Did', ' (did'));
  }
  const given = parser.opts<Readonly<Record<string, unknown>>>();
  const names = Object.keys({ ...commonOptions, ...spec.options });
  const values = Object.fromEntries(names.flatMap((name) => (valueOf(name, given) === undefined ? [] : [[name, valueOf(name, given)]])));
  const options: OptionSpecs = { ...commonOptions, ...spec.options };
  const near = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isPath(options[name]) ? fromHere(value) : value]));
  return { values: near as Values<Omit<typeof commonOptions, keyof S['options']> & S['options']>, positionals: parser.args.map((one) => fromHere(one)) };
}

const isPath = (option: OptionSpec | undefined): boolean => ['FILE', 'FOLDER', 'PATH'].includes(option?.value ?? '');

/** A path below the working directory as people name it there, however it was given: messages repeat it. */
function fromHere<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => fromHere(one)) as T;
  if (typeof value !== 'string' || !isAbsolute(value)) return value;
  const path = relative('.', value);
  return (path === '' ? '.' : path.split(sep)[0] === '..' || isAbsolute(path) ? value : path) as T;
}

/** commander keeps `--fail-on` as failOn, and `--no-cache` as a cache that is false. */
function valueOf(name: string, given: Readonly<Record<string, unknown>>): unknown {
  if (!name.startsWith('no-')) return given[camel(name)];
  return given[camel(name.slice(3))] === false ? true : undefined;
}

const camel = (name: string): string => name.replace(/-./g, (text) => text[1]!.toUpperCase());
