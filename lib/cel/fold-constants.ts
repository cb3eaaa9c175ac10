import { children, type Expression } from './expression.ts';
import type { CelFunction } from './function.ts';
import { callFunction } from './function.ts';
import { CelError } from './issue.ts';
import { compileRegex } from './regex.ts';

const conversions = new Set(['bool', 'bytes', 'double', 'duration', 'int', 'string', 'timestamp', 'uint']);

/**
 * What cel-go works out when it plans the program: conversions of literals, and literal patterns of the regular expression functions.
 * A failure there is an error of the load, not of a run (interpreter/decorators.go, maybeOptimizeConstUnary; interpreter/optimizations.go).
 */
export function foldConstants(expression: Expression, functions: ReadonlyMap<string, CelFunction>): string | undefined {
  for (const child of children(expression)) {
    const failed = foldConstants(child, functions);
    if (failed !== undefined) return failed;
  }
  if (expression.kind !== 'call') return undefined;
  try {
    const [first, pattern] = expression.target === undefined ? expression.args : [expression.target, ...expression.args];
    if (conversions.has(expression.name) && expression.args.length === 1 && first?.kind === 'literal')
      callFunction(functions.get(expression.name)!, [first.value]);
    if ((expression.name === 'find' || expression.name === 'findAll') && pattern?.kind === 'literal' && typeof pattern.value === 'string')
      compileRegex(pattern.value);
    if (expression.name === '_[_]' && pattern?.kind === 'literal' && pattern.value === null) return 'invalid qualifier type: types.Null';
    return undefined;
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}
