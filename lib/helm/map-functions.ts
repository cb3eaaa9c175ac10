import { type Builtins, joins, told, wantDict, wantList } from './builtin.ts';
import { NotRendered, refused } from './not-rendered.ts';
import { isOpaque } from './opaque-text.ts';
import { typeName } from './printf.ts';
import { toInt } from './number-functions.ts';
import { type Dict, decided, isDict, isList, isNil, isSame, isTrue, kindOf, sortedKeys, textOf, type Value } from './value.ts';

/** A copy that can be changed. */
export const deepCopy = (value: Value): Value =>
  isDict(value) ? new Map([...value].map(([key, one]) => [key, deepCopy(one)])) : isList(value) ? value.map(deepCopy) : value;

/** mergo, as sprig calls it: what is empty is filled; with `over`, what is not empty replaces. */
function merge(into: Dict, from: Dict, over: boolean): void {
  for (const [key, value] of from) {
    const own = into.get(key);
    if (isDict(own) && isDict(value)) merge(own, value, over);
    else if (over ? isTrue(value) || !into.has(key) : !isTrue(own)) into.set(key, value);
  }
}

const list = (value: Value): readonly Value[] => wantList(value, 'a list function');
const dict = (value: Value): Dict => wantDict(value, 'a dict function');
const key = (value: Value): string => {
  const text = textOf(value);
  if (isOpaque(text)) throw new NotRendered('it looks for a name that only the cluster knows');
  return text;
};

function pairs(values: readonly Value[]): Dict {
  const made: Dict = new Map();
  for (let index = 0; index < values.length; index += 2) made.set(textOf(values[index]), values[index + 1] === undefined ? '' : values[index + 1]);
  return made;
}

function indexed(from: Value, keys: readonly Value[]): Value {
  let value = from;
  for (const one of keys) {
    if (isDict(value)) value = value.get(key(one));
    else if (isList(value)) {
      const at = Number(toInt(one));
      if (at < 0 || at >= value.length) throw refused(`index out of range: ${at}`);
      value = value[at];
    } else throw refused(`can't index ${isNil(value) ? 'nil' : kindOf(value)}`);
  }
  return value;
}

function dug(values: readonly Value[]): Value {
  const [otherwise, from] = values.slice(-2);
  let value: Value = from;
  for (const one of values.slice(0, -2)) {
    if (!isDict(value) || !value.has(key(one))) return otherwise;
    value = value.get(key(one));
  }
  return value;
}

const has = (needle: Value, hay: Value): boolean => list(hay).some((one) => isSame(needle, one));

/** Functions of sprig on lists and maps, and on values of any sort. */
export const mapFunctions: Builtins = {
  list: joins((...values) => values),
  tuple: joins((...values) => values),
  first: joins((value) => list(value)[0] ?? null),
  last: joins((value) => list(value).at(-1) ?? null),
  rest: joins((value) => list(value).slice(1)),
  initial: joins((value) => list(value).slice(0, -1)),
  append: joins((value, one) => [...list(value), one]),
  push: joins((value, one) => [...list(value), one]),
  prepend: joins((value, one) => [one, ...list(value)]),
  concat: joins((...values) => values.flatMap((value) => [...list(value)])),
  reverse: joins((value) => [...list(value)].reverse()),
  uniq: joins((value) => list(value).filter((one, index, all) => all.findIndex((other) => isSame(one, other)) === index)),
  compact: joins((value) => list(value).filter(isTrue)),
  without: joins((value, ...gone) => list(value).filter((one) => !gone.some((other) => isSame(one, other)))),
  has: joins(has),
  slice: told((value, start, end) => list(value).slice(Number(toInt(start ?? 0n)), end === undefined ? undefined : Number(toInt(end)))),
  dict: joins((...values) => pairs(values)),
  get: joins((value, name) => dict(value).get(key(name)) ?? ''),
  set: joins((value, name, one) => {
    dict(value).set(key(name), one);
    return value;
  }),
  unset: joins((value, name) => {
    dict(value).delete(key(name));
    return value;
  }),
  hasKey: joins((value, name) => dict(value).has(key(name))),
  pluck: joins((name, ...values) => values.flatMap((value) => (dict(value).has(key(name)) ? [dict(value).get(key(name))] : []))),
  dig: joins((...values) => dug(values)),
  keys: joins((...values) => values.flatMap((value) => sortedKeys(dict(value)))),
  values: joins((value) => sortedKeys(dict(value)).map((one) => dict(value).get(one))),
  pick: joins((value, ...names) => new Map([...dict(value)].filter(([one]) => names.some((name) => key(name) === one)))),
  omit: joins((value, ...names) => new Map([...dict(value)].filter(([one]) => !names.some((name) => key(name) === one)))),
  merge: joins((into, ...others) => {
    for (const other of others) merge(dict(into), dict(other), false);
    return into;
  }),
  mergeOverwrite: joins((into, ...others) => {
    for (const other of others) merge(dict(into), dict(other), true);
    return into;
  }),
  deepCopy: joins(deepCopy),
  index: joins((from, ...keys) => indexed(from, keys)),
  len: told((value) => {
    if (typeof value === 'string') return BigInt(Buffer.byteLength(value, 'utf8'));
    if (isDict(value)) return BigInt(value.size);
    if (isList(value)) return BigInt(value.length);
    throw refused(`len of ${isNil(value) ? 'nil' : kindOf(value)}`);
  }),
  default: joins((otherwise, value) => (isTrue(value) ? value : otherwise)),
  empty: joins((value) => !isTrue(value)),
  coalesce: joins((...values) => values.find(isTrue) ?? null),
  all: joins((...values) => values.every(isTrue)),
  any: joins((...values) => values.some(isTrue)),
  ternary: joins((yes, no, value) => (value === true ? yes : no)),
  not: joins((value) => !isTrue(value)),
  kindOf: joins(kindOf),
  kindIs: joins((kind, value) => kind === kindOf(value)),
  typeOf: joins(typeName),
  typeIs: joins((type, value) => type === typeName(value)),
  typeIsLike: joins((type, value) => type === typeName(value) || type === `*${typeName(value)}`),
  deepEqual: joins((a, b) => {
    decided(a, b);
    return isSame(a, b);
  }),
  required: joins((message, value) => {
    if (isNil(value) || value === '') throw refused(textOf(message));
    return value;
  }),
  fail: joins((message) => {
    throw refused(textOf(message));
  }),
};
