import { references } from './model.mjs';

/**
 * @typedef {import('./declarations.mjs').Type} Type
 * @typedef {import('./declarations.mjs').Declaration} Declaration
 * @typedef {Record<string, unknown>} Schema
 */

/**
 * @param {Type} type
 * @param {(id: string) => string} nameOf
 * @returns {Schema}
 */
function schema(type, nameOf) {
  if (type.kind === 'primitive') return type.name === 'unknown' ? {} : { type: type.name };
  if (type.kind === 'literal') return { const: type.value };
  if (type.kind === 'ref') return { $ref: `#/$defs/${nameOf(type.id)}` };
  if (type.kind === 'array') return { type: 'array', items: schema(type.items, nameOf) };
  if (type.kind === 'map') return { type: 'object', additionalProperties: schema(type.values, nameOf) };
  if (type.kind === 'union') {
    const literals = type.members.flatMap((member) => (member.kind === 'literal' ? [member.value] : []));
    return literals.length === type.members.length ? { enum: literals } : { anyOf: type.members.map((member) => schema(member, nameOf)) };
  }
  const required = type.fields.filter((field) => !field.optional).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(type.fields.map((field) => [field.name, schema(field.type, nameOf)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/**
 * One JSON Schema (2020-12) of several kinds; each is `#/$defs/<Kind>`. It knows what the declarations know: names, types, enums and
 * what is required. Patterns and bounds are not in them.
 *
 * @param {readonly string[]} roots ids of the kinds
 * @param {import('./model.mjs').Model} model
 * @param {(packageNames: readonly string[]) => string} header
 * @returns {Schema}
 * @throws Error when two types have the same name
 */
export function schemaOf(roots, { byId }, header) {
  /** @type {Map<string, Declaration>} */
  const needed = new Map();
  const queue = [...roots];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const declaration = byId.get(id);
    if (declaration === undefined) throw new Error(`${id} was not read`);
    const other = needed.get(declaration.name);
    if (other === declaration) continue;
    if (other !== undefined) throw new Error(`two types are named ${declaration.name}: ${other.id} and ${id}`);
    needed.set(declaration.name, declaration);
    queue.push(...references(declaration.type));
  }
  const nameOf = (/** @type {string} */ id) => /** @type {Declaration} */ (byId.get(id)).name;
  const definitions = [...needed.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ id, name, type }) => {
      const definition = schema(type, nameOf);
      if (roots.includes(id)) {
        const properties = /** @type {Record<string, Schema>} */ (definition.properties);
        // Strict validators want each required field to be declared beside it.
        properties.metadata = { ...properties.metadata, properties: { name: { type: 'string' } }, required: ['name'] };
      }
      return [name, definition];
    });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $comment: header([...new Set([...needed.values()].map((declaration) => declaration.package))].sort()),
    $defs: Object.fromEntries(definitions),
  };
}
