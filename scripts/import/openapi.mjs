/** @typedef {Record<string, any>} Schema */

/** Definitions whose JSON is another one than they say, or whose form we know better. */
const known = new Map([
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', { type: ['integer', 'string'] }],
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', { type: ['integer', 'number', 'string'], format: 'quantity' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', { $ref: '#/$defs/ObjectMeta' }],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps', { $ref: '#/$defs/JSONSchemaProps' }],
]);

const prefix = '#/components/schemas/';
const isObject = (/** @type {Record<string, Schema> | undefined} */ properties) =>
  (properties?.metadata?.allOf?.[0] ?? properties?.metadata)?.$ref === `${prefix}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`;

/** Name by which overlays know a definition: `CoreV1PodSpec`, `MetaV1LabelSelector`. @param {string} name */
const short = (name) =>
  name
    .split('.')
    .slice(-3)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/**
 * Enums of fields, by the short name of their definition.
 *
 * @param {string} text generated Go: one function for each definition, one line for what is said of a field
 */
function enumsOf(text) {
  /** @type {Map<string, [field: string, values: unknown[], within?: string][]>} */
  const found = new Map();
  let id = '';
  let field = '';
  /** @type {string | undefined} */
  let within;
  for (const line of text.split('\n')) {
    const [, definition, name, values] = /^func schema_(\w+)\(|^\t+"([\w-]+)": \{$|^\t+Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line) ?? [];
    if (definition !== undefined) id = short(definition.replaceAll('_', '.'));
    else if (name !== undefined) [field, within] = [name, undefined];
    else if (values !== undefined) found.set(id, [...(found.get(id) ?? []), [field, JSON.parse(`[${values}]`), within]]);
    else if (/^\t+Items: /.test(line)) within = 'items';
    else if (/^\t+AdditionalProperties: /.test(line)) within = 'additionalProperties';
  }
  return found;
}

/**
 * Kinds of the OpenAPI documents of Kubernetes, one for each group and version, with what they refer to in its place.
 *
 * @param {readonly string[]} texts
 * @param {(name: string, schema: Schema) => void} patch called once with each definition that is referred to, by its short name
 * @returns {{ kinds: { apiVersion: string, kind: string, schema: Schema }[], recursive: Map<string, Schema> }} definitions that refer to themselves stay by name
 */
export function kindsOfOpenApi(texts, patch) {
  /** @type {Record<string, Schema>} */
  const definitions = Object.assign({}, ...texts.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text).components?.schemas));
  const enums = enumsOf(texts.find((text) => !text.startsWith('{')) ?? '');
  /** @type {Map<string, Schema>} */
  const done = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {Map<string, Schema>} */
  const recursive = new Map();
  /** @param {Schema} given @returns {Schema} */
  const resolved = (given) => {
    // A lone reference stands in allOf, to have room for prose and a default beside it.
    const { $ref } = given.allOf?.[0] ?? given;
    if ($ref !== undefined) return definition($ref.replace(prefix, ''));
    /** @type {Schema} */
    const result = {};
    for (const keyword of ['type', 'format', 'required']) if (given[keyword] !== undefined) result[keyword] = given[keyword];
    if (given.properties !== undefined) result.properties = Object.fromEntries(Object.entries(given.properties).map(([name, one]) => [name, resolved(one)]));
    for (const keyword of ['items', 'additionalProperties']) if (typeof given[keyword] === 'object') result[keyword] = resolved(given[keyword]);
    return result;
  };
  /** @param {string} name @returns {Schema} */
  const definition = (name) => {
    const special = known.get(name);
    if (special !== undefined) return structuredClone(special);
    const id = short(name);
    if (open.includes(id)) {
      recursive.set(id, {});
      return { $ref: `#/$defs/${id}` };
    }
    let schema = done.get(id);
    if (schema === undefined) {
      const given = definitions[name];
      if (given === undefined) throw new Error(`Kubernetes' OpenAPI document has no ${name}`);
      open.push(id);
      schema = resolved(given);
      open.pop();
      for (const [field, values, within] of enums.get(id) ?? []) {
        const of = schema.properties?.[field];
        const at = within === undefined ? of : of?.[within];
        if (at !== undefined) at.enum = values;
      }
      patch(id, schema);
      done.set(id, schema);
    }
    return schema;
  };
  const kinds = Object.entries(definitions).flatMap(([name, { properties, 'x-kubernetes-group-version-kind': [as, ...others] = [] }]) => {
    // Lists, statuses and options of requests are no objects of a file.
    if (as === undefined || others.length > 0 || !isObject(properties)) return [];
    return [{ apiVersion: as.group === '' ? as.version : `${as.group}/${as.version}`, kind: as.kind, schema: definition(name) }];
  });
  for (const id of recursive.keys()) recursive.set(id, done.get(id) ?? {});
  return { kinds, recursive };
}
