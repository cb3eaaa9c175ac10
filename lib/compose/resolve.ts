import { guarded } from '../contract/option-error.ts';
import { edited } from './merge.ts';
import { isMap, replacementOf, stepsOf } from './patch.ts';

/**
 * Plain data of a merged value: what was deleted is gone, edits of lists that nothing lies below start from an empty list.
 * Shares no object with its input.
 *
 * @example resolve({ a: undefined, b: append(1) }) // { b: [1] }
 */
export function resolve(value: unknown): unknown {
  return guarded(
    () => resolved(value),
    { app: 'values', field: 'value' },
    'merge-value',
    'what merge returns',
    'write plain text, numbers, booleans, null, lists and object literals',
  );
}

function resolved(value: unknown): unknown {
  const inner = replacementOf(value);
  if (inner) return resolved(inner.value);
  const steps = stepsOf(value);
  if (steps) return edited([], steps).map(resolved);
  if (Array.isArray(value)) return value.map(resolved);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, resolved(item)]),
  );
}
