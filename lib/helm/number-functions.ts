import { type Builtins, told } from './builtin.ts';
import { NotRendered, refused } from './not-rendered.ts';
import { kindOf, type Value } from './value.ts';

/** A value as int64, as spf13/cast makes it: what is no number is 0. */
export function toInt(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(Math.trunc(Number.isFinite(value) ? value : 0));
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'string') return 0n;
  const text = value.trim();
  if (/^[+-]?\d+(?:\.0*)?$/.test(text)) return BigInt(text.replace(/^\+/, '').split('.')[0]!);
  return 0n;
}

function toFloat(value: Value): number {
  if (typeof value === 'string')
    return /^[+-]?\d{0,40}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,4})?$/.test(value.trim()) && Number.isFinite(Number(value)) ? Number(value) : 0;
  return typeof value === 'boolean' ? Number(value) : typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
}

const whole = (work: (...numbers: bigint[]) => bigint): Builtins[string] => told((...values) => work(...values.map(toInt)));
const range = (start: bigint, end: bigint, step: bigint): Value[] => {
  if (step === 0n || (end - start) / step > 10_000n) throw new NotRendered('it counts too far');
  const list: bigint[] = [];
  for (let at = start; step > 0n ? at < end : at > end; at += step) list.push(at);
  return list;
};
const divided = (a: bigint, b: bigint, work: (a: bigint, b: bigint) => bigint): bigint => {
  if (b === 0n) throw refused('a division by zero');
  return work(a, b);
};

type Ordered = number | bigint | string;

/** Go's basic kinds, of which only equal ones are compared. */
function comparable(a: Value, b: Value): void {
  if (a === null || b === null || a === undefined || b === undefined) return;
  if (kindOf(a) !== kindOf(b)) throw refused(`incompatible types for comparison: ${kindOf(a)} and ${kindOf(b)}`);
  if (typeof a === 'object' || typeof a === 'function') throw refused(`${kindOf(a)} can not be compared`);
}

const equals = (a: Value, b: Value): boolean => {
  comparable(a, b);
  return (a ?? null) === (b ?? null);
};

function less(a: Value, b: Value): boolean {
  comparable(a, b);
  if (a === null || a === undefined || typeof a === 'boolean' || b === null || b === undefined) throw refused('invalid type for comparison');
  return (a as Ordered) < (b as Ordered);
}

const sameText = (work: (a: Value, b: Value) => Value): Builtins[string] => {
  const ask = told(work);
  return (values, run) => (values[0] === values[1] ? work(values[0], values[1]) : ask(values, run));
};

/** Functions on numbers, and comparisons. */
export const numberFunctions: Builtins = {
  int: told(toInt),
  int64: told(toInt),
  float64: told(toFloat),
  atoi: told(toInt),
  toDecimal: told((value) => BigInt(/^[0-7]+$/.test(String(value)) ? `0o${String(value)}` : '0')),
  add: whole((...all) => all.reduce((sum, one) => sum + one, 0n)),
  add1: whole((one) => one + 1n),
  sub: whole((a, b) => a - b),
  mul: whole((...all) => all.reduce((product, one) => product * one, 1n)),
  div: whole((a, b) => divided(a, b, (one, other) => one / other)),
  mod: whole((a, b) => divided(a, b, (one, other) => one % other)),
  max: whole((...all) => all.reduce((most, one) => (one > most ? one : most))),
  min: whole((...all) => all.reduce((least, one) => (one < least ? one : least))),
  addf: told((...all) => all.reduce<number>((sum, one) => sum + toFloat(one), 0)),
  mulf: told((...all) => all.reduce<number>((product, one) => product * toFloat(one), 1)),
  floor: told((value) => Math.floor(toFloat(value))),
  ceil: told((value) => Math.ceil(toFloat(value))),
  until: told((count) => range(0n, toInt(count), toInt(count) < 0n ? -1n : 1n)),
  untilStep: told((start, end, step) => range(toInt(start), toInt(end), toInt(step))),
  eq: (values, run) => {
    const [first, ...others] = values;
    if (others.length === 0) throw refused('eq wants two values');
    return others.some((other) => sameText(equals)([first, other], run) === true);
  },
  ne: sameText((a, b) => !equals(a, b)),
  lt: told((a, b) => less(a, b)),
  le: told((a, b) => less(a, b) || equals(a, b)),
  gt: told((a, b) => less(b, a)),
  ge: told((a, b) => less(b, a) || equals(a, b)),
};
