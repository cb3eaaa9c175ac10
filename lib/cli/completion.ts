import { nearest, parse } from './parse.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { type CommandSpec, commonOptions, type OptionSpec } from './spec.ts';
import { pageNames } from './pages.ts';
import { helpSpec, specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

const shells = { bash, zsh, fish };

/** `pinout completion SHELL`: a script for that shell, made from what the commands take. */
export async function completionCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const [shell, more] = parse(args, specs.completion).positionals;
  if (shell === undefined || more !== undefined) throw new UsageError('completion needs a shell: bash, zsh or fish');
  if (!Object.hasOwn(shells, shell))
    throw new UsageError(`no completion for ${JSON.stringify(shell)}${nearest(shell, Object.keys(shells))}: bash, zsh or fish`);
  io.out(shells[shell as keyof typeof shells]());
  return Promise.resolve({ code: exit.clean, findings: [], printed: true });
}

const commands = Object.entries<CommandSpec>(specs);
const names = [...commands.map(([name]) => name), 'help'];
/** What `help` completes: rules and errors are too many. */
const topics = [...new Set([...commands.map(([name]) => name), ...[...pageNames().values()].flat()])];
const help = { type: 'boolean', about: 'show the help of the command' } as const satisfies OptionSpec;
/** Its own first. An option that several commands have may take other words in each. */
const optionsOf = (spec: CommandSpec): [string, OptionSpec][] => Object.entries({ ...spec.options, ...commonOptions, ...spec.options, help });

/** Words after a command, and the values of an option that has few: files complete everything else. */
function bash(): string {
  const words = commands.map(
    ([name, spec]) =>
      `    ${name}) words='${(spec.verbs ?? []).join(' ')}' options='${optionsOf(spec)
        .map(([option]) => `--${option}`)
        .join(' ')}' ;;`,
  );
  const choices = commands.flatMap(([name, spec]) =>
    optionsOf(spec).flatMap(([option, { choices }]) => (choices === undefined ? [] : [[`${name} --${option}`, choices] as const])),
  );
  return `# bash completion of pinout: source <(pinout completion bash)
_pinout() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words= options=
  COMPREPLY=()
  case "\${COMP_WORDS[1]} $previous" in
${choices.map(([option, values]) => `    '${option}') COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$current")); return ;;`).join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names.join(' ')} --help --version' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${words.join('\n')}
    help) words='${topics.join(' ')}' ;;
  esac
  case $current in -*) words=$options ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -o bashdefault -F _pinout pinout
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** In a specification of zsh's _arguments, brackets and colons have a meaning. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, (sign) => `\\${sign}`);

function zsh(): string {
  const row = ([option, { type, multiple, value = 'VALUE', choices, about }]: [string, OptionSpec]): string => {
    const after = type === 'boolean' ? '' : `:${zshText(value)}:${choices === undefined ? '_files' : `(${choices.join(' ')})`}`;
    return `      ${quoted(`${multiple === true ? '*' : ''}--${option}[${zshText(about)}]${after}`)}`;
  };
  const argumentsOf = ({ verbs, arguments: given }: CommandSpec): string[] =>
    verbs !== undefined ? [`      ${quoted(`1: :(${verbs.join(' ')})`)}`, `      '*:file:_files'`] : given === undefined ? [] : [`      '*:file:_files'`];
  const cases = commands.map(([name, spec]) => `    ${name}) _arguments \\\n${[...optionsOf(spec).map(row), ...argumentsOf(spec)].join(' \\\n')} ;;`);
  return `#compdef pinout
# zsh completion of pinout: source <(pinout completion zsh), after compinit
_pinout() {
  local -a commands
  commands=(
${commands.map(([name, { about }]) => `    ${quoted(`${zshText(name)}:${about}`)}`).join('\n')}
    ${quoted(`help:${helpSpec.about}`)}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    compadd -- --help --version
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
    help) compadd -- ${topics.join(' ')} ;;
  esac
}
if [ "$funcstack[1]" = "_pinout" ]; then _pinout "$@"; else compdef _pinout pinout; fi
`;
}

function fish(): string {
  const lines = commands.flatMap(([name, spec]) => [
    `complete -c pinout -f -n __fish_use_subcommand -a ${quoted(name)} -d ${quoted(spec.about)}`,
    ...(spec.verbs ?? []).map((verb) => `complete -c pinout -f -n '__fish_seen_subcommand_from ${name}' -a ${quoted(verb)}`),
    ...optionsOf(spec).map(
      ([option, { type, choices, about }]) =>
        `complete -c pinout -n '__fish_seen_subcommand_from ${name}' -l ${option}${type === 'boolean' ? '' : choices === undefined ? ' -r' : ` -x -a ${quoted(choices.join(' '))}`} -d ${quoted(about)}`,
    ),
  ]);
  return `# fish completion of pinout: pinout completion fish | source
${lines.join('\n')}
complete -c pinout -f -n __fish_use_subcommand -l help -d ${quoted('show the commands')}
complete -c pinout -f -n __fish_use_subcommand -l version -d ${quoted('print the version')}
complete -c pinout -f -n __fish_use_subcommand -a help -d ${quoted(helpSpec.about)}
complete -c pinout -f -n '__fish_seen_subcommand_from help' -a ${quoted(topics.join(' '))}
`;
}
