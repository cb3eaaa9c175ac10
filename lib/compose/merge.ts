import { isDeepStrictEqual } from 'node:util';
import { guarded } from '../contract/option-error.ts';
import { assertPlain, isMap, listEdit, replacementOf, replacing, stepsOf } from './patch.ts';

/**
 * Lays values over each other, left to right: objects merge, everything else replaces, `undefined` deletes, `append` and `remove` edit
 * the list below. The result may still hold those marks, so that it can be a layer itself; `resolve` makes plain data of it.
 *
 * Laws: `{}` changes nothing on either side; grouping does not matter; no input is changed.
 *
 * @throws PinoutError `merge-value` for what is not plain data, `merge-key` for the key `__proto__`
 * @example resolve(merge({ a: { b: 1, c: 2 } }, { a: { b: undefined, d: 3 } })) // { a: { c: 2, d: 3 } }
 */
export function merge(...layers: readonly unknown[]): unknown {
  return guarded(
    () => laid(layers, false),
    { app: 'values', field: 'value' },
    'merge-value',
    'plain data',
    'write plain text, numbers, booleans, null, lists and object literals',
  );
}

/** The same for options, whose late-bound values are functions: they replace, and are replaced. */
export function laid(layers: readonly unknown[], late: boolean): unknown {
  for (const layer of layers) assertPlain(layer, '', late);
  return layers.length === 0 ? {} : layers.reduce(over);
}

/** The upper value on the lower one. */
function over(lower: unknown, upper: unknown): unknown {
  const below = replacementOf(lower);
  if (isMap(upper)) {
    if (below) return replacing(over(below.value, upper));
    return isMap(lower) ? mergedMaps(lower, upper) : replacing(upper);
  }
  const steps = stepsOf(upper);
  if (steps === undefined) return upper;
  const earlier = stepsOf(lower);
  if (earlier) return listEdit([...earlier, ...steps]);
  return edited(Array.isArray(lower) ? lower : [], steps);
}

function mergedMaps(lower: Readonly<Record<string, unknown>>, upper: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) result[key] = Object.hasOwn(lower, key) ? over(lower[key], value) : value;
  return result;
}

/** Applies steps to a list. */
export function edited(list: readonly unknown[], steps: NonNullable<ReturnType<typeof stepsOf>>): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (items, step) => ('append' in step ? [...items, ...step.append] : items.filter((item) => !step.remove.some((one) => isDeepStrictEqual(item, one)))),
    list,
  );
}
