import type { Schema } from '../schema.ts';
import type { Violation } from '../violation.ts';

/** What is found in one value, and the way to where the check stands. */
export interface Context {
  readonly path: (string | number)[];
  readonly out: Violation[];
}

export type Check = (value: unknown, context: Context) => void;

/** Builds the check of a schema inside another one. */
export type Build = (schema: Schema | boolean) => Check;
