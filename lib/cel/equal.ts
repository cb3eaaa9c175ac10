import { CelError } from './issue.ts';
import { CelMap, Duration, Opaque, Optional, Timestamp, TypeValue, Uint, type Value, Variable } from './value.ts';

export function isNumber(value: Value): value is bigint | number | Uint {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint;
}

/** -1, 0 or 1. Numbers of different types compare by their value. */
export function compareNumbers(a: bigint | number | Uint, b: bigint | number | Uint): number {
  const [x, y] = [a instanceof Uint ? a.value : a, b instanceof Uint ? b.value : b];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The equality of CEL: values of different types are unequal, numbers compare by value. */
export function equal(a: Value, b: Value): boolean {
  if (isNumber(a) && isNumber(b)) return !Number.isNaN(a) && !Number.isNaN(b) && compareNumbers(a, b) === 0;
  if (a === null || typeof a !== 'object') return a === b;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return (a as Value[]).every((item, index) => equal(item, b[index] as Value));
  }
  if (a instanceof Variable) {
    if (b instanceof Variable) return a === b;
    throw new CelError('no such overload');
  }
  if (b instanceof Variable) return false;
  if (a instanceof CelMap) {
    if (!(b instanceof CelMap) || a.size !== b.size) return false;
    for (const [key, value] of a.entries()) {
      const other = b.get(key);
      if (other === undefined || !equal(value, other)) return false;
    }
    return true;
  }
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos;
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name;
  if (a instanceof Opaque) return b instanceof Opaque && a.type === b.type && a.key === b.key;
  if (a instanceof Optional) {
    if (!(b instanceof Optional) || (a.value === undefined) !== (b.value === undefined)) return false;
    return a.value === undefined || equal(a.value, b.value!);
  }
  return false;
}
