import { parse } from 'yaml';

/** @typedef {Record<string, unknown>} Schema */

/**
 * The request schema of each model that a blueprint may name. The API's names are those of the models, in another case.
 *
 * @param {Record<string, Schema>} schemas
 * @returns {Record<string, string>} name of the schema by model; empty for one that the API cannot create
 */
function requestsOf(schemas) {
  const byName = new Map(
    Object.keys(schemas)
      .filter((name) => name.endsWith('Request') && !name.startsWith('Patched'))
      .map((name) => [name.slice(0, -'Request'.length).toLowerCase(), name]),
  );
  const models = /** @type {string[]} */ (schemas.ModelEnum?.enum ?? []);
  return Object.fromEntries(models.sort().map((model) => [model, byName.get(model.split('.')[1] ?? '') ?? '']));
}

/** Kept as they are. `default` is not: a blueprint that leaves a field out keeps what is there. */
const kept = new Set(['type', 'enum', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'uniqueItems', 'required']);
const prose = new Set(['description', 'title', 'example', 'examples', 'default', 'deprecated']);

/**
 * A schema of OpenAPI 3.0 as JSON Schema (2020-12), without prose.
 *
 * @param {Schema} given
 * @param {(name: string) => void} needs called with each schema that is referred to
 * @param {string} path
 * @returns {Schema}
 * @throws Error for a keyword that it does not know: leaving it out would let wrong values pass
 */
function pruned(given, needs, path) {
  /** @type {Schema} */
  const result = {};
  for (const [keyword, value] of Object.entries(given)) {
    if (keyword === '$ref') {
      const name = String(value).replace('#/components/schemas/', '');
      needs(name);
      result.$ref = `#/$defs/${name}`;
    } else if (keyword === 'properties') {
      const fields = Object.entries(/** @type {Record<string, Schema>} */ (value)).filter(([, field]) => field.readOnly !== true);
      result.properties = Object.fromEntries(fields.map(([name, field]) => [name, pruned(field, needs, `${path}.${name}`)]));
    } else if (keyword === 'items' || (keyword === 'additionalProperties' && typeof value === 'object')) {
      result[keyword] = pruned(/** @type {Schema} */ (value), needs, `${path}.${keyword}`);
    } else if (keyword === 'allOf' || keyword === 'oneOf' || keyword === 'anyOf') {
      const parts = /** @type {Schema[]} */ (value).map((part) => pruned(part, needs, path));
      // OpenAPI 3.0 wraps a lone reference in allOf, to have room for prose beside it.
      if (parts.length === 1) Object.assign(result, parts[0]);
      else result[keyword] = parts;
    } else if (kept.has(keyword) || keyword === 'additionalProperties') {
      result[keyword] = value;
    } else if (keyword !== 'nullable' && keyword !== 'writeOnly' && keyword !== 'readOnly' && !prose.has(keyword) && !keyword.startsWith('x-')) {
      throw new Error(`${path}: does not know the keyword ${keyword} of authentik's schema`);
    }
  }
  // A field that the specification does not name is a typing error: authentik ignores it without a word.
  if (result.properties !== undefined && result.additionalProperties === undefined) result.additionalProperties = false;
  const { properties } = result;
  if (Array.isArray(result.required) && properties) result.required = result.required.filter((name) => Object.hasOwn(properties, name));
  if (given.nullable !== true) return result;
  if (typeof result.type !== 'string') return { anyOf: [result, { type: 'null' }] };
  return { ...result, type: [result.type, 'null'], ...(Array.isArray(result.enum) && !result.enum.includes(null) ? { enum: [...result.enum, null] } : {}) };
}

/**
 * The request schemas of blueprint models and what they refer to, from authentik's OpenAPI document. Each is `#/$defs/<Name>`; `models`
 * says which one a blueprint's model has.
 *
 * @param {string} openApi text of schema.yml
 * @param {string} header
 * @param {readonly string[]} [only] names of schemas; those of all models unless given
 * @returns {Schema}
 * @throws Error when a schema is not there, or uses a keyword that is not known
 */
export function authentikSchema(openApi, header, only) {
  /** @type {Record<string, Schema>} */
  const schemas = parse(openApi).components.schemas;
  const models = requestsOf(schemas);
  const names = only ?? Object.values(models).filter((name) => name !== '');
  /** @type {Map<string, Schema>} */
  const found = new Map();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    const given = schemas[name];
    if (given === undefined) throw new Error(`authentik's schema has no ${name}`);
    found.set(
      name,
      pruned(given, (other) => queue.push(other), name),
    );
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $comment: header, models, $defs: Object.fromEntries(sorted) };
}

/**
 * What an older version has in another form than the newest, and what it does not have.
 *
 * @param {Schema} older
 * @param {Schema} newest
 * @returns {any} models and definitions that differ; `gone` names models
 */
export function differences(older, newest) {
  const changed = (/** @type {string} */ keyword) => {
    const before = /** @type {Schema} */ (older[keyword]);
    const after = /** @type {Schema} */ (newest[keyword]);
    return Object.fromEntries(Object.entries(before).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(after[name])));
  };
  const models = /** @type {Schema} */ (older.models);
  const gone = Object.keys(/** @type {Schema} */ (newest.models)).filter((name) => !(name in models));
  return { $comment: older.$comment, models: changed('models'), gone, $defs: changed('$defs') };
}
