import type { Value } from './value.ts';

/** The macros that become a loop. */
export const foldMacros = [
  'all',
  'exists',
  'exists_one',
  'existsOne',
  'map',
  'filter',
  'transformList',
  'transformMap',
  'transformMapEntry',
  'optMap',
  'optFlatMap',
  'sortBy',
] as const;
export type FoldMacro = (typeof foldMacros)[number];

/** A parsed expression. `at` is the offset that cel-go gives an error of this node: the operator, the dot, the opening bracket. */
export type Expression =
  | { readonly kind: 'literal'; readonly at: number; readonly value: Value }
  | { readonly kind: 'ident'; readonly at: number; readonly name: string }
  | { readonly kind: 'select'; readonly at: number; readonly operand: Expression; readonly field: string; readonly optional: boolean; readonly test: boolean }
  | { readonly kind: 'call'; readonly at: number; readonly name: string; readonly target?: Expression; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly at: number; readonly entries: readonly (readonly [Expression, Expression])[] }
  | {
      readonly kind: 'fold';
      readonly at: number;
      readonly macro: FoldMacro;
      readonly range: Expression;
      readonly variables: readonly string[];
      readonly args: readonly Expression[];
    };

/** The parts of an expression. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'ident':
      return [];
    case 'select':
      return [expression.operand];
    case 'call':
      return expression.target === undefined ? expression.args : [expression.target, ...expression.args];
    case 'list':
      return expression.items;
    case 'map':
      return expression.entries.flat();
    case 'fold':
      return [expression.range, ...expression.args];
  }
}
