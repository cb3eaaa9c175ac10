import { hidden, opaque } from './opaque-text.ts';
import { type Dict, isDict, isList, type Value } from './value.ts';

/**
 * Values in which what is encrypted is not known. `fluxFills`: nor are variables, which Flux fills in before Helm sees them.
 */
export function hiddenValues(values: Dict, fluxFills: boolean): Dict {
  return new Map([...values].map(([key, value]) => [key, of(value, key, fluxFills)]));
}

function of(value: Value, key: string, fluxFills: boolean): Value {
  if (typeof value === 'string') return value.startsWith('ENC[') ? opaque(`encrypted ${key}`) : fluxFills ? hidden(value) : value;
  if (isList(value)) return value.map((one) => of(one, key, fluxFills));
  return isDict(value) ? hiddenValues(value, fluxFills) : value;
}
