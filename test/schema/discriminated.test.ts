import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { discriminated } from '../../lib/schema/json-schema/discriminated.ts';

const branch = fc.record({
  type: fc.constant('object'),
  properties: fc.record({ kind: fc.record({ const: fc.constantFrom('a', 'b', 'c', 'd') }), size: fc.constant({ type: 'integer' }) }),
  required: fc.constantFrom(['kind'], ['kind', 'size'], ['size']),
});
const typed = fc.constantFrom(
  { type: 'array', items: { type: 'integer' } },
  { type: 'object', required: ['kind'], additionalProperties: false, properties: { kind: {} } },
  { type: 'string', maxLength: 2 },
  { type: 'null' },
  { type: 'array', const: [1] },
);
const choice = fc
  .tuple(fc.constantFrom('oneOf', 'anyOf'), fc.oneof(fc.array(branch, { minLength: 1, maxLength: 3 }), fc.array(typed, { minLength: 1, maxLength: 3 })))
  .map(([keyword, branches]) => ({ [keyword]: branches }));
const value = fc.oneof(
  fc.record({ kind: fc.constantFrom<unknown>('a', 'b', 'e', 1), size: fc.constantFrom<unknown>(1, 'x') }, { requiredKeys: [] }),
  fc.constantFrom<unknown>([1], ['x'], [], 'ab', 'abc', null, 3, true),
);

it('a schema whose choices say by what they are made judges as before', () => {
  fc.assert(
    fc.property(choice, fc.array(value, { minLength: 5, maxLength: 10 }), (schema, values) => {
      const before = new Ajv({ strict: false }).compile(schema);
      const after = new Ajv({ strict: false, discriminator: true }).compile(discriminated(schema) as object);
      expect(values.map((one) => after(one))).toEqual(values.map((one) => before(one)));
    }),
    { numRuns: 30 },
  );
});
