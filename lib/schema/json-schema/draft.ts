/** Drafts of JSON Schema that Helm's engine knows. */
export type Draft = 4 | 6 | 7 | 2019 | 2020;

const known: Readonly<Record<string, Draft>> = {
  'json-schema.org/schema': 2020,
  'json-schema.org/draft/2020-12/schema': 2020,
  'json-schema.org/draft/2019-09/schema': 2019,
  'json-schema.org/draft-07/schema': 7,
  'json-schema.org/draft-06/schema': 6,
  'json-schema.org/draft-04/schema': 4,
};

/** The draft that `$schema` names (santhosh-tekuri/jsonschema v6, draft.go, draftFromURL); undefined for any other address. */
export function draftOf($schema: string): Draft | undefined {
  const hash = $schema.indexOf('#');
  if (hash !== -1 && hash !== $schema.length - 1) return undefined;
  const address = (hash === -1 ? $schema : $schema.slice(0, hash)).replace(/^https?:\/\//, '');
  return Object.hasOwn(known, address) ? known[address] : undefined;
}

/** How the subschemas of a keyword lie below it: one, a list, or a map by name. */
export type Holds = 'schema' | 'list' | 'map';

interface Keyword {
  readonly since?: Draft;
  readonly until?: Draft;
  readonly holds?: readonly Holds[];
}

/** Keywords that judge, with the drafts that know them. Everything else says nothing to Helm's engine, and is left out. */
const keywords: Readonly<Record<string, Keyword>> = {
  allOf: { holds: ['list'] },
  anyOf: { holds: ['list'] },
  oneOf: { holds: ['list'] },
  not: { holds: ['schema'] },
  items: { holds: ['schema', 'list'] },
  additionalItems: { until: 2019, holds: ['schema'] },
  prefixItems: { since: 2020, holds: ['list'] },
  properties: { holds: ['map'] },
  patternProperties: { holds: ['map'] },
  additionalProperties: { holds: ['schema'] },
  dependencies: { holds: ['map'] },
  type: {},
  enum: {},
  const: { since: 6 },
  multipleOf: {},
  maximum: {},
  exclusiveMaximum: {},
  minimum: {},
  exclusiveMinimum: {},
  minLength: {},
  maxLength: {},
  pattern: {},
  format: { until: 7 },
  minItems: {},
  maxItems: {},
  uniqueItems: {},
  minProperties: {},
  maxProperties: {},
  required: {},
  contains: { since: 6, holds: ['schema'] },
  propertyNames: { since: 6, holds: ['schema'] },
  if: { since: 7, holds: ['schema'] },
  then: { since: 7, holds: ['schema'] },
  else: { since: 7, holds: ['schema'] },
  minContains: { since: 2019 },
  maxContains: { since: 2019 },
  dependentRequired: { since: 2019 },
  dependentSchemas: { since: 2019, holds: ['map'] },
  unevaluatedItems: { since: 2019, holds: ['schema'] },
  unevaluatedProperties: { since: 2019, holds: ['schema'] },
};

/** How a keyword holds subschemas in a draft: nothing for one that the draft does not know. */
export function keywordOf(name: string, draft: Draft): { readonly holds: readonly Holds[] } | undefined {
  const { since = 4, until = 2020, holds = [] }: Keyword = Object.hasOwn(keywords, name) ? keywords[name]! : { since: 2020, until: 4 };
  return draft < since || draft > until ? undefined : { holds: name === 'items' && draft === 2020 ? ['schema'] : holds };
}

/** Where a draft keeps subschemas that judge nothing where they stand. */
export const definitions = ['definitions', '$defs'] as const;
