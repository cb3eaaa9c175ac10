type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords that hold values, and no schemas. */
const values = new Set(['const', 'enum', 'default', 'examples', 'example', 'required']);

/**
 * A schema in which a choice among types is one schema, and one among objects says by which field it is made, where each wants another word
 * there. It judges the same; but of a value that fits
 * no branch only the faults of the one that was meant are told (Ajv's keyword `discriminator`).
 */
export function discriminated(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(discriminated);
  if (!isNode(schema)) return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, values.has(key) ? one : discriminated(one)]));
  const { oneOf, anyOf, ...rest } = all;
  if (all['discriminator'] !== undefined || (oneOf !== undefined && anyOf !== undefined)) return all;
  const merged = byType(oneOf ?? anyOf, rest);
  if (merged !== undefined) return merged;
  const field = fieldOf(oneOf ?? anyOf);
  return field === undefined ? all : { ...rest, type: rest['type'] ?? 'object', oneOf: oneOf ?? anyOf, discriminator: { propertyName: field } };
}

/** Keywords that judge values of one type alone. */
const ofType: Readonly<Record<string, readonly string[]>> = {
  array: ['items', 'prefixItems', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'patternProperties', 'additionalProperties', 'required', 'propertyNames', 'minProperties', 'maxProperties'],
  string: ['pattern', 'minLength', 'maxLength'],
  boolean: [],
  null: [],
};
const annotations = ['title', 'description'];

/** A choice among values of different types, as one schema: each of its keywords judges values of one type. Undefined for another choice. */
function byType(branches: unknown, rest: Node): Node | undefined {
  if (!Array.isArray(branches) || branches.length < 2) return undefined;
  const given = branches.filter(isNode);
  const types = given.map(({ type }) => String(type));
  if (given.length < branches.length || new Set(types).size < types.length || !types.every((type) => Object.hasOwn(ofType, type))) return undefined;
  if (given.some((one) => Object.keys(one).some((key) => ![...annotations, 'type', ...ofType[String(one['type'])]!].includes(key)))) return undefined;
  const taken = ['type', ...types.flatMap((type) => ofType[type]!)];
  return Object.keys(rest).some((key) => taken.includes(key)) ? undefined : { ...rest, ...(Object.assign({}, ...given) as Node), type: types };
}

/** The one field that every branch requires, each with another word. */
function fieldOf(branches: unknown): string | undefined {
  if (!Array.isArray(branches) || branches.length < 2) return undefined;
  const [first, ...more] = branches.map(wordsOf);
  const fields = [...(first?.keys() ?? [])].filter((field) => more.every((one) => one?.has(field) === true));
  return fields.find((field) => {
    const words = [first!, ...more].flatMap((one) => one!.get(field)!);
    return new Set(words).size === words.length;
  });
}

/** Fields that a branch requires, and whose words it names. Only of objects: another branch may take what is none. */
function wordsOf(branch: unknown): ReadonlyMap<string, readonly string[]> | undefined {
  if (!isNode(branch) || branch['type'] !== 'object' || !isNode(branch['properties']) || !Array.isArray(branch['required'])) return undefined;
  const required = branch['required'] as readonly unknown[];
  return new Map(
    Object.entries(branch['properties']).flatMap(([field, one]) => {
      if (!isNode(one) || !required.includes(field)) return [];
      const words: unknown = 'const' in one ? [one['const']] : one['enum'];
      return Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string') ? [[field, words] as const] : [];
    }),
  );
}
