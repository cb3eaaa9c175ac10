import { type CelProgram, celEnvironment } from '../cel/environment.ts';
import { CelError, CelNotEvaluated } from '../cel/issue.ts';
import { celType } from '../cel/type.ts';
import { CelMap, type Value } from '../cel/value.ts';
import { parseDuration, parseTimestamp } from '../cel/time.ts';
import type { Check } from './checks/check.ts';
import type { Rule, Schema } from './schema.ts';
import { substitutedFields } from './substituted.ts';

/** A rule ready to run, why it cannot be, or nothing for a rule about a change: a file holds no earlier object. */
type Prepared = { readonly program: CelProgram } | { readonly why: string } | undefined;

/** The newest kube-apiserver that is known: later ones take what earlier ones took. */
const environment = celEnvironment(37, { self: celType.dyn });
const prepared = new Map<string, Prepared>();

function prepare(rule: string): Prepared {
  if (prepared.has(rule)) return prepared.get(rule);
  let made: Prepared;
  if (!/\boldSelf\b/.test(rule)) {
    const compiled = environment.compile(rule);
    made = 'program' in compiled ? compiled : { why: 'error' in compiled ? firstLine(compiled.error) : compiled.notEvaluated };
  }
  prepared.set(rule, made);
  return made;
}

/** The rules in CEL that a schema carries, over the value as the API server sees it: with defaults, without what no field names. */
export function ruleCheck(rules: readonly Rule[], schema: Schema, resolve: (ref: string) => Schema): Check {
  return (value, context) => {
    if (value === null || value === undefined) return;
    const { path, out } = context;
    const found = (code: 'schema-rule' | 'schema-rule-not-evaluated', message: string, rule: string) =>
      out.push({
        code,
        ...(code === 'schema-rule' ? {} : { severity: 'info' as const }),
        path: [...path],
        message,
        expected: rule,
        fix: code === 'schema-rule' ? 'check the rule of the field' : 'check this field by hand: the API server evaluates the rule',
      });
    let self: Value | undefined;
    let open: Set<string> | undefined;
    // A rule that names a field whose text comes later says nothing of the text that stands there now.
    const isOpen = (rule: string): boolean => [...(open ??= substitutedFields(value))].some((name) => rule.includes(name));
    for (const { rule, message } of rules) {
      const ready = prepare(rule);
      if (ready === undefined) continue;
      if ('why' in ready) {
        found('schema-rule-not-evaluated', `has a rule that is not evaluated: ${ready.why}`, rule);
        continue;
      }
      try {
        self ??= typed(value, schema, resolve);
        if (ready.program.evaluate({ self }) === false && !isOpen(rule)) found('schema-rule', message ?? `does not meet the rule ${shortened(rule)}`, rule);
      } catch (error) {
        if (error instanceof CelNotEvaluated) found('schema-rule-not-evaluated', `has a rule that is not evaluated: ${error.message}`, rule);
        else if (!(error instanceof CelError)) throw error;
        // A value of a wrong type is reported already, and makes its rules fail too.
        else if (!out.some((one) => isBelow(one.path, path)) && !isOpen(rule))
          found('schema-rule', `fails the rule ${shortened(rule)}: ${firstLine(error.message)}`, rule);
      }
    }
  };
}

const firstLine = (text: string): string => text.split('\n')[0] ?? text;
const shortened = (rule: string): string => (rule.length > 160 ? `${rule.slice(0, 157)}…` : rule);
const isBelow = (path: readonly unknown[], of: readonly unknown[]): boolean => of.every((step, index) => path[index] === step);

/**
 * A value for CEL, typed by its schema as k8s.io/apiserver pkg/cel/common/schemas.go types it: defaults are filled in, and fields that no schema
 * names are not there.
 */
function typed(value: unknown, given: Schema | undefined, resolve: (ref: string) => Schema): Value {
  const schema = given?.$ref === undefined ? given : { ...resolve(given.$ref), ...given };
  if (typeof value === 'number') return Number.isInteger(value) && schema?.type !== 'number' ? BigInt(value) : value;
  if (typeof value === 'string') return ofFormat(value, schema?.format);
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null;
  if (Array.isArray(value)) return (value as unknown[]).map((item) => typed(item, schema?.items as Schema | undefined, resolve));
  // A rule looks at few fields of few maps: the others are never made.
  return new CelMap(() => fieldsOf(value, schema, resolve), true);
}

function fieldsOf(value: object, schema: Schema | undefined, resolve: (ref: string) => Schema): Map<string, Value> {
  const { properties, additionalProperties } = schema ?? {};
  const open = schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  const entries = new Map<string, Value>();
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    const field =
      (properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined) ??
      (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (item !== null && (field !== undefined || open || additionalProperties === true)) entries.set(key, typed(item, field, resolve));
  }
  for (const [key, field] of Object.entries(properties ?? {}))
    if (!entries.has(key) && field.default !== undefined) entries.set(key, typed(field.default, field, resolve));
  return entries;
}

function ofFormat(value: string, format: string | undefined): Value {
  if (format === 'duration') return parseDuration(value) ?? value;
  return format === 'date-time' || format === 'date' ? (parseTimestamp(value) ?? value) : value;
}
