import { NotRendered, refused } from './not-rendered.ts';
import { isOpaque } from './opaque-text.ts';

/** A map of Go with texts as keys. */
export type Dict = Map<string, Value>;

/** Something that templates call: `.Files.Get`. */
export type Method = (...values: readonly Value[]) => Value;

/** A value of a template. Whole numbers of Go are bigints; numbers of YAML are floats, as Helm decodes them. */
export type Value = null | undefined | boolean | number | bigint | string | readonly Value[] | Dict | Method;

export const isDict = (value: Value): value is Dict => value instanceof Map;
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isNil = (value: Value): value is null | undefined => value === null || value === undefined;

/** Plain data of YAML as a value. */
export function valueOf(data: unknown): Value {
  if (data === null || data === undefined) return null;
  if (Array.isArray(data)) return data.map(valueOf);
  if (data instanceof Date) return data.toISOString();
  if (typeof data === 'object') return new Map(Object.entries(data).map(([key, one]) => [key, valueOf(one)]));
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' || typeof data === 'bigint' ? data : null;
}

/** The keys of a map, as Go goes through them. */
export const sortedKeys = (dict: Dict): string[] => [...dict.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Go's kind of a value, as `kindOf` names it. */
export function kindOf(value: Value): string {
  if (isNil(value)) return 'invalid';
  if (isDict(value)) return 'map';
  if (isList(value)) return 'slice';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'bigint') return 'int';
  return typeof value === 'string' ? 'string' : 'func';
}

/** What `if`, `and`, `or` and `default` take for true. An opaque text stands for one that is not empty. */
export function isTrue(value: Value): boolean {
  if (isNil(value)) return false;
  if (isDict(value)) return value.size > 0;
  if (isList(value)) return value.length > 0;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'boolean') return value;
  return typeof value === 'function' || Number(value) !== 0;
}

/** Go's `%v`. */
export function printed(value: Value): string {
  if (isNil(value)) return '<nil>';
  if (isDict(value))
    return `map[${sortedKeys(value)
      .map((key) => `${key}:${printed(value.get(key))}`)
      .join(' ')}]`;
  if (isList(value)) return `[${value.map(printed).join(' ')}]`;
  if (typeof value === 'number') return printedFloat(value);
  if (typeof value === 'function') throw new NotRendered('a function is printed');
  return String(value);
}

/** Go's `%v` of a float: with an exponent from a million on (strconv.FormatFloat, format 'g'). */
function printedFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 6)) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Text of a value as `toString` of sprig makes it. */
export const textOf = (value: Value): string => (typeof value === 'string' ? value : printed(value));

/** Whether two values are the same, as reflect.DeepEqual has it. */
export function isSame(a: Value, b: Value): boolean {
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (isList(a)) return isList(b) && a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  if (isDict(a)) return isDict(b) && a.size === b.size && [...a].every(([key, one]) => b.has(key) && isSame(one, b.get(key)));
  decided(a, b);
  return a === b;
}

/** Refuses to compare texts of which a part is not known. */
export function decided(...values: readonly Value[]): void {
  const [open] = values.filter((value) => typeof value === 'string' && isOpaque(value));
  if (open !== undefined && !values.every((value) => value === values[0])) throw new NotRendered('it depends on what only the cluster knows');
}

/** A text that a function wants. */
export function wantText(value: Value, of: string): string {
  if (typeof value === 'string') return value;
  throw refused(`${of} wants a string, not ${kindOf(value)}`);
}
