import { meantField } from '../suggest.ts';
import type { Path } from '../../manifest/parse-yaml.ts';
import type { Violation } from '../violation.ts';
import type { SchemaError } from './judge.ts';
import { violationOf } from './violation-of.ts';

/** Which paths of a value nobody knows, such as what Flux fills in later. `open`: there may be more fields than are known, below a path. */
export interface Unsure {
  readonly values: readonly Path[];
  readonly open: readonly Path[];
}

/** Keywords whose verdict on a whole hangs on each of its parts. */
const wholes = new Set([
  'anyOf',
  'oneOf',
  'not',
  'if',
  'contains',
  'const',
  'enum',
  'uniqueItems',
  'unevaluatedProperties',
  'unevaluatedItems',
  'dependentSchemas',
]);
/** Keywords that more fields may satisfy. */
const wanting = new Set(['required', 'dependentRequired', 'dependencies', 'minProperties', 'minItems', 'contains']);

/**
 * What Ajv says of a value, in our words: each fault once, without the branches that somebody did not mean, and without what is not sure.
 *
 * @param fieldsAt names of the fields that the schema knows at a place, to find the one that was meant
 */
export function faultsOf(
  errors: readonly SchemaError[],
  value: unknown,
  unsure: Unsure = { values: [], open: [] },
  fieldsAt: (path: Path) => readonly string[] = () => [],
): Violation[] {
  const violation = (error: SchemaError, path: Path): Violation => {
    const one = violationOf(error, path, value);
    return one.code === 'schema-unknown-field' && one.path.length > path.length ? withMeant(one, fieldsAt(path)) : one;
  };
  const found = groups(errors).flatMap(({ head, parts }) => {
    const at = pathOf(head.instancePath, value);
    if (isUnsure(head, at, unsure)) return [];
    const below = parts.length === 0 ? [] : closest(parts.map((part) => ({ part, path: pathOf(part.instancePath, value) })));
    if (
      (head.keyword === 'anyOf' || head.keyword === 'oneOf' || head.keyword === 'if') &&
      below.length > 0 &&
      !('passingSchemas' in head.params && head.params['passingSchemas'] !== null)
    ) {
      const named = requiredOf(parts, at, value);
      if (named !== undefined) return [choiceOf(named, at)];
      return below.flatMap(({ part, path }) => (isUnsure(part, path, unsure) ? [] : [violation(part, path)]));
    }
    return [violation(head, at)];
  });
  // What is of a wrong type is none of the allowed values either.
  const mistyped = new Set(found.flatMap(({ code, path }) => (code === 'schema-type' ? [JSON.stringify(path)] : [])));
  return found.filter(({ code, path }) => code !== 'schema-enum' || !mistyped.has(JSON.stringify(path)));
}

function isUnsure({ keyword }: SchemaError, at: Path, { values, open }: Unsure): boolean {
  if (values.some((one) => isBelow(at, one) || (wholes.has(keyword) && isBelow(one, at)))) return true;
  return open.some((one) => (isBelow(at, one) && (wanting.has(keyword) || wholes.has(keyword))) || (wholes.has(keyword) && isBelow(one, at)));
}

/** Whether a path is another one, or lies below it. */
const isBelow = (path: Path, above: Path): boolean => above.length <= path.length && above.every((step, index) => String(step) === String(path[index]));

interface Group {
  readonly head: SchemaError;
  readonly parts: readonly SchemaError[];
}

const combining = new Set(['anyOf', 'oneOf', 'if', 'contains', 'propertyNames']);

/** Ajv says what is wrong in each branch, and then that no branch fits: what belongs to a choice stands before it. */
function groups(errors: readonly SchemaError[]): Group[] {
  const found: Group[] = [];
  for (const head of errors) {
    const parts: SchemaError[] = [];
    if (combining.has(head.keyword))
      while (found.length > 0 && belongs(found.at(-1)!.head, head)) {
        const { head: one, parts: inner } = found.pop()!;
        parts.unshift(...(inner.length > 0 && one.keyword !== 'propertyNames' ? inner : [one]));
      }
    found.push({ head, parts });
  }
  return found;
}

function belongs(part: SchemaError, whole: SchemaError): boolean {
  if (part.instancePath !== whole.instancePath && !part.instancePath.startsWith(`${whole.instancePath}/`)) return false;
  const above = whole.schemaPath.slice(0, whole.schemaPath.lastIndexOf('/'));
  if (whole.keyword === 'if' && ['then', 'else'].some((key) => part.schemaPath.startsWith(`${above}/${key}`))) return true;
  // A branch that is a reference has a path of its own.
  return part.schemaPath.startsWith(`${whole.schemaPath}/`) || definitionOf(part.schemaPath) !== definitionOf(whole.schemaPath);
}

const definitionOf = (path: string): string => path.split('/', 3).join('/');

type Placed = { readonly part: SchemaError; readonly path: Path };

/** The branch that was most likely meant: faults that lie deepest. A wrong type right here means another branch. */
function closest(parts: readonly Placed[]): Placed[] {
  const rank = ({ part, path }: Placed): number => path.length * 10 - (part.keyword === 'type' ? 5 : 0) + (part.keyword === 'required' ? 1 : 0);
  const best = Math.max(...parts.map(rank));
  return parts.filter((one) => rank(one) === best).slice(0, 1);
}

/** Fields of which one is needed, where each branch wants nothing else. */
function requiredOf(parts: readonly SchemaError[], at: Path, value: unknown): string[] | undefined {
  const names = parts.map(({ keyword, params, instancePath }) =>
    keyword === 'required' && pathOf(instancePath, value).length === at.length ? String(params['missingProperty']) : undefined,
  );
  return names.length > 1 && names.every((name) => name !== undefined) ? [...new Set(names)] : undefined;
}

const choiceOf = (names: readonly string[], path: Path): Violation => ({
  code: 'schema-choice',
  path,
  message: `needs one of ${names.join(', ')}`,
  expected: `one of ${names.join(', ')}`,
  received: 'none',
  fix: 'add one of them',
});

/** The steps of a JSON pointer: numbers where it leads through a list. */
function pathOf(pointer: string, value: unknown): Path {
  let at = value;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const found = Array.isArray(at) ? Number(key) : key;
      at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[found] : undefined;
      return found;
    });
}

/** An unknown field with the name that was meant. */
function withMeant(one: Violation, names: readonly string[]): Violation {
  if (names.length === 0) return one;
  const meant = meantField(String(one.path.at(-1)), names);
  const all = [...names].sort().join(', ');
  return {
    ...one,
    expected: all.length > 200 ? `${all.slice(0, 197)}…` : all,
    ...(meant === undefined ? {} : { message: `${one.message}; did you mean ${JSON.stringify(meant)}?`, fix: `write ${meant}` }),
  };
}
