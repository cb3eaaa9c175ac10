import { NotRendered, refused } from './not-rendered.ts';
import { isOpaque, opaque, shown } from './opaque-text.ts';
import { isDict, isList, isNil, kindOf, type Dict, type Value } from './value.ts';
import type { Builtin } from './execute.ts';

/** Functions by name. */
export type Builtins = Readonly<Record<string, Builtin>>;

/** Whether a value, or something in it, is not known. */
function isOpen(value: Value): boolean {
  if (typeof value === 'string') return isOpaque(value);
  if (isList(value)) return value.some(isOpen);
  return isDict(value) && [...value.values()].some(isOpen);
}

/** A function from text to text: of what is not known it makes what is not known either, and the same of the same. */
export const pure =
  (name: string, work: (...values: readonly Value[]) => string): Builtin =>
  (values) =>
    values.some(isOpen)
      ? opaque([name, ...values.map((value) => (typeof value === 'string' ? shown(value).replaceAll(/[${}]/g, '') : kindOf(value)))].join(' '))
      : work(...values);

/** A function whose answer is no text: it cannot be told of what is not known. */
export const told =
  (work: (...values: readonly Value[]) => Value): Builtin =>
  (values) => {
    if (values.some((value) => typeof value === 'string' && isOpaque(value))) throw new NotRendered('it depends on what only the cluster knows');
    return work(...values);
  };

/** A function that joins what it is given, known or not. */
export const joins =
  (work: (...values: readonly Value[]) => Value): Builtin =>
  (values) =>
    work(...values);

export function wantList(value: Value, of: string): readonly Value[] {
  if (isList(value)) return value;
  throw refused(`${of} wants a list, not ${kindOf(value)}`);
}

export function wantDict(value: Value, of: string): Dict {
  if (isDict(value)) return value;
  throw refused(`${of} wants a dict, not ${isNil(value) ? 'nil' : kindOf(value)}`);
}
