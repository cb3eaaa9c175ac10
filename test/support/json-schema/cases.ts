/** Schemas of all drafts with values that Helm takes and refuses; test:real asks Helm itself. A schema that is broken refuses everything. */
export interface SchemaCase {
  readonly schema: unknown;
  readonly takes?: readonly unknown[];
  readonly refuses?: readonly unknown[];
  /** Helm refuses the schema itself. */
  readonly broken?: true;
}

const draft = {
  4: 'http://json-schema.org/draft-04/schema#',
  6: 'http://json-schema.org/draft-06/schema#',
  7: 'http://json-schema.org/draft-07/schema#',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
} as const;

const at = (number: keyof typeof draft, schema: object) => ({ $schema: draft[number], ...schema });
/** A schema for the field `v`. */
const v = (number: keyof typeof draft, schema: unknown) => at(number, { properties: { v: schema } });
const vs = (...values: readonly unknown[]) => values.map((one) => ({ v: one }));

export const cases: Readonly<Record<string, SchemaCase>> = {
  'no $schema is 2020-12': {
    schema: { properties: { v: { prefixItems: [{ type: 'string' }], items: false } } },
    takes: vs(['a'], []),
    refuses: vs(['a', 'b'], [1]),
  },
  'a list as items is broken in 2020-12': { schema: { properties: { v: { items: [{ type: 'string' }] } } }, broken: true },
  'a list as items in draft 7': { schema: v(7, { items: [{ type: 'string' }], additionalItems: false }), takes: vs(['a'], []), refuses: vs(['a', 'b'], [1]) },
  'draft 7 by https': {
    schema: { $schema: 'https://json-schema.org/draft-07/schema', properties: { v: { format: 'ipv4' } } },
    takes: vs('10.0.0.1'),
    refuses: vs('10'),
  },
  'the newest draft': { schema: { $schema: 'http://json-schema.org/schema#', properties: { v: { format: 'ipv4' } } }, takes: vs('10') },
  'an unknown draft': { schema: { $schema: 'draft-07', type: 'object' }, broken: true },
  'booleans for exclusive bounds in draft 4': {
    schema: v(4, { minimum: 3, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }),
    takes: vs(4, 9, 'text'),
    refuses: vs(3, 10),
  },
  'numbers for exclusive bounds are broken in draft 4': { schema: v(4, { exclusiveMinimum: 3 }), broken: true },
  'booleans for exclusive bounds are broken in draft 6': { schema: v(6, { minimum: 3, exclusiveMinimum: true }), broken: true },
  'const means nothing in draft 4': { schema: v(4, { const: 1, contains: { type: 'string' }, propertyNames: { maxLength: 1 } }), takes: vs(2, [1], { ab: 1 }) },
  'if means nothing in draft 6': { schema: v(6, { if: { type: 'string' }, then: false }), takes: vs('a') },
  'if, then, else in draft 7': {
    schema: v(7, { if: { required: ['a'] }, then: { required: ['b'] }, else: { required: ['c'] } }),
    takes: vs({ a: 1, b: 1 }, { c: 1 }),
    refuses: vs({ a: 1 }, { b: 1 }),
  },
  'what stands beside $ref means nothing in draft 7': {
    schema: at(7, { definitions: { text: { type: 'string' } }, properties: { v: { $ref: '#/definitions/text', maxLength: 1 } } }),
    takes: vs('abc'),
    refuses: vs(1),
  },
  'what stands beside $ref counts in 2019-09': {
    schema: at(2019, { $defs: { text: { type: 'string' } }, properties: { v: { $ref: '#/$defs/text', maxLength: 1 } } }),
    takes: vs('a'),
    refuses: vs('abc', 1),
  },
  'a root that is a reference': {
    schema: at(7, { $ref: '#/definitions/values', definitions: { values: { required: ['v'] } }, required: ['w'] }),
    takes: vs(1),
    refuses: [{ w: 1 }],
  },
  'a reference to a property': {
    schema: at(7, { properties: { v: { type: 'integer' }, w: { $ref: '#/properties/v' } } }),
    takes: [{ w: 1 }],
    refuses: [{ w: 'a' }],
  },
  'a reference with escapes': {
    schema: at(7, { definitions: { 'a/b~c %': { type: 'integer' } }, properties: { v: { $ref: '#/definitions/a~1b~0c%20%25' } } }),
    takes: vs(1),
    refuses: vs('a'),
  },
  'a reference to nothing': { schema: v(7, { $ref: '#/definitions/none' }), broken: true },
  'a reference where no schema stands': {
    schema: at(7, { 'x-parts': { text: { type: 'string' } }, properties: { v: { $ref: '#/x-parts/text' } } }),
    takes: vs('a'),
    refuses: vs(1),
  },
  'a reference to what is no schema': {
    schema: at(7, { 'x-parts': { text: { type: 'strong' } }, properties: { v: { $ref: '#/x-parts/text' } } }),
    broken: true,
  },
  'a reference to a file beside it': { schema: v(7, { $ref: 'other.schema.json' }), broken: true },
  'a reference to a file of a subchart': { schema: v(7, { $ref: 'charts/db/values.schema.json#/properties/v' }), broken: true },
  'a reference by $id': {
    schema: at(7, {
      $id: 'https://example.org/values.json',
      definitions: { port: { $id: 'port.json', type: 'integer' } },
      properties: { v: { $ref: 'port.json' } },
    }),
    takes: vs(1),
    refuses: vs('a'),
  },
  'a reference by an anchor in draft 7': {
    schema: at(7, { definitions: { port: { $id: '#port', type: 'integer' } }, properties: { v: { $ref: '#port' } } }),
    takes: vs(1),
    refuses: vs('a'),
  },
  'a reference by $anchor': {
    schema: at(2020, { $defs: { port: { $anchor: 'port', type: 'integer' } }, properties: { v: { $ref: '#port' } } }),
    takes: vs(1),
    refuses: vs('a'),
  },
  'a reference by id in draft 4': {
    schema: at(4, { id: 'http://example.org/a.json', definitions: { port: { id: '#port', type: 'integer' } }, properties: { v: { $ref: 'a.json#port' } } }),
    takes: vs(1),
    refuses: vs('a'),
  },
  'a property called $ref': { schema: at(7, { properties: { $ref: { type: 'string' } } }), takes: [{ $ref: 'a' }], refuses: [{ $ref: 1 }] },
  'a name takes everything': { schema: v(2020, { $ref: 'urn:example:values' }), takes: vs(1, 'a') },
  'a tree of itself': {
    schema: at(7, {
      definitions: { node: { properties: { next: { $ref: '#/definitions/node' } }, additionalProperties: false } },
      properties: { v: { $ref: '#/definitions/node' } },
    }),
    takes: vs({ next: { next: {} } }),
    refuses: vs({ next: { text: {} } }),
  },
  'a circle that never ends': { schema: v(7, { $ref: '#/properties/v' }), refuses: vs(1) },
  'recursive reference': {
    schema: at(2019, { properties: { v: { $recursiveRef: '#' } }, additionalProperties: false }),
    takes: vs({ v: {} }),
    refuses: vs({ w: 1 }),
  },
  'dynamic reference': {
    schema: at(2020, { $dynamicAnchor: 'node', properties: { v: { $dynamicRef: '#node' } }, additionalProperties: false }),
    takes: vs({ v: {} }),
    refuses: vs({ w: 1 }),
  },
  'Go has no look-ahead': { schema: v(7, { pattern: '^(?!no)' }), broken: true },
  'Go has no look-behind in a name': { schema: v(7, { patternProperties: { '(?<=a)b': {} } }), broken: true },
  'a pattern of Go': { schema: v(7, { pattern: '^(?i)yes$|\\pL+x\\z' }), takes: vs('YES', 'äx'), refuses: vs('no', 'äx\n') },
  'a pattern that would hang JavaScript': { schema: v(7, { pattern: '^(a+)+$' }), takes: vs('aaa'), refuses: vs(`${'a'.repeat(60)}!`) },
  'formats are asserted in draft 7': {
    schema: v(7, { format: 'date-time' }),
    takes: vs('2026-01-31T08:00:00Z', '2026-02-28t08:00:00.5+01:00', 3),
    refuses: vs('2026-02-30T08:00:00Z', '2026-01-31 08:00:00Z', '2026-01-31'),
  },
  'formats are words in 2019-09': { schema: v(2019, { format: 'date-time' }), takes: vs('never') },
  'formats are words in 2020-12': { schema: v(2020, { format: 'ipv6' }), takes: vs('never') },
  'a format that nobody knows': { schema: v(7, { format: 'k8s-quantity' }), takes: vs('never') },
  'OpenAPI has nullable, JSON Schema has not': { schema: v(7, { type: 'string', nullable: true }), takes: vs('a'), refuses: vs(1) },
  'nullable without a type': { schema: v(7, { nullable: true, $async: true, discriminator: { propertyName: 'kind' } }), takes: vs('a', 1) },
  'decimals are exact': { schema: v(7, { multipleOf: 0.1 }), takes: vs(0.3, 1.1, 5, 1e21), refuses: vs(0.35) },
  'small steps': { schema: v(2020, { multipleOf: 1e-7 }), takes: vs(0.0000003, 1), refuses: vs(0.00000035) },
  'a whole number with a point': { schema: v(4, { type: 'integer' }), takes: vs(1, 2e3), refuses: vs(1.5) },
  'numbers as what they are': { schema: v(7, { enum: [1, '2', { a: 3 }] }), takes: vs(1, '2', { a: 3 }), refuses: vs('1', 2, { a: 3, b: 1 }) },
  'names of prototypes are no values': {
    schema: at(7, { required: ['constructor', 'toString'], properties: { constructor: { type: 'string' } } }),
    takes: [{ constructor: 'a', toString: 1 }],
    refuses: [{}, { constructor: 1, toString: 1 }],
  },
  'characters, not bytes': { schema: v(7, { maxLength: 2 }), takes: vs('äö', '😀😀'), refuses: vs('abc') },
  'names that break out of code': {
    schema: at(7, {
      properties: { '"];process.exit(7);//': { enum: ['`${process.exit(7)}`\u2028'] }, "'+process.exit(7)+'": { pattern: "'\\);process" } },
      required: ['"];process.exit(7);//'],
    }),
    takes: [{ '"];process.exit(7);//': '`${process.exit(7)}`\u2028' }],
    refuses: [{ '"];process.exit(7);//': 1 }, {}],
  },
  'dependencies still count in 2020-12': {
    schema: at(2020, { dependencies: { v: ['w'] }, dependentRequired: { x: ['y'] } }),
    takes: [{ v: 1, w: 1 }, {}],
    refuses: [{ v: 1 }, { x: 1 }],
  },
  'dependent schemas': { schema: at(2019, { dependentSchemas: { v: { required: ['w'] } } }), takes: [{ v: 1, w: 1 }], refuses: [{ v: 1 }] },
  'unevaluated properties': {
    schema: at(2020, { allOf: [{ properties: { v: true } }], properties: { w: true }, unevaluatedProperties: false }),
    takes: [{ v: 1, w: 1 }],
    refuses: [{ x: 1 }],
  },
  'unevaluated items': { schema: v(2020, { prefixItems: [true], unevaluatedItems: false }), takes: vs([1]), refuses: vs([1, 2]) },
  contains: {
    schema: v(2020, { contains: { type: 'integer' }, minContains: 2, maxContains: 3 }),
    takes: vs([1, 2], [1, 'a', 2]),
    refuses: vs([1], [1, 2, 3, 4]),
  },
  'one of two': {
    schema: v(7, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    takes: vs({ a: 1 }, { b: 1 }),
    refuses: vs({}, { a: 1, b: 1 }),
  },
  'names of properties': { schema: v(7, { propertyNames: { pattern: '^[a-z]+$' } }), takes: vs({ ab: 1 }), refuses: vs({ A: 1 }) },
  'no schema at all': { schema: [], broken: true },
  'required as in draft 3': { schema: v(7, { required: true }), broken: true },
  'a type that is none': { schema: v(7, { type: 'strng' }), broken: true },
  'true takes everything': { schema: true, takes: [{}, { v: 1 }] },
  'false takes nothing': { schema: false, refuses: [{}] },
  'examples need be no list in draft 6': { schema: v(6, { examples: 'a' }), takes: vs(1) },
  'writeOnly is a boolean in draft 7': { schema: v(7, { writeOnly: 'yes' }), broken: true },
  'format is a text in draft 4': { schema: v(4, { format: 1 }), broken: true },
};
