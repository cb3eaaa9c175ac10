import { edited } from './merge.ts';
import { isMap, replacementOf, stepsOf } from './patch.ts';

/**
 * Plain data of a merged value: what was deleted is gone, edits of lists that nothing lies below start from an empty list.
 * Shares no object with its input.
 *
 * @example resolve({ a: undefined, b: append(1) }) // { b: [1] }
 */
export function resolve(value: unknown): unknown {
  const inner = replacementOf(value);
  if (inner) return resolve(inner.value);
  const steps = stepsOf(value);
  if (steps) return edited([], steps).map(resolve);
  if (Array.isArray(value)) return value.map(resolve);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, resolve(item)]),
  );
}
