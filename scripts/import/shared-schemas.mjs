/** @typedef {Record<string, any>} Schema */

/** Schemas that occur twice get a name. @param {ReadonlyMap<string, Schema>} kinds @returns {Record<string, Schema>} */
export function shared(kinds) {
  /** @type {Map<string, { count: number, name: string }>} */
  const seen = new Map();
  const taken = new Set([...kinds.keys(), 'ObjectMeta', 'JSONSchemaProps']);
  /** @type {(schema: Schema, hint: string, visit: (schema: Schema, hint: string) => any) => Schema} */
  const each = (schema, hint, visit) =>
    Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => {
        if (keyword === 'properties') return [keyword, Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one, key)]))];
        if (keyword === 'items' || (keyword === 'additionalProperties' && typeof value === 'object') || keyword === 'not') return [keyword, visit(value, hint)];
        return [keyword, value];
      }),
    );
  const isLarge = (/** @type {string} */ text) => text.length > 160;
  /** @param {Schema} schema @param {string} hint */
  const count = (schema, hint) => {
    const text = JSON.stringify(schema);
    const known = seen.get(text);
    if (isLarge(text)) {
      if (known !== undefined) {
        known.count += 1;
        return schema;
      }
      seen.set(text, { count: 1, name: hint });
    }
    each(schema, hint, count);
    return schema;
  };
  for (const [name, schema] of kinds) each(schema, name, count);
  /** @type {Map<string, Schema>} */
  const definitions = new Map();
  /** @type {Map<string, string>} */
  const names = new Map();
  /** @param {Schema} schema @param {string} hint @returns {Schema} */
  const emit = (schema, hint) => {
    const text = JSON.stringify(schema);
    const entry = isLarge(text) ? seen.get(text) : undefined;
    if (entry === undefined || entry.count < 2) return each(schema, hint, emit);
    let name = names.get(text);
    if (name === undefined) {
      name = entry.name;
      for (let number = 2; taken.has(name); number += 1) name = `${entry.name}${number}`;
      taken.add(name);
      names.set(text, name);
      definitions.set(name, each(schema, hint, emit));
    }
    return { $ref: `#/$defs/${name}` };
  };
  const roots = [...kinds].map(([name, schema]) => /** @type {const} */ ([name, each(schema, name, emit)]));
  return Object.fromEntries([...roots, ...[...definitions].sort(([a], [b]) => (a < b ? -1 : 1))]);
}
