import { CelMap, type Value } from './value.ts';

/** How JSON becomes values of CEL. */
export interface JsonValueOptions {
  /**
   * Which numbers become int: every whole one, as in objects with a schema; those that came as bigint, because the text showed no fraction, as in
   * claims up to Kubernetes 1.33; or none.
   */
  readonly integers: 'whole' | 'bigint' | 'none';
  /** Whether `a__dot__b` finds the key `a.b`. */
  readonly unescape: boolean;
}

/** JSON as a value of CEL. */
export function jsonValue(json: unknown, options: JsonValueOptions): Value {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'bigint') return options.integers === 'none' ? Number(json) : json;
  if (typeof json === 'number') return options.integers === 'whole' && Number.isSafeInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map((item) => jsonValue(item, options));
  if (typeof json !== 'object') return null;
  return new CelMap(
    Object.entries(json).map(([key, value]) => [key, jsonValue(value, options)] as const),
    options.unescape,
  );
}
