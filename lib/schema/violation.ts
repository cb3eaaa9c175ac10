import type { Severity } from '../contract/finding.ts';
import type { Path } from '../manifest/parse-yaml.ts';

/** Codes of what a schema can say against a value; each has a page in docs/rules/. */
export const violationCodes = [
  'schema-unknown-field',
  'schema-type',
  'schema-enum',
  'schema-pattern',
  'schema-format',
  'schema-required',
  'schema-bounds',
  'schema-duplicate-item',
  'schema-choice',
  'schema-rule',
  'schema-rule-not-evaluated',
] as const;

export type ViolationCode = (typeof violationCodes)[number];

/** One thing that is wrong with a value, without its place in a file. */
export interface Violation {
  readonly code: ViolationCode;
  /** An error unless given. */
  readonly severity?: Severity;
  readonly path: Path;
  /** The key is what is wrong, not its value. */
  readonly key?: true;
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  readonly fix?: string;
}

/** Of some violations those that are not among others. */
export function without(violations: readonly Violation[], others: readonly Violation[]): Violation[] {
  const keyOf = ({ code, path, message }: Violation): string => JSON.stringify([code, path, message]);
  const known = new Set(others.map(keyOf));
  return violations.filter((one) => !known.has(keyOf(one)));
}
