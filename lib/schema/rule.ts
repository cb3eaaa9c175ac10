import { Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import type { Check } from './checks/check.ts';
import type { Rule, Schema } from './schema.ts';

/** Looks like a function of the library, and takes a value and the variables. */
type Program = (context: { readonly self: unknown }) => unknown;

let environment: Environment | undefined;
const programs = new Map<string, Program | undefined>();

/** A rule as a program, or nothing for one that this environment cannot run: the API server still can. */
export function program(rule: string): Program | undefined {
  if (programs.has(rule)) return programs.get(rule);
  let made: Program | undefined;
  // Rules about a change need the object that is in the cluster.
  if (!/\boldSelf\b/.test(rule)) {
    try {
      environment ??= new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
      made = environment.parse(plainStrings(rule)) as Program;
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
    }
  }
  programs.set(rule, made);
  return made;
}

/** Go's `r"""…"""` as a string with escapes. */
const plainStrings = (rule: string): string =>
  rule.replace(/r"""([\s\S]*?)"""|r'''([\s\S]*?)'''/g, (_, double: string | undefined, single: string | undefined) => JSON.stringify(double ?? single));

/** The rules in CEL that a schema carries, over the value as the API server sees it: with defaults, without what no field names. */
export function ruleCheck(rules: readonly Rule[], schema: Schema, resolve: (ref: string) => Schema): Check {
  return (value, context) => {
    if (value === null || value === undefined) return;
    const before = context.out.length;
    let self: unknown;
    for (const { rule, message } of rules) {
      const run = program(rule);
      if (run === undefined) continue;
      let met: unknown;
      try {
        self ??= typed(value, schema, resolve);
        met = run({ self });
      } catch (error) {
        // A rule that meets a value of the wrong type fails on it; the type itself is reported already.
        if (error instanceof EvaluationError || context.out.length > before) continue;
        throw error;
      }
      if (met !== false) continue;
      const text = message ?? `does not meet the rule ${rule.length > 160 ? `${rule.slice(0, 157)}…` : rule}`;
      context.out.push({ code: 'schema-rule', path: [...context.path], message: text, expected: rule, fix: 'see the rule of the field' });
    }
  };
}

/** A value for CEL: whole numbers are ints, defaults are filled in, and fields without a schema are not there. */
function typed(value: unknown, given: Schema | undefined, resolve: (ref: string) => Schema): unknown {
  const schema = given?.$ref === undefined ? given : { ...resolve(given.$ref), ...given };
  if (typeof value === 'number') return Number.isInteger(value) && schema?.type !== 'number' ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as unknown[]).map((item) => typed(item, schema?.items as Schema | undefined, resolve));
  const { properties, additionalProperties } = schema ?? {};
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const field =
      (properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined) ??
      (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (item === null) continue;
    if (field !== undefined) result[key] = typed(item, field, resolve);
  }
  for (const [key, field] of Object.entries(properties ?? {}))
    if (!Object.hasOwn(result, key) && field.default !== undefined) result[key] = typed(field.default, field, resolve);
  return result;
}
