import { type ListEdit, listEdit } from './patch.ts';

/** Takes equal items out of the list below. @example merge({ a: [1, 2] }, { a: remove(2) }) // { a: [1] } */
export function remove(...items: readonly unknown[]): ListEdit {
  return listEdit([{ remove: items }]);
}
