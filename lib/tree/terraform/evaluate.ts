import { Reader } from '../../manifest/reader.ts';
import { sourceDocuments } from '../../manifest/source.ts';
import type { Expression, Loop } from './expression.ts';

/** What Terraform alone can tell, by what it is called. */
export class Unknown {
  readonly name: string;
  constructor(name: string) {
    this.name = name.replace(/[^\w.[\]"*-]/g, '_').slice(0, 200);
  }
}
export type Value = string | number | boolean | null | Unknown | readonly Value[] | { readonly [key: string]: Value };

/** Locals may name each other twice over: what would grow without end is not followed to its end. */
const longest = 20_000;

export interface Scope {
  /** How many more expressions are evaluated in a tree. */
  readonly steps: { left: number };
  readonly variables: ReadonlyMap<string, Value>;
  readonly locals: ReadonlyMap<string, Expression>;
  readonly each?: { readonly key: Value; readonly value: Value };
  /** What the names of a `for` stand for. */
  readonly loop?: ReadonlyMap<string, Value>;
  /** Texts that variables have of themselves, for the names of files. */
  readonly usual?: ReadonlyMap<string, string>;
  /** Names in a folder beside those that are evaluated. */
  readonly listAt?: (path: string) => readonly string[];
  /** The text of a file beside those that are evaluated, by its path from their folder. */
  readonly fileAt?: (path: string) => string | undefined;
  /** The arguments of a resource or data source of the same folder by its address: `random_id.board`, `data.aws_region.here`. */
  readonly resourceAt?: (address: string) => ReadonlyMap<string, Expression> | undefined;
  /** Locals and arguments that are being evaluated. */
  readonly busy?: ReadonlySet<string>;
}

/** The value of an expression, as far as the files tell it. */
export function evaluate(one: Expression, scope: Scope): Value {
  if ('literal' in one) return one.literal;
  if ('raw' in one) return new Unknown(one.raw);
  if (--scope.steps.left < 0) return new Unknown('more');
  if ('list' in one) return one.list.map((item) => evaluate(item, scope));
  if ('over' in one) return looped(one, scope);
  if ('map' in one) return Object.fromEntries(one.map.map(([key, value]) => [textOf(evaluate(key, scope)), evaluate(value, scope)]));
  if ('template' in one) {
    const parts = one.template.map((part) => (typeof part === 'string' ? part : evaluate(part, scope)));
    // A text of one part is what that part is.
    const filled = parts.filter((part) => part !== '');
    return filled.length === 1 ? filled[0]! : bounded(parts.map(textOf).join(''));
  }
  if ('call' in one)
    return called(
      one.call,
      one.args.map((arg) => evaluate(arg, scope)),
      scope,
    );
  return along(one.path, scope);
}

const bounded = (value: string | readonly Value[]): Value => (value.length > longest ? new Unknown('more') : value);

/** A value as a text: what is not known stands there as a variable. */
export function textOf(value: Value): string {
  if (value instanceof Unknown) return `\${${value.name}}`;
  return typeof value === 'object' && value !== null ? '${…}' : String(value);
}

export const isMap = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

function along(path: readonly (string | Expression)[], scope: Scope): Value {
  const keys = path.map((key) => (typeof key === 'string' ? key : evaluate(key, scope)));
  const [root, name] = keys;
  const inLoop = scope.loop?.get(String(root));
  const start = inLoop ?? startOf(String(root), String(name), scope);
  const said = start === undefined ? argumentOf(keys.map(String), scope) : undefined;
  if (said !== undefined) return said;
  const unknown = (): Unknown =>
    new Unknown(
      keys
        .map((key, index) => (index === 0 ? String(key) : typeof path[index] === 'string' ? `.${key as string}` : `["${textOf(key).replace(/[${}]/g, '')}"]`))
        .join(''),
    );
  if (start === undefined) return unknown();
  let value: Value | undefined = start;
  for (const key of keys.slice(inLoop === undefined ? 2 : 1)) {
    if (key instanceof Unknown || value instanceof Unknown) return unknown();
    const inside: Readonly<Record<string, Value>> = isMap(value) || Array.isArray(value) ? (value as Readonly<Record<string, Value>>) : {};
    value = Object.hasOwn(inside, textOf(key)) ? inside[textOf(key)] : undefined;
    if (value === undefined) return unknown();
  }
  return value;
}

function startOf(root: string, name: string, scope: Scope): Value | undefined {
  if (root === 'var') return scope.variables.get(name);
  if (root === 'path') return name === 'module' ? '.' : undefined;
  if (root === 'each') return name === 'key' ? scope.each?.key : name === 'value' ? scope.each?.value : undefined;
  const local = root === 'local' ? scope.locals.get(name) : undefined;
  const { busy = new Set() } = scope;
  return local === undefined || busy.has(name) ? undefined : evaluate(local, { ...scope, busy: new Set([...busy, name]) });
}

/** What a resource says of itself; what it is given when it is made, nobody knows before, but that the id of a realm is its name. */
function argumentOf(path: readonly string[], scope: Scope): Value | undefined {
  const [argument = ''] = path.slice(-1);
  const address = path.slice(0, -1).join('.');
  const { busy = new Set() } = scope;
  if (!/^(?:data\.)?\w{1,100}\.[\w-]{1,100}$/.test(address) || busy.has(`${address}.${argument}`)) return undefined;
  const own = scope.resourceAt?.(address);
  const found = own?.get(argument === 'id' && /_realm\.[^.]{1,100}$/.test(address) ? 'realm' : argument);
  return found === undefined ? undefined : evaluate(found, { ...scope, busy: new Set([...busy, `${address}.${argument}`]) });
}

/** What a `for` makes; nothing where nobody can say of what, by what key or under which condition. */
function looped({ names, over, key, value, when }: Loop, scope: Scope): Value {
  const all = evaluate(over, scope);
  const unknown = new Unknown('for');
  if (!isMap(all) && !Array.isArray(all)) return unknown;
  const found: [Value, Value][] = [];
  for (const [place, one] of Object.entries(all as Readonly<Record<string, Value>>)) {
    const [first = '', second] = names;
    const own: [string, Value][] =
      second === undefined
        ? [[first, one]]
        : [
            [first, isMap(all) ? place : Number(place)],
            [second, one],
          ];
    const inside: Scope = { ...scope, loop: new Map([...(scope.loop ?? []), ...own]) };
    const isIn = when === undefined || evaluate(when, inside);
    if (typeof isIn !== 'boolean') return unknown;
    if (isIn) found.push([key === undefined ? place : evaluate(key, inside), evaluate(value, inside)]);
  }
  if (key === undefined) return found.map(([, one]) => one);
  return found.some(([name]) => name instanceof Unknown) ? unknown : Object.fromEntries(found.map(([name, one]) => [textOf(name), one]));
}

const isPlain = (value: Value | undefined): value is string => typeof value === 'string' && !value.includes('${');

/** The path of a file, of which variables that nothing else sets are a part. */
const pathIn = (value: Value, { usual }: Scope): string => textOf(value).replaceAll(/\$\{var\.(\w{1,100})\}/g, (all, name: string) => usual?.get(name) ?? all);

/** Files of a folder by a pattern with one star. */
function filesOf(folder: Value, pattern: Value, scope: Scope): Value {
  const [above, name = ''] = /^(?:(.*)\/)?([^/]*)$/.exec(pathIn(pattern, scope))?.slice(1) ?? [];
  const [start = '', end, more] = name.split('*');
  const path = [textOf(folder), above].filter((one) => one !== undefined && one !== '.').join('/');
  if (path.includes('${') || path.includes('*') || end === undefined || more !== undefined) return new Unknown('fileset');
  const names = scope.listAt?.(path === '' ? '.' : path) ?? [];
  return names.filter((one) => one.startsWith(start) && one.endsWith(end)).map((one) => (above === undefined ? one : `${above}/${one}`));
}

function called(name: string, args: readonly Value[], scope: Scope): Value {
  const [first = null, second = null] = args;
  switch (name) {
    case '==':
    case '!=': {
      const isKnown = [first, second].every((one) => one === null || (typeof one !== 'object' && !String(one).includes('${')));
      return isKnown ? (first === second) === (name === '==') : new Unknown(name);
    }
    case 'fileset':
      return filesOf(first, second, scope);
    case 'basename':
      return isPlain(first) ? first.split('/').at(-1)! : new Unknown(name);
    case 'trimsuffix':
      return isPlain(first) && isPlain(second) ? (first.endsWith(second) ? first.slice(0, first.length - second.length) : first) : new Unknown(name);
    case 'trimspace':
      return isPlain(first) ? first.trim() : new Unknown(name);
    case 'tostring':
      return first;
    case 'keys':
      return isMap(first) ? Object.keys(first) : new Unknown(name);
    case 'values':
      return isMap(first) ? Object.values(first) : new Unknown(name);
    case 'tolist':
    case 'toset':
    case 'tomap':
    case 'sensitive':
    case 'nonsensitive':
      return first;
    case 'lower':
      return typeof first === 'string' && !first.includes('${') ? first.toLowerCase() : new Unknown(`lower(${textOf(first)})`);
    case 'replace': {
      // Between slashes it is a regular expression.
      const [text, from, to] = args.map((arg) => (typeof arg === 'string' && !arg.includes('${') ? arg : undefined));
      if (text !== undefined && from !== undefined && to !== undefined && !/^\/.*\/$/.test(from)) return bounded(text.replaceAll(from, () => to));
      // What stands for a variable in a file.
      if (typeof first === 'string' && typeof second === 'string' && second.startsWith('${'))
        return bounded(first.replaceAll(second, () => textOf(args[2] ?? null)));
      return new Unknown(`replace(${args.map(textOf).join(',')})`);
    }
    case 'file':
      return scope.fileAt?.(pathIn(first, scope)) ?? new Unknown(`file(${textOf(first)})`);
    case 'jsondecode':
    case 'yamldecode':
      return typeof first === 'string' ? decoded(first) : new Unknown(name);
    case 'concat':
      return args.every((arg) => Array.isArray(arg)) ? bounded(args.flat()) : new Unknown(name);
    case 'merge':
      return args.every(isMap) ? Object.fromEntries(args.flatMap((arg) => Object.entries(arg))) : new Unknown(name);
    case 'lookup': {
      const [, key = null, usual] = args;
      const found = isMap(first) && typeof key === 'string' ? (Object.hasOwn(first, key) ? first[key] : usual) : undefined;
      return found ?? new Unknown(`lookup(${args.map(textOf).join(',')})`);
    }
    case 'try':
    case 'coalesce':
      return args.find((arg) => arg !== null && arg !== '' && !(name === 'try' && arg instanceof Unknown)) ?? new Unknown(name);
    default:
      return new Unknown(`${name}(${args.map(textOf).join(',')})`);
  }
}

/** What a text of JSON or YAML holds. */
function decoded(text: string): Value {
  try {
    const [document] = text.length > longest ? [] : sourceDocuments('decoded', text);
    return document === undefined ? new Unknown('decoded') : (JSON.parse(JSON.stringify(Reader.of(document).value)) as Value);
  } catch {
    return new Unknown('decoded');
  }
}
