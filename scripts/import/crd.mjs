import { parseAllDocuments } from 'yaml';

/** @typedef {Record<string, any>} Schema */

/** Keywords that judge a value; a default counts, because rules see it. Prose and hints for clients stay behind. */
const kept = new Set(
  `type enum pattern format minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties
  maxProperties nullable default x-kubernetes-preserve-unknown-fields x-kubernetes-list-map-keys`.split(/\s+/),
);

/**
 * A schema of a CRD without what does not judge. A required field that has a default may be left out: the API server fills it in first.
 *
 * @param {Schema} given
 * @returns {Schema}
 */
export function pruned(given) {
  /** @type {Schema} */
  const result = {};
  for (const [keyword, value] of Object.entries(given)) {
    if (kept.has(keyword)) result[keyword] = value;
    else if (keyword === 'properties') result.properties = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, pruned(one)]));
    else if (keyword === 'items' || keyword === 'not') result[keyword] = pruned(value);
    else if (keyword === 'additionalProperties') result[keyword] = typeof value === 'object' ? pruned(value) : value;
    else if (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'allOf') result[keyword] = value.map(pruned);
    else if (keyword === 'x-kubernetes-list-type' && value === 'set') result[keyword] = value;
    else if (keyword === 'x-kubernetes-validations')
      result[keyword] = value.map((/** @type {{ rule: string, message?: string }} */ { rule, message }) => ({
        rule,
        ...(message === undefined ? {} : { message }),
      }));
    else if (keyword === 'required') {
      const must = value.filter((/** @type {string} */ name) => given.properties?.[name]?.default === undefined);
      if (must.length > 0) result.required = must;
    }
  }
  if (given['x-kubernetes-int-or-string'] === true) {
    result.type = ['integer', 'string'];
    delete result.anyOf;
  }
  return result;
}

/**
 * Kinds of the CRDs in some texts.
 *
 * @param {readonly string[]} texts
 * @returns {{ apiVersion: string, kind: string, schema: Schema }[]}
 */
export const kindsOfCrds = (texts) =>
  texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()))
    .filter((object) => object?.kind === 'CustomResourceDefinition')
    .flatMap(({ spec: { group, names, versions } }) =>
      versions.map((/** @type {{ name: string, schema: { openAPIV3Schema: Schema } }} */ { name, schema }) => ({
        apiVersion: `${group}/${name}`,
        kind: names.kind,
        schema: pruned(schema.openAPIV3Schema),
      })),
    );
