import { CelError } from './issue.ts';
import { CelMap, Optional, typeName, Uint, type Value, Variable } from './value.ts';
import { formatValue } from './format-value.ts';

/**
 * The value of a field or index, undefined when it is not there and that is no error: `presence` is a question (`has`, `?.`), else
 * a missing key throws. Texts and order of cel-go interpreter/attributes.go, refQualify.
 */
export function qualify(object: Value, key: Value, presence: boolean): Value | undefined {
  if (object instanceof CelMap) {
    if (object instanceof Variable && typeof key !== 'string') throw new CelError('no such overload');
    const found = object.get(key);
    if (found !== undefined || presence) return found;
    throw new CelError(`no such key: ${formatValue(key)}`);
  }
  if (Array.isArray(object)) {
    const index = listIndex(key);
    const item = object[index] as Value | undefined;
    if (item !== undefined || presence) return item;
    throw new CelError(`index out of bounds: ${formatValue(key)}`);
  }
  if (presence) return undefined;
  throw new CelError(`no such key: ${formatValue(key)}`);
}

/** `a[b]` where one of them is computed: an optional keeps its absence. */
export function indexValue(object: Value, key: Value): Value {
  if (object instanceof Optional) {
    if (object.value === undefined) return object;
    return new Optional(qualify(object.value, key, true));
  }
  return qualify(object, key, false)!;
}

function listIndex(key: Value): number {
  if (typeof key === 'bigint') return Number(key);
  if (key instanceof Uint) return Number(key.value);
  if (typeof key === 'number') {
    if (Number.isInteger(key)) return key;
    throw new CelError(`unsupported index value ${formatValue(key)} in list`);
  }
  throw new CelError(`unsupported index type '${typeName(key)}' in list`);
}
