import { kindOf, shown } from './checks/fault.ts';
import { type Fault, isMap, type ObjectOptions, validateObject } from './validate-object.ts';

/** Keys of a strategic merge patch that tell how to merge (apimachinery, pkg/util/strategicpatch/patch.go). */
const directive = /^\$(?:patch|retainKeys|setElementOrder\/.+|deleteFromPrimitiveList\/.+)$/;

/** What the rest of the object could still make right: a minimum, a rule over several fields, one of several choices. */
export const needsTheRest: ReadonlySet<string> = new Set([
  'schema-required',
  'schema-bounds',
  'schema-choice',
  'schema-duplicate-item',
  'schema-rule',
  'schema-rule-not-evaluated',
]);

/**
 * Everything that is wrong with a part of an object that is merged into another one. What it leaves out is in the other one, and null takes a
 * field away.
 */
export function validatePart(value: object, options: ObjectOptions): Fault[] {
  return validateObject(value, options).filter(
    ({ code, path }) =>
      !needsTheRest.has(code) && !path.some((step) => directive.test(String(step))) && !(code === 'schema-type' && valueAt(value, path) === null),
  );
}

const operations = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

/** Everything that is wrong with a JSON patch (RFC 6902). */
export function validateJsonPatch(value: unknown): Fault[] {
  if (!Array.isArray(value)) return [typeFault([], 'array', value, 'write a list of operations')];
  return (value as unknown[]).flatMap((one, index): Fault[] => {
    if (!isMap(one)) return [typeFault([index], 'object', one, 'write an operation: op, path, value')];
    const { op } = one;
    const needed = ['op', 'path', ...(op === 'move' || op === 'copy' ? ['from'] : []), ...(op === 'add' || op === 'replace' || op === 'test' ? ['value'] : [])];
    return [
      ...needed
        .filter((field) => !Object.hasOwn(one, field))
        .map((field): Fault => ({
          code: 'schema-required',
          path: [index],
          message: `lacks the field ${field}`,
          expected: field,
          received: 'nothing',
          fix: `add ${field}`,
        })),
      ...(op === undefined || (typeof op === 'string' && operations.includes(op))
        ? []
        : [
            {
              code: 'schema-enum',
              path: [index, 'op'],
              message: `is ${shown(op)}, but must be one of ${operations.join(', ')}`,
              expected: operations.join(', '),
              received: shown(op),
              fix: `write one of ${operations.join(', ')}`,
            },
          ]),
      ...['path', 'from'].flatMap((field): Fault[] => {
        const pointer = one[field];
        if (pointer === undefined) return [];
        if (typeof pointer !== 'string') return [typeFault([index, field], 'string', pointer, 'write a path such as /spec/replicas')];
        if (pointer === '' || pointer.startsWith('/')) return [];
        const fix = `write /${pointer.replaceAll('.', '/')}`;
        return [
          {
            code: 'schema-pattern',
            path: [index, field],
            message: `is ${shown(pointer)}, but a path starts with /`,
            expected: 'a JSON pointer',
            received: shown(pointer),
            fix,
          },
        ];
      }),
    ];
  });
}

const typeFault = (path: readonly (string | number)[], wanted: string, value: unknown, fix: string): Fault => ({
  code: 'schema-type',
  path: [...path],
  message: `must be ${wanted}, but is ${kindOf(value)}`,
  expected: wanted,
  received: kindOf(value),
  fix,
});

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined), value);
}
