import type { ErrorCode } from './error-codes.ts';
import { PinoutError } from './error.ts';
import type { Place } from './names.ts';
import { below, isLiteral, kindOf, notAnObject } from './option-error.ts';
import { type Shape, writable } from './shape.ts';

const deepest = 200;

/** Plain data of any form, such as the values of a chart. The marks of `append`, `remove` and `notSecret` stay. @throws PinoutError `merge-value`, `merge-key` */
export const plain: Shape<never> = (value, at) => copied(value, at, 0) as never;

/** An object of plain data. @throws PinoutError `option-type`, `merge-value`, `merge-key` */
export const open: Shape<never> = (value, at) => {
  if (!isLiteral(value)) throw notAnObject(value, at);
  return plain(value, at);
};

function copied(value: unknown, at: Place, depth: number): unknown {
  const refuse = (code: ErrorCode, found: string, wanted: string) =>
    new PinoutError({ code, ...at, found, wanted, fix: 'write plain text, numbers, booleans, null, lists and object literals' });
  if (depth > deepest) throw refuse('merge-value', 'nested deeper than 200 levels, or contains itself', 'plain data');
  if (Array.isArray(value))
    return Array.from(value as readonly unknown[], (one, index) => copied(one, { app: at.app, field: `${at.field}[${index}]` }, depth + 1));
  if (isLiteral(value)) {
    const copy: Record<PropertyKey, unknown> = {};
    for (const key of Reflect.ownKeys(value)) {
      if (key === '__proto__') throw refuse('merge-key', 'a key __proto__', 'any other key: this one would change the prototype of the object');
      if (typeof key === 'string') writable(key, at);
      copy[key] = copied((value as Readonly<Record<PropertyKey, unknown>>)[key], typeof key === 'symbol' ? at : below(at, key), depth + 1);
    }
    return copy;
  }
  if (typeof value === 'string') return writable(value, at);
  if (value === undefined || value === null || typeof value === 'boolean' || Number.isFinite(value)) return value;
  throw refuse('merge-value', kindOf(value), 'plain data');
}
