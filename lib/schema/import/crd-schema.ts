import { isMap } from '../validate-object.ts';
import type { Schema } from '../schema.ts';

/** More than this is no schema that an API server stores: an object has at most 1.5 MiB there. */
const mostNodes = 500_000;
const deepest = 100;

type Shape = (value: unknown, at: string) => string | undefined;

const text: Shape = (value, at) => (typeof value === 'string' ? undefined : `${at} is not a string`);
const flag: Shape = (value, at) => (typeof value === 'boolean' ? undefined : `${at} is neither true nor false`);
const number: Shape = (value, at) => (typeof value === 'number' ? undefined : `${at} is not a number`);
const texts: Shape = (value, at) => (Array.isArray(value) && value.every((one) => typeof one === 'string') ? undefined : `${at} is not a list of strings`);
const list: Shape = (value, at) => (Array.isArray(value) ? undefined : `${at} is not a list`);
const rules: Shape = (value, at) =>
  Array.isArray(value) &&
  value.every((one) => isMap(one) && typeof one['rule'] === 'string' && (one['message'] === undefined || typeof one['message'] === 'string'))
    ? undefined
    : `${at} is not a list of rules`;

const keywords: ReadonlyMap<string, Shape> = new Map([
  ['type', text],
  ['format', text],
  ['pattern', text],
  ['nullable', flag],
  ['uniqueItems', flag],
  ['exclusiveMinimum', flag],
  ['exclusiveMaximum', flag],
  ['minimum', number],
  ['maximum', number],
  ['multipleOf', number],
  ['minLength', number],
  ['maxLength', number],
  ['minItems', number],
  ['maxItems', number],
  ['minProperties', number],
  ['maxProperties', number],
  ['required', texts],
  ['enum', list],
  ['x-kubernetes-validations', rules],
  ['x-kubernetes-list-map-keys', texts],
  ['x-kubernetes-list-type', text],
  ['x-kubernetes-preserve-unknown-fields', flag],
  ['x-kubernetes-int-or-string', flag],
  ['x-kubernetes-embedded-resource', flag],
]);
const maps = new Set(['properties', 'patternProperties', 'definitions']);
const lists = new Set(['allOf', 'anyOf', 'oneOf']);
const schemas = new Set(['not', 'items', 'additionalProperties', 'additionalItems']);

/**
 * What is wrong with the form of a CRD's schema, by the structure that apiextensions.k8s.io/v1 gives it (JSONSchemaProps). Nothing else may
 * reach the generator of types: it follows every `$ref` that it meets, also to files and other hosts.
 */
export function faultOfSchema(root: unknown): string | undefined {
  let nodes = 0;
  const walk = (value: unknown, at: string, depth: number): string | undefined => {
    nodes += 1;
    if (nodes > mostNodes) return 'it has more than half a million parts';
    if (depth > deepest) return `${at} is nested too deep`;
    if (!isMap(value)) return `${at} is not a map`;
    for (const [key, one] of Object.entries(value)) {
      const here = `${at}.${key}`;
      if (key === '$ref') return `${here} is not allowed in a CRD`;
      const shape = keywords.get(key);
      let fault = shape?.(one, here);
      if (maps.has(key)) {
        if (!isMap(one)) return `${here} is not a map`;
        for (const [name, inner] of Object.entries(one)) fault ??= walk(inner, `${here}.${name}`, depth + 1);
      } else if (lists.has(key)) {
        if (!Array.isArray(one)) return `${here} is not a list`;
        for (const [index, inner] of (one as unknown[]).entries()) fault ??= walk(inner, `${here}[${index}]`, depth + 1);
      } else if (schemas.has(key) && typeof one !== 'boolean') fault ??= walk(one, here, depth + 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
  return walk(root, 'openAPIV3Schema', 0);
}

/** An enum without what is no scalar: the API server takes any value there, a type does not need it. */
export const scalarsOf = (values: Schema['enum']): readonly unknown[] | undefined =>
  values?.every((one) => one === null || ['string', 'number', 'boolean'].includes(typeof one)) === true ? values : undefined;
