import type { CelFunction } from '../function.ts';
import { fnAny } from '../function.ts';
import { CelError } from '../issue.ts';
import { CelMap, Duration, Optional, Timestamp, typeName, Uint, type Value, Variable } from '../value.ts';
import { compareNumbers, equal, isNumber } from '../equal.ts';
import { indexValue } from '../qualify.ts';

// cel-go looks at a trait of the first operand before it calls an operator: without it the operator is named in the error, unless the type
// is one that receives calls (interpreter/interpretable.go, evalBinary). These are the types with each trait.
const traits: Readonly<Record<string, readonly string[]>> = {
  '_+_': ['bytes', 'double', 'google.protobuf.Duration', 'int', 'list', 'string', 'google.protobuf.Timestamp', 'uint'],
  '_-_': ['double', 'google.protobuf.Duration', 'int', 'google.protobuf.Timestamp', 'uint'],
  '_*_': ['double', 'int', 'uint'],
  '_/_': ['double', 'int', 'uint'],
  '_%_': ['int', 'uint'],
  '-_': ['bool', 'double', 'google.protobuf.Duration', 'int'],
  compare: ['bool', 'bytes', 'double', 'google.protobuf.Duration', 'int', 'string', 'google.protobuf.Timestamp', 'uint'],
  size: ['bytes', 'list', 'map', 'string'],
};
const receivers = ['string', 'google.protobuf.Duration', 'google.protobuf.Timestamp'];

function needTrait(name: string, trait: string, value: Value): void {
  const type = typeName(value);
  if (traits[trait]!.includes(type)) return;
  throw new CelError(receivers.includes(type) ? 'no such overload' : `no such overload: ${name}`);
}

const none = (): never => {
  throw new CelError('no such overload');
};

const intRange = (value: bigint): bigint => {
  if (value > 0x7fff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) throw new CelError('integer overflow');
  return value;
};
const uintRange = (value: bigint): Uint => {
  if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new CelError('unsigned integer overflow');
  return new Uint(value);
};

function arithmetic(
  name: string,
  double: ((a: number, b: number) => number) | undefined,
  integer: (a: bigint, b: bigint) => bigint,
  other?: (a: Value, b: Value) => Value | undefined,
): (a: Value, b: Value) => Value {
  return (a, b) => {
    needTrait(name, name, a);
    if (typeof a === 'bigint' && typeof b === 'bigint') return intRange(integer(a, b));
    if (typeof a === 'number' && typeof b === 'number' && double !== undefined) return double(a, b);
    if (a instanceof Uint && b instanceof Uint) return uintRange(integer(a.value, b.value));
    return other?.(a, b) ?? none();
  };
}

const add = arithmetic(
  '_+_',
  (a, b) => a + b,
  (a, b) => a + b,
  (a, b) => {
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    if (Array.isArray(a) && Array.isArray(b)) return [...(a as Value[]), ...(b as Value[])];
    if (a instanceof Uint8Array && b instanceof Uint8Array) return new Uint8Array([...a, ...b]);
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos + b.nanos);
    if (a instanceof Duration && b instanceof Timestamp) return new Timestamp(a.nanos + b.nanos);
    if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos + b.nanos);
    return undefined;
  },
);

const subtract = arithmetic(
  '_-_',
  (a, b) => a - b,
  (a, b) => a - b,
  (a, b) => {
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos - b.nanos);
    if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos - b.nanos);
    if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.nanos - b.nanos);
    return undefined;
  },
);

const divided = (text: string, run: (a: bigint, b: bigint) => bigint) => (a: bigint, b: bigint) => {
  if (b === 0n) throw new CelError(text);
  return run(a, b);
};

function compare(name: string, holds: (order: number) => boolean): (a: Value, b: Value) => Value {
  return (a, b) => {
    needTrait(name, 'compare', a);
    return holds(order(a, b));
  };
}

function order(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) {
    if (Number.isNaN(a) || Number.isNaN(b)) throw new CelError('NaN values cannot be ordered');
    return compareNumbers(a, b);
  }
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if ((a instanceof Duration && b instanceof Duration) || (a instanceof Timestamp && b instanceof Timestamp)) {
    return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  }
  return none();
}

function isIn(item: Value, container: Value): boolean {
  if (Array.isArray(container)) return (container as Value[]).some((each) => equal(item, each));
  if (container instanceof CelMap && !(container instanceof Variable)) return container.has(item);
  return none();
}

function size(value: Value): bigint {
  needTrait('size', 'size', value);
  if (typeof value === 'string') return BigInt(Array.from(value).length);
  if (value instanceof CelMap) return BigInt(value.size);
  return BigInt((value as readonly Value[]).length);
}

function negate(value: Value): Value {
  needTrait('-_', '-_', value);
  if (typeof value === 'bigint') return intRange(-value);
  if (typeof value === 'number') return -value;
  if (value instanceof Duration) return new Duration(-value.nanos);
  return none();
}

const numeric = ['int', 'double', 'uint'];
const comparisons = [
  '(bool, bool) -> bool',
  ...numeric.flatMap((a) => numeric.map((b) => `(${a}, ${b}) -> bool`)),
  '(string, string) -> bool',
  '(bytes, bytes) -> bool',
  '(timestamp, timestamp) -> bool',
  '(duration, duration) -> bool',
];
const sizes = ['bytes', 'list(A)', 'map(A, B)', 'string'];

/** The operators of the language (cel-go common/stdlib/standard.go). */
export const operators: readonly CelFunction[] = [
  fnAny('_?_:_', ['(bool, A, A) -> A'], none),
  fnAny('_&&_', ['(bool, bool) -> bool'], none),
  fnAny('_||_', ['(bool, bool) -> bool'], none),
  fnAny('!_', ['(bool) -> bool'], (value) => (typeof value === 'boolean' ? !value : none())),
  fnAny('_==_', ['(A, A) -> bool'], (a, b) => equal(a, b)),
  fnAny('_!=_', ['(A, A) -> bool'], (a, b) => !equal(a, b)),
  fnAny(
    '_+_',
    [
      '(bytes, bytes) -> bytes',
      '(double, double) -> double',
      '(duration, duration) -> duration',
      '(duration, timestamp) -> timestamp',
      '(timestamp, duration) -> timestamp',
      '(int, int) -> int',
      '(list(A), list(A)) -> list(A)',
      '(string, string) -> string',
      '(uint, uint) -> uint',
    ],
    (a, b) => add(a, b),
  ),
  fnAny(
    '_-_',
    [
      '(double, double) -> double',
      '(duration, duration) -> duration',
      '(int, int) -> int',
      '(timestamp, duration) -> timestamp',
      '(timestamp, timestamp) -> duration',
      '(uint, uint) -> uint',
    ],
    (a, b) => subtract(a, b),
  ),
  fnAny('_*_', ['(double, double) -> double', '(int, int) -> int', '(uint, uint) -> uint'], (a, b) =>
    arithmetic(
      '_*_',
      (x, y) => x * y,
      (x, y) => x * y,
    )(a, b),
  ),
  fnAny('_/_', ['(double, double) -> double', '(int, int) -> int', '(uint, uint) -> uint'], (a, b) =>
    arithmetic(
      '_/_',
      (x, y) => x / y,
      divided('division by zero', (x, y) => x / y),
    )(a, b),
  ),
  fnAny('_%_', ['(int, int) -> int', '(uint, uint) -> uint'], (a, b) =>
    arithmetic(
      '_%_',
      undefined,
      divided('modulus by zero', (x, y) => x % y),
    )(a, b),
  ),
  fnAny('-_', ['(double) -> double', '(int) -> int'], (value) => negate(value)),
  fnAny('_<_', comparisons, (a, b) => compare('_<_', (o) => o < 0)(a, b)),
  fnAny('_<=_', comparisons, (a, b) => compare('_<=_', (o) => o <= 0)(a, b)),
  fnAny('_>_', comparisons, (a, b) => compare('_>_', (o) => o > 0)(a, b)),
  fnAny('_>=_', comparisons, (a, b) => compare('_>=_', (o) => o >= 0)(a, b)),
  fnAny(
    '_[_]',
    ['(list(A), int) -> A', '(map(A, B), A) -> B', '(optional_type(list(V)), int) -> optional_type(V)', '(optional_type(map(K, V)), K) -> optional_type(V)'],
    (a, b) => indexValue(a, b),
  ),
  fnAny(
    '_[?_]',
    [
      '(list(V), int) -> optional_type(V)',
      '(optional_type(list(V)), int) -> optional_type(V)',
      '(map(K, V), K) -> optional_type(V)',
      '(optional_type(map(K, V)), K) -> optional_type(V)',
    ],
    none,
  ),
  fnAny('@in', ['(A, list(A)) -> bool', '(A, map(A, B)) -> bool'], (a, b) => isIn(a, b)),
  fnAny('size', [...sizes.map((type) => `(${type}) -> int`), ...sizes.map((type) => `${type}.() -> int`)], (value) => size(value)),
  fnAny('or', ['optional_type(V).(optional_type(V)) -> optional_type(V)'], (a, b) => (a instanceof Optional && a.value !== undefined ? a : b!)),
  fnAny('orValue', ['optional_type(V).(V) -> V'], (a, b) => (a instanceof Optional ? (a.value === undefined ? b! : a.value) : none())),
];
