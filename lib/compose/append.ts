import { type ListEdit, listEdit } from './patch.ts';

/** Adds items to the end of the list below, instead of replacing it. @example merge({ a: [1] }, { a: append(2) }) // { a: [1, 2] } */
export function append(...items: readonly unknown[]): ListEdit {
  return listEdit([{ append: items }]);
}
