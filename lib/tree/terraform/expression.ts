/** An expression of HCL. What is computed in a way that is not followed keeps its text alone. */
export type Expression =
  | { readonly literal: string | number | boolean | null }
  | { readonly template: readonly (string | Expression)[] }
  | { readonly list: readonly Expression[] }
  | { readonly map: readonly (readonly [Expression, Expression])[] }
  | { readonly path: readonly (string | Expression)[] }
  | { readonly call: string; readonly args: readonly Expression[] }
  | Loop
  | { readonly raw: string };

/** `{ for key, value in over : key => value if when }`; of a list without the key. */
export interface Loop {
  readonly names: readonly string[];
  readonly over: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  readonly when?: Expression;
}

export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
}

/** A block such as `resource "kind" "name" { … }`. */
export interface Block extends Body {
  readonly type: string;
  readonly labels: readonly string[];
  /** Counts from 1. */
  readonly line: number;
}
