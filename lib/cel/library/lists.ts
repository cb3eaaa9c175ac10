import type { CelFunction } from '../function.ts';
import { fn, fnAny } from '../function.ts';
import { CelError, CelNotEvaluated } from '../issue.ts';
import { compileRegex } from '../regex.ts';
import { equal } from '../equal.ts';
import { operators } from './operators.ts';
import { affordable } from '../weight.ts';
import { Duration, Optional, stringBackedLists, typeName, Uint, type Value } from '../value.ts';

type List = readonly Value[];

const operator = (name: string) => operators.find((each) => each.name === name)!.any!;
const plus = operator('_+_');
const less = operator('_<_');
const lessOrEqual = operator('_<=_');

const comparable = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
const summable: Readonly<Record<string, Value>> = { int: 0n, uint: new Uint(0n), double: 0, duration: new Duration(0n) };

function isSorted(list: List): boolean {
  return list.every((item, index) => index === 0 || lessOrEqual(list[index - 1]!, item) === true);
}

function extreme(name: string, better: (a: Value, b: Value) => boolean): (list: List) => Value {
  return (list) => {
    if (list.length === 0) throw new CelError(`${name} called on empty list`);
    return list.reduce((best, item) => (better(item, best) ? item : best));
  };
}

const indexOf = (list: List, wanted: Value): bigint => BigInt(list.findIndex((item) => equal(item, wanted)));
const lastIndexOf = (list: List, wanted: Value): bigint => BigInt(list.findLastIndex((item) => equal(item, wanted)));

function sum(list: List): Value {
  if (list.length === 0) throw new CelNotEvaluated('sum() of an empty list');
  return list.reduce((total, item) => plus(total, item), summable[kindOf(list[0]!)] ?? list[0]!);
}
const kindOf = (value: Value): string => (value instanceof Duration ? 'duration' : typeName(value));

const contains = (list: List, sublist: List): boolean => sublist.every((wanted) => list.some((item) => equal(item, wanted)));

function find(text: string, pattern: string): string {
  const matcher = compilePattern(pattern).matcher(text);
  return matcher.find() ? (matcher.group() ?? '') : '';
}
function findAll(text: string, pattern: string, limit = -1n): List {
  const matcher = compilePattern(pattern).matcher(text);
  const found: string[] = [];
  while ((limit < 0n || BigInt(found.length) < limit) && matcher.find()) found.push(matcher.group() ?? '');
  stringBackedLists.add(found);
  return found;
}
function compilePattern(pattern: string) {
  try {
    return compileRegex(pattern);
  } catch (error) {
    throw error instanceof CelError ? new CelError(`Illegal regex: ${error.message}`) : error;
  }
}

/** The list and regular expression functions of Kubernetes, and cel-go's sets (k8s.io/apiserver pkg/cel/library, cel-go ext/sets.go). */
export const kubernetesLists: readonly CelFunction[] = [
  fn('isSorted', ...comparable.map((type) => [`list(${type}).() -> bool`, isSorted] as const)),
  fn('sum', ...Object.keys(summable).map((type) => [`list(${type}).() -> ${type}`, sum] as const)),
  fn('max', ...comparable.map((type) => [`list(${type}).() -> ${type}`, extreme('max', (a, b) => less(b, a) === true)] as const)),
  fn('min', ...comparable.map((type) => [`list(${type}).() -> ${type}`, extreme('min', (a, b) => less(a, b) === true)] as const)),
  fn('indexOf', ['list(A).(A) -> int', indexOf]),
  fn('lastIndexOf', ['list(A).(A) -> int', lastIndexOf]),
  fn('find', ['string.(string) -> string', find]),
  fn(
    'findAll',
    ['string.(string) -> list(string)', (text: string, pattern: string) => findAll(text, pattern)],
    ['string.(string, int) -> list(string)', findAll],
  ),
  fn('sets.contains', ['(list(T), list(T)) -> bool', contains]),
  fn('sets.equivalent', ['(list(T), list(T)) -> bool', (a: List, b: List) => contains(a, b) && contains(b, a)]),
  fn('sets.intersects', ['(list(T), list(T)) -> bool', (a: List, b: List) => a.some((item) => b.some((each) => equal(item, each)))]),
];

function flatten(list: List, depth = 1n): List {
  if (depth < 0n) throw new CelError('level must be non-negative');
  return list.flatMap((item) => (Array.isArray(item) && depth > 0n ? (depth === 1n ? (item as Value[]) : [...flatten(item as List, depth - 1n)]) : [item]));
}

function range(count: bigint): List {
  affordable(Number(count));
  return Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index));
}

function slice(list: List, start: bigint, end: bigint): List {
  const length = BigInt(list.length);
  if (start < 0n || end < 0n) throw new CelError(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end) throw new CelError(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (length < end) throw new CelError(`cannot slice(${start}, ${end}), list is length ${length}`);
  return list.slice(Number(start), Number(end));
}

function sort(list: List): List {
  const first = list[0];
  if (first !== undefined && list.some((item) => typeName(item) !== typeName(first))) throw new CelError('list elements must have the same type');
  return [...list].sort((a, b) => (less(a, b) === true ? -1 : less(b, a) === true ? 1 : 0));
}

function distinct(list: List): List {
  const kept: Value[] = [];
  for (const item of list) if (!kept.some((each) => equal(each, item))) kept.push(item);
  return kept;
}

/** cel-go's ext.Lists, version 3, from Kubernetes 1.34. */
export const lists: readonly CelFunction[] = [
  fn('slice', ['list(T).(int, int) -> list(T)', slice]),
  fnAny('flatten', ['list(list(T)).() -> list(T)', 'list(dyn).(int) -> list(dyn)'], (list, depth) => flatten(flattened(list), depth as bigint | undefined)),
  fnAny(
    'sort',
    comparable.map((type) => `list(${type}).() -> list(${type})`),
    (list) => sort(sorted(list)),
  ),
  fn('lists.range', ['(int) -> list(int)', range]),
  fn('reverse', ['list(T).() -> list(T)', (list: List) => [...list].reverse()]),
  fnAny('distinct', ['list(T).() -> list(T)'], (list) => distinct(asList(list))),
];

const receivers = ['string', 'google.protobuf.Duration', 'google.protobuf.Timestamp'];
function sorted(value: Value): List {
  if (Array.isArray(value)) return value as List;
  throw new CelError(receivers.includes(typeName(value)) ? 'no such overload' : 'no such overload: sort');
}
function flattened(value: Value): List {
  if (Array.isArray(value)) return value as List;
  throw new CelError(`no such overload: ${typeName(value)}.flatten()`);
}
// cel-go takes the value for a list without a look, and Go's own words about that come back.
function asList(value: Value): List {
  if (Array.isArray(value)) return value as List;
  throw new CelNotEvaluated('distinct() of a value that is no list');
}

function ofNonZero(value: Value): Optional {
  const zero =
    value === null ||
    value === false ||
    value === '' ||
    value === 0 ||
    value === 0n ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && 'size' in value && value.size === 0);
  return new Optional(zero ? undefined : value);
}

/** cel-go's optional types (cel/library.go). */
export const optionals: readonly CelFunction[] = [
  fn('optional.of', ['(V) -> optional_type(V)', (value: Value) => new Optional(value)]),
  fn('optional.ofNonZeroValue', ['(V) -> optional_type(V)', ofNonZero]),
  fn('optional.none', ['() -> optional_type(V)', () => new Optional()]),
  fn('value', ['optional_type(V).() -> V', (optional: Optional) => (optional.value === undefined ? absent() : optional.value)]),
  fn('hasValue', ['optional_type(V).() -> bool', (optional: Optional) => optional.value !== undefined]),
  fnAny('unwrapOpt', ['list(optional_type(V)).() -> list(V)'], (list) => present(list as List)),
  fnAny('optional.unwrap', ['(list(optional_type(V))) -> list(V)'], (list) => present(list as List)),
];
const absent = (): never => {
  throw new CelError('optional.none() dereference');
};
const present = (list: List): List => list.flatMap((item) => (item instanceof Optional && item.value !== undefined ? [item.value] : []));
