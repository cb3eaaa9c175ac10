import { definitions, type Draft, type Holds, keywordOf } from './draft.ts';

/** JSON, as it is read. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Fields = { readonly [key: string]: Json };

export const isFields = (value: Json | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `then` and `else` are read where `if` lets them count, `additionalItems` beside a list of items. */
export const isUnused = (key: string, schema: Fields): boolean =>
  (key === 'additionalItems' && !Array.isArray(schema['items'])) ||
  (key === 'then' && (!('if' in schema) || schema['if'] === false)) ||
  (key === 'else' && (!('if' in schema) || schema['if'] === true));

const sameValue = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependencies'];

/** A schema with `false` where it refers to itself for the value that it judges. */
export function withoutItself(schema: Json, ref: string): Json {
  if (!isFields(schema)) return schema;
  if (schema['$ref'] === ref) return false;
  return fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      sameValue.includes(key) ? held(value, keywordOf(key, 2019)!.holds, (one) => withoutItself(one, ref)) : value,
    ]),
  );
}

/** Copies what a keyword holds, each subschema by a function. Lists of names in `dependencies` stay as they are. */
export function held(value: Json, holds: readonly Holds[], each: (value: Json, ...keys: readonly (string | number)[]) => Json): Json {
  if (Array.isArray(value)) return holds.includes('list') ? (value as readonly Json[]).map((one, index) => each(one, index)) : (value as readonly Json[]);
  if (holds.includes('schema')) return each(value);
  if (!isFields(value) || !holds.includes('map')) return value;
  return fromEntries(Object.entries(value).map(([name, one]) => [name, Array.isArray(one) ? one : each(one, name)]));
}

/** Also a key `__proto__` is one of its own. */
const fromEntries = (entries: readonly (readonly [string, Json])[]): Fields => Object.fromEntries<Json>(entries);

export function* subschemas(schema: Fields, draft: Draft): Generator<{ readonly value: Json; readonly path: readonly (string | number)[] }> {
  for (const [key, value] of Object.entries(schema)) {
    const holds: readonly Holds[] = (definitions as readonly string[]).includes(key) ? ['map'] : (keywordOf(key, draft)?.holds ?? []);
    if (Array.isArray(value)) {
      if (holds.includes('list')) for (const [index, one] of (value as readonly Json[]).entries()) yield { value: one, path: [key, index] };
    } else if (holds.includes('schema')) yield { value, path: [key] };
    else if (holds.includes('map') && isFields(value)) for (const [name, one] of Object.entries(value)) yield { value: one, path: [key, name] };
  }
}

/** Draft 4 says with a boolean whether a bound itself is allowed. */
export function numericBounds({ minimum, exclusiveMinimum, maximum, exclusiveMaximum, ...rest }: Fields): Fields {
  const bound = (name: string, value: Json | undefined): Fields => (value === undefined ? {} : { [name]: value });
  return {
    ...rest,
    ...bound(exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum', minimum),
    ...bound(exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum', maximum),
  };
}
