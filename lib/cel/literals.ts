import { children, type Expression } from './expression.ts';
import type { CelIssue } from './issue.ts';
import { CelError, CelNotEvaluated } from './issue.ts';
import { formatCelType, sameCelType, type CelType } from './type.ts';
import { compileRegex } from './regex.ts';
import { parseDuration, parseTimestamp } from './time.ts';

/** Literals of a pattern, a duration or a timestamp that can be judged before any run (cel-go cel/validator.go). */
export function validateLiterals(expression: Expression): CelIssue[] {
  const own = expression.kind === 'call' ? literalIssue(expression) : undefined;
  return [...(own === undefined ? [] : [own]), ...children(expression).flatMap(validateLiterals)];
}

function literalIssue(call: Expression & { kind: 'call' }): CelIssue | undefined {
  const arg = call.args.at(-1);
  if (arg?.kind !== 'literal' || typeof arg.value !== 'string') return undefined;
  const wrong = wrongLiteral(call.name, arg.value);
  return wrong ? { at: arg.at, message: `invalid ${call.name} argument` } : undefined;
}

const formattable = 'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';

/** A literal text with `format()` of a literal list is judged before any run (cel-go ext/formatting.go, stringFormatValidator). */
export function formatIssues(expression: Expression, typeOf: (expression: Expression) => CelType): CelIssue[] {
  const below = children(expression).flatMap((child) => formatIssues(child, typeOf));
  if (expression.kind !== 'call' || expression.name !== 'format' || expression.target?.kind !== 'literal') return below;
  const [list] = expression.args;
  if (typeof expression.target.value !== 'string' || list?.kind !== 'list') return below;
  const verbs = [...expression.target.value.matchAll(/%(%|[^%])?/g)].map((match) => match[1]).filter((verb) => verb !== '%');
  if (verbs.length !== list.items.length) throw new CelNotEvaluated('format() with another number of arguments than verbs');
  verbs.forEach((verb, index) => {
    const item = list.items[index]!;
    const { kind } = typeOf(item);
    if (verb === 's' && kind === 'any') {
      below.push({ at: item.at, message: `error during formatting: string clause can only be used on ${formattable}, was given google.protobuf.Any` });
    } else if (!(verb === 's' && kind !== 'opaque' && kind !== 'struct') && !(verb === 'd' && kind === 'int')) {
      throw new CelNotEvaluated(`format() with %${verb ?? ''}`);
    }
  });
  return below;
}

function wrongLiteral(name: string, text: string): boolean {
  if (name === 'duration') return parseDuration(text) === undefined;
  if (name === 'timestamp') return parseTimestamp(text) === undefined;
  if (name !== 'matches') return false;
  try {
    compileRegex(text);
    return false;
  } catch (error) {
    if (error instanceof CelError) return true;
    throw error;
  }
}

/** Lists and maps whose parts differ in their static type, outside of `format()` (cel-go cel/validator.go, homogeneousAggregateLiteralValidator). */
export function mixedLiterals(expression: Expression, typeOf: (expression: Expression) => CelType): CelIssue[] {
  if (expression.kind === 'call' && expression.name === 'format') return [];
  return [...ownMixture(expression, typeOf), ...children(expression).flatMap((child) => mixedLiterals(child, typeOf))];
}

function ownMixture(expression: Expression, typeOf: (expression: Expression) => CelType): CelIssue[] {
  const mixed = (parts: readonly Expression[]): CelIssue[] =>
    parts.slice(1).flatMap((part) => {
      const [expected, actual] = [typeOf(parts[0]!), typeOf(part)];
      if (sameCelType(expected, actual)) return [];
      return [{ at: part.at, message: `expected type '${formatCelType(expected)}' but found '${formatCelType(actual)}'` }];
    });
  if (expression.kind === 'list') return mixed(expression.items).slice(0, 1);
  if (expression.kind !== 'map') return [];
  return [...mixed(expression.entries.map(([key]) => key)), ...mixed(expression.entries.map(([, value]) => value))];
}
