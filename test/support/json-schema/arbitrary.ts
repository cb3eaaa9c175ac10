import fc from 'fast-check';

const drafts = {
  4: 'http://json-schema.org/draft-04/schema#',
  6: 'http://json-schema.org/draft-06/schema#',
  7: 'http://json-schema.org/draft-07/schema#',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
} as const;

const texts = [
  '',
  'a',
  'ab',
  'A',
  'äöü',
  '1',
  '10.0.0.1',
  '::1',
  '2026-01-31',
  '2026-02-30T08:00:00Z',
  '2026-01-31T23:59:60Z',
  'P1D',
  'PT',
  'a@b.c',
  'a.b',
  '-a',
  'https://a/b',
  '%zz',
  '/a/~1',
  '1.2.3',
  '{a}',
  '\n',
];
const numbers = [0, 1, -1, 2, 3, 0.1, 0.3, 1.5, 1e21, 10];
const keys = ['a', 'b', 'c', 'v'];
const patterns = ['^a', 'b$', '^[a-z]+$', '\\d', '(?i)a', 'a{2,3}', '^$', '.', '(?!a)', '\\pL'];
const formats = [
  'ipv4',
  'ipv6',
  'date',
  'date-time',
  'time',
  'duration',
  'email',
  'hostname',
  'uri',
  'uri-reference',
  'uri-template',
  'json-pointer',
  'relative-json-pointer',
  'uuid',
  'semver',
  'regex',
  'period',
  'unknown',
];
const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, ...numbers, ...texts),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 3 }),
  ),
})).any;

/** Schemas of a draft, some of them broken: keywords of all drafts, bounds of both kinds, references. */
function schemaOf(draft: keyof typeof drafts): fc.Arbitrary<unknown> {
  const count = fc.integer({ min: 0, max: 3 });
  const number = fc.constantFrom(...numbers);
  const names = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 2 });
  const { any } = fc.letrec<{ any: unknown }>((tie) => {
    const list = fc.array(tie('any'), { minLength: 1, maxLength: 2 });
    const map = fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 2 });
    const one = (name: string, of: fc.Arbitrary<unknown>) => of.map((it) => ({ [name]: it }));
    const keyword = fc.oneof(
      one('type', fc.oneof(fc.constantFrom(...types), fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 2 }))),
      one('properties', map),
      one('patternProperties', fc.dictionary(fc.constantFrom(...patterns), tie('any'), { maxKeys: 1 })),
      one('additionalProperties', fc.oneof(fc.boolean(), tie('any'))),
      one('required', names),
      one('items', draft === 2020 ? tie('any') : fc.oneof(tie('any'), list)),
      one('additionalItems', tie('any')),
      one('prefixItems', list),
      one('allOf', list),
      one('anyOf', list),
      one('oneOf', list),
      one('not', tie('any')),
      fc.tuple(one('if', tie('any')), one('then', tie('any')), one('else', tie('any'))).map((all) => Object.assign({}, ...all) as object),
      one('contains', tie('any')),
      fc.tuple(one('contains', tie('any')), one('minContains', count), one('maxContains', count)).map((all) => Object.assign({}, ...all) as object),
      one('propertyNames', fc.constantFrom<unknown>({ maxLength: 1 }, { pattern: '^[ab]' }, { enum: ['a', 'v'] })),
      one('dependencies', fc.dictionary(fc.constantFrom(...keys), fc.oneof(names, tie('any')), { maxKeys: 1 })),
      one('dependentRequired', fc.dictionary(fc.constantFrom(...keys), names, { maxKeys: 1 })),
      one('dependentSchemas', map),
      one('unevaluatedProperties', tie('any')),
      one('unevaluatedItems', tie('any')),
      one('enum', fc.uniqueArray(value, { minLength: 1, maxLength: 3, selector: (it) => JSON.stringify(it) })),
      one('const', value),
      one('minimum', number),
      one('maximum', number),
      one('exclusiveMinimum', number),
      one('multipleOf', fc.constantFrom(0.1, 1, 0.5, 2, 0)),
      one('minLength', count),
      one('maxLength', count),
      one('pattern', fc.constantFrom(...patterns)),
      one('format', fc.constantFrom(...formats)),
      one('minItems', count),
      one('maxItems', count),
      one('uniqueItems', fc.boolean()),
      one('minProperties', count),
      one('maxProperties', count),
      one('nullable', fc.boolean()),
      one('$ref', fc.constantFrom('#', '#/definitions/a', '#/definitions/b', '#/properties/v', '#/definitions/none')),
    );
    return {
      any: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        draft === 4 ? fc.constant({}) : fc.boolean(),
        fc.array(keyword, { minLength: 1, maxLength: 3 }).map((all) => Object.assign({}, ...all) as object),
      ),
    };
  });
  return fc
    .record({ v: any, a: any, b: any, rest: any })
    .map(({ v, a, b, rest }) => ({ ...(typeof rest === 'object' ? rest : {}), $schema: drafts[draft], definitions: { a, b }, properties: { v } }));
}

/** A schema of any draft, with values. */
export const schemasWithValues = (): fc.Arbitrary<{ readonly schema: unknown; readonly values: unknown }> =>
  fc
    .constantFrom<keyof typeof drafts>(4, 6, 7, 2019, 2020)
    .chain((draft) => fc.record({ schema: schemaOf(draft), values: fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 }) }));
