import { kindOf } from '../../../schema/checks/fault.ts';
import type { Schema } from '../../../schema/schema.ts';
import type { Violation } from '../../../schema/violation.ts';

// authentik reads blueprints through the serializers of its API, which take more than its specification says: encode/django-rest-framework,
// rest_framework/fields.py (CharField, ChoiceField, IntegerField, FloatField, BooleanField), and PrimaryKeyRelatedField by the key's own field.

const whole = String.raw`^\s*[+-]?\d+(?:\.0*)?\s*$`;
const decimal = String.raw`^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$`;
const truths = ['t', 'T', 'y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON', '1', 1];
const lies = ['f', 'F', 'n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF', '0', 0];

/** A schema of what authentik takes, of one that says what its API gives: numbers as text and text as numbers, where a serializer makes one of the other. */
export function asRead(given: Schema): Schema {
  const { properties, items, additionalProperties, anyOf, allOf, oneOf } = given;
  const all = (schemas: readonly Schema[]): Schema[] => schemas.map(asRead);
  return {
    ...given,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, asRead(one)])) }),
    ...(items === undefined || Array.isArray(items) ? {} : { items: asRead(items as Schema) }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: asRead(additionalProperties) } : {}),
    ...(anyOf === undefined ? {} : { anyOf: all(anyOf) }),
    ...(allOf === undefined ? {} : { allOf: all(allOf) }),
    ...(oneOf === undefined ? {} : { oneOf: all(oneOf) }),
    ...scalarAsRead(given),
  };
}

function scalarAsRead({ type, enum: values, format }: Schema): Schema {
  const types: readonly string[] = typeof type === 'string' ? [type] : (type ?? []);
  const also = (...more: readonly string[]): readonly string[] => [...types, ...more];
  if (types.includes('string')) {
    if (values === undefined) return format === 'uuid' ? {} : { type: also('number') };
    const numbers = values.filter((one) => typeof one === 'string' && /^\d+$/.test(one)).map(Number);
    return numbers.length === 0 ? {} : { type: also('number'), enum: [...values, ...numbers] };
  }
  if (types.includes('integer')) return { type: also('string'), pattern: whole };
  if (types.includes('number')) return { type: also('string'), pattern: decimal };
  if (types.includes('boolean') && values === undefined)
    return { type: also('string', 'integer'), enum: [true, false, ...(types.includes('null') ? [null] : []), ...truths, ...lies] };
  return {};
}

/** A fault in the words of the specification: nobody writes text for a number on purpose. */
export function worded(fault: Violation, root: unknown): Violation {
  const value = fault.path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined),
    root,
  );
  const must = (wanted: string): Violation => ({
    code: 'schema-type',
    path: fault.path,
    message: `must be ${wanted}, but is ${kindOf(value)}`,
    expected: wanted,
    received: kindOf(value),
    fix: `write ${wanted === 'integer' ? 'an' : 'a'} ${wanted}`,
  });
  if (fault.code === 'schema-pattern' && fault.expected === whole) return must('integer');
  if (fault.code === 'schema-pattern' && fault.expected === decimal) return must('number');
  if (fault.code === 'schema-enum' && fault.expected?.startsWith('true, false') === true) return must('boolean');
  const { expected = '' } = fault;
  const without = (bare: string): Violation => ({ ...fault, expected: bare, message: fault.message.replace(expected, bare) });
  // Numbers stand behind the texts that they may be written for.
  if (fault.code === 'schema-enum') return without(allBut(expected, ', ', (one) => expected.startsWith('"') && !Number.isNaN(Number(one))));
  if (fault.code !== 'schema-type') return fault;
  const [first = ''] = expected.split(' or ');
  const bare = allBut(expected, ' or ', (one) => one !== first && (more[first] ?? []).includes(one));
  return { ...without(bare), fix: `write ${/^[aeiou]/.test(bare) ? 'an' : 'a'} ${bare}` };
}

/** What serializers take beside what is meant. */
const more: Readonly<Record<string, readonly string[]>> = { string: ['number'], integer: ['string'], number: ['string'], boolean: ['string', 'integer'] };

const allBut = (list: string, between: string, isLeftOut: (one: string) => boolean): string =>
  list
    .split(between)
    .filter((one) => !isLeftOut(one))
    .join(between);
