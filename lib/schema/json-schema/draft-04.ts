const count = { type: 'integer', minimum: 0 };
const schemas = { type: 'array', minItems: 1, items: { $ref: '#' } };
const byName = { type: 'object', additionalProperties: { $ref: '#' } };
const texts = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string' } };
const types = { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] };

/** The schema of JSON Schema draft 4 (json-schema.org/draft-04/schema), which Ajv no longer brings. The one exclusive bound in it is a number, as Ajv has them. */
export const draft04 = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    $schema: { type: 'string' },
    $ref: { type: 'string' },
    format: { type: 'string' },
    title: { type: 'string' },
    description: { type: 'string' },
    default: {},
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    maximum: { type: 'number' },
    exclusiveMaximum: { type: 'boolean' },
    minimum: { type: 'number' },
    exclusiveMinimum: { type: 'boolean' },
    maxLength: count,
    minLength: count,
    pattern: { type: 'string', format: 'regex' },
    additionalItems: { anyOf: [{ type: 'boolean' }, { $ref: '#' }] },
    items: { anyOf: [{ $ref: '#' }, schemas] },
    maxItems: count,
    minItems: count,
    uniqueItems: { type: 'boolean' },
    maxProperties: count,
    minProperties: count,
    required: texts,
    additionalProperties: { anyOf: [{ type: 'boolean' }, { $ref: '#' }] },
    definitions: byName,
    properties: byName,
    patternProperties: byName,
    dependencies: { type: 'object', additionalProperties: { anyOf: [{ $ref: '#' }, texts] } },
    enum: { type: 'array', minItems: 1, uniqueItems: true },
    type: { anyOf: [types, { type: 'array', items: types, minItems: 1, uniqueItems: true }] },
    allOf: schemas,
    anyOf: schemas,
    oneOf: schemas,
    not: { $ref: '#' },
  },
  dependencies: { exclusiveMaximum: ['maximum'], exclusiveMinimum: ['minimum'] },
};
