import type { ErrorCode } from '../contract/error-codes.ts';
import { PinoutError, show } from '../contract/error.ts';
import { isLiteral } from '../contract/option-error.ts';
import { textOfNotSecret } from './not-secret.ts';

/** What a layer may say about a list below it. */
type ListStep = { readonly append: readonly unknown[] } | { readonly remove: readonly unknown[] };

const edit = Symbol.for('pinout.edit');
const replacement = Symbol.for('pinout.replacement');

/** Steps for the list of the layer below; an absent list counts as empty. Made by `append` and `remove`. */
export interface ListEdit {
  readonly [edit]: readonly ListStep[];
}

/** An object that takes the place of whatever is below it, instead of merging with it. */
export interface Replacement {
  readonly [replacement]: unknown;
}

export const listEdit = (steps: readonly ListStep[]): ListEdit => ({ [edit]: steps });
export const replacing = (value: unknown): Replacement => ({ [replacement]: value });
export const stepsOf = (value: unknown): readonly ListStep[] | undefined => (isObject(value) && edit in value ? (value as ListEdit)[edit] : undefined);
export const replacementOf = (value: unknown): { value: unknown } | undefined =>
  isObject(value) && replacement in value ? { value: (value as Replacement)[replacement] } : undefined;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** True for objects that merge: literals without a mark. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return isLiteral(value) && !(edit in value || replacement in value) && textOfNotSecret(value) === undefined;
}

const deepest = 200;

/**
 * Refuses what is not plain data.
 *
 * @param late whether functions may be in it
 * @throws PinoutError `merge-value`, `merge-key`
 */
export function assertPlain(value: unknown, path: string, late = false, depth = 0): void {
  const refuse = (code: ErrorCode, found: string, wanted: string) =>
    new PinoutError({
      code,
      app: 'values',
      field: path === '' ? 'value' : path,
      found,
      wanted,
      fix: 'write plain text, numbers, booleans, null, lists and object literals',
    });
  if (depth > deepest) throw refuse('merge-value', 'nested deeper than 200 levels, or contains itself', 'plain data');
  const inside = (items: readonly unknown[]) => {
    items.forEach((item, index) => assertPlain(item, `${path}[${index}]`, late, depth + 1));
  };
  if (Array.isArray(value)) inside(value);
  else if (isMap(value))
    for (const key of Object.keys(value)) {
      if (key === '__proto__') throw refuse('merge-key', 'a key __proto__', 'any other key: this one changes what objects are');
      assertPlain(value[key], path === '' ? key : `${path}.${key}`, late, depth + 1);
    }
  else if (stepsOf(value)) inside(stepsOf(value)!.flatMap((step) => ('append' in step ? step.append : step.remove)));
  else if (textOfNotSecret(value) !== undefined || (late && typeof value === 'function')) return;
  else if (replacementOf(value)) assertPlain(replacementOf(value)!.value, path, late, depth + 1);
  else if (typeof value === 'number' ? !Number.isFinite(value) : isObject(value) || ['function', 'symbol', 'bigint'].includes(typeof value))
    throw refuse(
      'merge-value',
      isObject(value) ? 'an instance of a class' : show(typeof value === 'bigint' || typeof value === 'symbol' ? typeof value : value),
      'plain data',
    );
}
