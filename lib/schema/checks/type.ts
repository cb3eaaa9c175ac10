import type { Schema } from '../schema.ts';
import type { Context } from './check.ts';
import { fault, kindOf, shown } from './fault.ts';

/** The types that a schema allows; nothing when it says none. */
export function typesOf({ type, ...schema }: Schema): readonly string[] | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return type === undefined ? undefined : typeof type === 'string' ? [type] : type;
}

/** Whether a value has one of the types. */
export function isOfType(value: unknown, types: readonly string[]): boolean {
  for (const type of types) {
    if (
      type === 'object'
        ? typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
        : type === 'array'
          ? Array.isArray(value)
          : false
    )
      return true;
    if (type === 'string' || type === 'boolean') {
      if (typeof value === type) return true;
    } else if (type === 'integer') {
      if (typeof value === 'number' && Number.isInteger(value)) return true;
    } else if (type === 'number') {
      if (typeof value === 'number') return true;
    } else if (type === 'null' && value === null) return true;
  }
  return false;
}

/** Says that a value has the wrong type. */
export function mistyped(context: Context, kinds: readonly string[], value: unknown): void {
  const expected = kinds.filter((kind) => kind !== 'null').join(' or ');
  const received = kindOf(value);
  const quote = kinds.includes('string') && (received === 'integer' || received === 'number' || received === 'boolean');
  fault(context, 'schema-type', `must be ${expected}, but is ${received}${typeof value === 'object' ? '' : ` (${shown(value)})`}`, {
    expected,
    received,
    fix: quote ? 'quote it: YAML reads it as a number or a boolean' : `write ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`,
  });
}
