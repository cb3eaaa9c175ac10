/** One option of a command, as the parser, `--help`, completion and the man page need it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** May stand more than once. */
  readonly multiple?: true;
  /** What its value is, in capitals: `FILE`. */
  readonly value?: string;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** One line for `--help`. */
  readonly about: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What one command takes. */
export interface CommandSpec {
  /** Its arguments, for the usage line. A command without them refuses any. */
  readonly arguments?: string;
  /** One line. */
  readonly about: string;
  readonly options: OptionSpecs;
  /** First words that choose what the command does: `init` of `secrets init`. */
  readonly verbs?: readonly string[];
  /** More for its own help: a table of its arguments, an example. */
  readonly details?: string;
}

/** What every command takes. */
export const commonOptions = {
  json: { type: 'boolean', about: 'print one object { "findings": [ … ] } on stdout' },
  format: {
    type: 'string',
    value: 'FORMAT',
    choices: ['text', 'json', 'sarif', 'github'],
    about: 'output format: text goes to stderr, the others to stdout',
  },
  'fail-on': {
    type: 'string',
    value: 'SEVERITY',
    choices: ['error', 'warning', 'info'],
    about: 'the lowest severity that sets exit code 1 (default: error)',
  },
  quiet: { type: 'boolean', about: 'print findings only' },
} as const satisfies OptionSpecs;
