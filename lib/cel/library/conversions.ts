import type { CelFunction } from '../function.ts';
import { fn, fnAny } from '../function.ts';
import { formatDouble, formatDuration, formatTimestamp } from '../format-value.ts';
import { CelError, CelNotEvaluated } from '../issue.ts';
import { compileRegex } from '../regex.ts';
import { Duration, Timestamp, typeName, TypeValue, Uint, type Value } from '../value.ts';
import { parseDuration, parseTimestamp } from '../time.ts';

const conversion = (from: string, to: string): never => {
  throw new CelError(`type conversion error from '${from}' to '${to}'`);
};
const overflow = (text: string): never => {
  throw new CelError(text);
};

const toInt = (value: bigint): bigint => (value > 0x7fff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n ? overflow('integer overflow') : value);
const toUint = (value: bigint): Uint => (value < 0n || value > 0xffff_ffff_ffff_ffffn ? overflow('unsigned integer overflow') : new Uint(value));

// Go's strconv.ParseInt and ParseUint in base 10, ParseFloat, ParseBool.
const stringToInt = (text: string) => (/^[-+]?\d+$/.test(text) && inRange(BigInt(text)) ? BigInt(text) : conversion('string', 'int'));
const inRange = (value: bigint) => value <= 0x7fff_ffff_ffff_ffffn && value >= -0x8000_0000_0000_0000n;
const stringToUint = (text: string) => (/^\d+$/.test(text) && BigInt(text) <= 0xffff_ffff_ffff_ffffn ? new Uint(BigInt(text)) : conversion('string', 'uint'));

function stringToDouble(text: string): number {
  if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : conversion('string', 'double');
  }
  if (/^[-+]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  if (/^[-+]?0x|_/i.test(text)) throw new CelNotEvaluated('a hexadecimal number in a string');
  return conversion('string', 'double');
}

function stringToBool(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  return conversion('string', 'bool');
}

function doubleToInt(value: number): bigint {
  if (!Number.isFinite(value) || value <= -9_223_372_036_854_775_808 || value >= 9_223_372_036_854_775_807) return overflow('integer overflow');
  return BigInt(Math.trunc(value));
}

function bytesToString(value: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return overflow('invalid UTF-8 in bytes, cannot convert to string');
  }
}

const part =
  (pick: (date: Date) => number) =>
  (time: Timestamp): bigint =>
    BigInt(pick(new Date(Number(time.nanos / 1_000_000n))));
const inZone = (): never => {
  throw new CelNotEvaluated('a part of a timestamp in a time zone');
};
const partOf = (name: string, pick: (date: Date) => number): CelFunction =>
  fn(name, ['timestamp.() -> int', part(pick)], ['timestamp.(string) -> int', inZone]);
const timePart = (name: string, pick: (date: Date) => number, unit: bigint, wrap?: bigint): CelFunction =>
  fn(
    name,
    ['timestamp.() -> int', part(pick)],
    ['timestamp.(string) -> int', inZone],
    ['duration.() -> int', (value: Duration) => (wrap === undefined ? value.nanos / unit : (value.nanos / unit) % wrap)],
  );

// These three look at their arguments themselves, without the guard that names the types (DisableTypeGuards).
const textTest = (name: string, test: (text: string, search: string) => boolean): CelFunction =>
  fnAny(name, ['string.(string) -> bool'], (text, search) => {
    if (typeof text !== 'string' || typeof search !== 'string') throw new CelError('no such overload');
    return test(text, search);
  });

/** Conversions between types, `type`, `dyn`, the text predicates of the language and the parts of a time (cel-go common/stdlib/standard.go). */
export const conversions: readonly CelFunction[] = [
  fnAny('type', ['(A) -> type(A)'], (value) => new TypeValue(typeName(value))),
  fnAny('dyn', ['(A) -> dyn'], (value) => value!),
  fn('bool', ['(bool) -> bool', (v: boolean) => v], ['(string) -> bool', stringToBool]),
  fn('bytes', ['(bytes) -> bytes', (v: Uint8Array) => v], ['(string) -> bytes', (v: string) => new TextEncoder().encode(v)]),
  fn(
    'double',
    ['(double) -> double', (v: number) => v],
    ['(int) -> double', (v: bigint) => Number(v)],
    ['(string) -> double', stringToDouble],
    ['(uint) -> double', (v: Uint) => Number(v.value)],
  ),
  fn(
    'duration',
    ['(duration) -> duration', (v: Duration) => v],
    ['(int) -> duration', (v: bigint) => new Duration(v)],
    ['(string) -> duration', (v: string) => parseDuration(v) ?? conversion('string', 'google.protobuf.Duration')],
  ),
  fn(
    'int',
    ['(int) -> int', (v: bigint) => v],
    ['(double) -> int', doubleToInt],
    ['(duration) -> int', (v: Duration) => v.nanos],
    ['(string) -> int', stringToInt],
    ['(timestamp) -> int', (v: Timestamp) => floorSeconds(v)],
    ['(uint) -> int', (v: Uint) => toInt(v.value)],
  ),
  fn(
    'string',
    ['(string) -> string', (v: string) => v],
    ['(bool) -> string', (v: boolean) => String(v)],
    ['(bytes) -> string', bytesToString],
    ['(double) -> string', formatDouble],
    ['(duration) -> string', formatDuration],
    ['(int) -> string', (v: bigint) => String(v)],
    ['(timestamp) -> string', formatTimestamp],
    ['(uint) -> string', (v: Uint) => String(v.value)],
  ),
  fn(
    'timestamp',
    ['(timestamp) -> timestamp', (v: Timestamp) => v],
    ['(int) -> timestamp', (v: bigint) => new Timestamp(v * 1_000_000_000n)],
    ['(string) -> timestamp', (v: string) => parseTimestamp(v) ?? conversion('string', 'google.protobuf.Timestamp')],
  ),
  fn(
    'uint',
    ['(uint) -> uint', (v: Uint) => v],
    ['(double) -> uint', (v: number) => (Number.isFinite(v) ? toUint(BigInt(Math.trunc(v))) : overflow('unsigned integer overflow'))],
    ['(int) -> uint', toUint],
    ['(string) -> uint', stringToUint],
  ),
  textTest('contains', (text, search) => text.includes(search)),
  textTest('endsWith', (text, search) => text.endsWith(search)),
  textTest('startsWith', (text, search) => text.startsWith(search)),
  fnAny('matches', ['(string, string) -> bool', 'string.(string) -> bool'], matches),
  partOf('getFullYear', (date) => date.getUTCFullYear()),
  partOf('getMonth', (date) => date.getUTCMonth()),
  partOf('getDayOfYear', (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000)),
  partOf('getDayOfMonth', (date) => date.getUTCDate() - 1),
  partOf('getDate', (date) => date.getUTCDate()),
  partOf('getDayOfWeek', (date) => date.getUTCDay()),
  timePart('getHours', (date) => date.getUTCHours(), 3_600_000_000_000n),
  timePart('getMinutes', (date) => date.getUTCMinutes(), 60_000_000_000n),
  timePart('getSeconds', (date) => date.getUTCSeconds(), 1_000_000_000n),
  timePart('getMilliseconds', (date) => date.getUTCMilliseconds(), 1_000_000n, 1000n),
];

function matches(text: Value | undefined, pattern: Value | undefined): boolean {
  if (typeof text !== 'string') throw new CelError(text instanceof Duration || text instanceof Timestamp ? 'no such overload' : 'no such overload: matches');
  if (typeof pattern !== 'string') throw new CelError('no such overload');
  return compileRegex(pattern).matcher(text).find();
}

function floorSeconds(time: Timestamp): bigint {
  const whole = time.nanos / 1_000_000_000n;
  return time.nanos < 0n && time.nanos % 1_000_000_000n !== 0n ? whole - 1n : whole;
}
