import { choice, condition, negation } from './checks/choice.ts';
import type { Check } from './checks/check.ts';
import { fault } from './checks/fault.ts';
import { listCheck } from './checks/list.ts';
import { objectCheck } from './checks/object.ts';
import { constant, enumeration, numberCheck, textCheck } from './checks/scalar.ts';
import { isOfType, mistyped, typesOf } from './checks/type.ts';
import { isMap } from '../manifest/reader.ts';
import type { Rule, Schema } from './schema.ts';
import { isSubstituted } from './substituted.ts';

export interface CompileOptions {
  /** How null counts for a field that is not nullable: as a wrong type, or as if the field were not there (built-in kinds, of which no text is none too). */
  readonly nulls: 'strict' | 'absent';
  /** Refuse fields that an object's schema does not name, although it does not say `additionalProperties: false`. */
  readonly close: boolean;
  /** The schema came with pinout: its patterns are known, and may run in the faster engine. */
  readonly isOurs?: boolean;
  /** Judges the rules in CEL of a schema. */
  readonly rule?: (rules: readonly Rule[], schema: Schema, resolve: (ref: string) => Schema) => Check;
  /** True for a value that stands for another one, such as a tag of a blueprint: no type can be asked of it. */
  readonly isPlaceholder?: (value: object) => boolean;
}

/**
 * A schema as closures: compiled in well under a millisecond for a kind, so that nothing needs to be compiled ahead or shipped as code. The
 * same check judges and explains; only a value with faults pays for its explanation.
 *
 * @example compile({ type: 'integer' }, {}, { nulls: 'strict', close: true })(1, { path: [], out: [] })
 */
export function compile(root: Schema, definitions: Readonly<Record<string, Schema>>, options: CompileOptions): Check {
  const named = new Map<string, Check>();
  const resolve = (ref: string): Schema => {
    if (ref === '#') return root;
    const name = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(ref)?.[1];
    const key = name?.replaceAll('~1', '/').replaceAll('~0', '~');
    const found = key === undefined || !Object.hasOwn(definitions, key) ? undefined : definitions[key];
    if (found === undefined) throw new Error(`the schema refers to ${ref}, which it does not have`);
    return found;
  };
  const byRef = (ref: string, isBranch: boolean): Check => {
    const name = isBranch ? `${ref} branch` : ref;
    let check: Check | undefined = named.get(name);
    if (check === undefined) {
      // The name first: a schema may refer to itself.
      let made: Check | undefined;
      check = (value, context) => (made ??= build(resolve(ref), isBranch))(value, context);
      named.set(name, check);
    }
    return check;
  };
  const build = (schema: Schema | boolean, isBranch = false): Check => {
    if (schema === true) return () => undefined;
    if (schema === false) return (_, context) => fault(context, 'schema-unknown-field', 'nothing is allowed here');
    const checks: Check[] = [];
    const below = (one: Schema | boolean): Check => build(one, isBranch);
    // Beside properties, a branch says more of fields that stand there: it names only some of them (structural schemas of CRDs).
    const branch = (one: Schema | boolean): Check => build(one, isBranch || schema.properties !== undefined);
    if (schema.$ref !== undefined) checks.push(byRef(schema.$ref, isBranch));
    const { additionalProperties } = schema;
    const kinds = typesOf(schema);
    if (schema.const !== undefined) checks.push(constant(schema.const));
    if (schema.enum !== undefined) checks.push(enumeration(schema.enum, schema.nullable === true, options.nulls === 'absent'));
    const text = textCheck(schema, options.isOurs === true);
    if (text !== undefined) checks.push(text);
    const number = numberCheck(schema);
    if (number !== undefined) checks.push(number);
    if (
      schema.properties !== undefined ||
      schema.patternProperties !== undefined ||
      schema.required !== undefined ||
      schema.propertyNames !== undefined ||
      schema.minProperties !== undefined ||
      schema.maxProperties !== undefined ||
      schema.dependencies !== undefined ||
      schema.dependentRequired !== undefined ||
      additionalProperties !== undefined
    )
      checks.push(objectCheck(schema, below, isBranch ? { ...options, close: false } : options));
    if (
      schema.items !== undefined ||
      schema.prefixItems !== undefined ||
      schema.contains !== undefined ||
      schema.minItems !== undefined ||
      schema.maxItems !== undefined ||
      schema.uniqueItems === true ||
      schema['x-kubernetes-list-map-keys'] !== undefined ||
      schema['x-kubernetes-list-type'] === 'set'
    )
      checks.push(listCheck(schema, below));
    const forms: Check[] = (schema.allOf ?? []).map(branch);
    if (schema.anyOf !== undefined) forms.push(choice(schema.anyOf.map(branch), schema.anyOf, 'anyOf'));
    if (schema.oneOf !== undefined) forms.push(choice(schema.oneOf.map(branch), schema.oneOf, 'oneOf'));
    if (schema.not !== undefined) forms.push(negation(branch(schema.not)));
    if (schema.if !== undefined) forms.push(condition(branch(schema.if), schema.then && branch(schema.then), schema.else && branch(schema.else)));
    const filled = withDefaults(schema);
    checks.push(
      ...(filled === undefined
        ? forms
        : forms.map(
            (form): Check =>
              (value, context) =>
                form(filled(value), context),
          )),
    );
    const rules = schema['x-kubernetes-validations'];
    if (rules !== undefined && options.rule !== undefined) checks.push(options.rule(rules, schema, resolve));
    const rest = checks.length === 1 ? checks[0]! : checks.length === 0 ? undefined : sequence(checks);
    if (kinds === undefined && rest === undefined) return () => undefined;
    const nullable = schema.nullable === true || (kinds?.includes('null') ?? false);
    return (value, context) => {
      if (value === null) {
        if (nullable || kinds === undefined) {
          if (kinds === undefined) rest?.(value, context);
          return;
        }
        if (options.nulls === 'strict') mistyped(context, kinds, value);
        return;
      }
      if (typeof value === 'string' && isSubstituted(value)) return;
      if (typeof value === 'object' && options.isPlaceholder?.(value) === true) return;
      if (kinds !== undefined && !isOfType(value, kinds)) {
        mistyped(context, kinds, value);
        return;
      }
      rest?.(value, context);
    };
  };
  return build(root);
}

/** A map with the defaults of its fields: the API server fills them in before it validates (kubernetes/apiextensions-apiserver, pkg/apiserver/schema/defaulting). */
function withDefaults({ properties = {} }: Schema): ((value: unknown) => unknown) | undefined {
  const defaults = Object.entries(properties).flatMap(([name, field]) => (field.default === undefined ? [] : [[name, field.default] as const]));
  return defaults.length === 0 ? undefined : (value) => (isMap(value) ? { ...Object.fromEntries(defaults), ...value } : value);
}

const sequence =
  (checks: readonly Check[]): Check =>
  (value, context) => {
    for (const check of checks) check(value, context);
  };
