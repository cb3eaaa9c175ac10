import type { Path } from '../../manifest/parse-yaml.ts';
import { type Fields, isFields, type Json } from './subschemas.ts';

/** A schema refers to itself sooner or later. */
const mostSteps = 500;

/** Names of the fields that a schema knows at a place of a value, in whichever of its branches. They are hints: what is allowed is Ajv's to say. */
export function knownFields(root: unknown, path: Path): string[] {
  let at = everything([root as Json], root as Json);
  for (const step of path)
    at = everything(
      at.flatMap((schema) => below(schema, step)),
      root as Json,
    );
  return [...new Set(at.flatMap((schema) => (isFields(schema['properties']) ? Object.keys(schema['properties']) : [])))];
}

/** Schemas with those that judge the same value. */
function everything(given: readonly Json[], root: Json): Fields[] {
  const found = new Set<Fields>();
  const queue = [...given];
  for (let one = queue.pop(); one !== undefined && found.size < mostSteps; one = queue.pop()) {
    if (!isFields(one) || found.has(one)) continue;
    found.add(one);
    if (typeof one['$ref'] === 'string' && one['$ref'].startsWith('#/')) queue.push(referred(one['$ref'], root));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) if (Array.isArray(one[keyword])) queue.push(...(one[keyword] as Json[]));
    for (const keyword of ['if', 'then', 'else']) if (one[keyword] !== undefined) queue.push(one[keyword]);
  }
  return [...found];
}

function referred(ref: string, root: Json): Json {
  let at: Json | undefined = root;
  for (const step of ref.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isFields(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at ?? true;
}

function below(schema: Fields, step: string | number): Json[] {
  if (typeof step === 'number') return [schema['items'], schema['additionalItems']].flatMap((one) => one ?? []);
  const { properties, additionalProperties } = schema;
  if (isFields(properties) && Object.hasOwn(properties, step)) return [properties[step]!];
  return additionalProperties === undefined ? [] : [additionalProperties];
}
