import { goPattern } from '../pattern.ts';
import type { Schema } from '../schema.ts';
import { nearest } from '../suggest.ts';
import type { Build, Check, Context } from './check.ts';
import { fault } from './fault.ts';

/** Fields of an object: known ones, required ones, and how many. `close` and `nulls` as in CompileOptions. */
export function objectCheck(
  schema: Schema,
  build: Build,
  options: { readonly close: boolean; readonly nulls: 'strict' | 'absent'; readonly isOurs?: boolean },
): Check {
  const fields = new Map(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, build(one)]));
  const patterns = Object.entries(schema.patternProperties ?? {}).map(([source, one]) => ({
    test: goPattern(source, options.isOurs === true),
    check: build(one),
  }));
  const { additionalProperties, required = [], minProperties, maxProperties } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true;
  const isClosed = additionalProperties === false || (options.close && additionalProperties === undefined && schema.properties !== undefined && !isOpen);
  const others = typeof additionalProperties === 'object' ? build(additionalProperties) : undefined;
  const names = schema.propertyNames === undefined ? undefined : build(schema.propertyNames);
  // A field that has a default may be left out: the API server fills it in before it looks.
  const needed = required.filter(
    (name) => !(schema.properties !== undefined && Object.hasOwn(schema.properties, name) && schema.properties[name]!.default !== undefined),
  );
  const dependencies = Object.entries({ ...schema.dependencies, ...schema.dependentRequired }).map(([name, one]) => ({
    name,
    needs: Array.isArray(one) ? (one as readonly string[]) : undefined,
    check: Array.isArray(one) ? undefined : build(one as Schema),
  }));
  return (value, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const map = value as Readonly<Record<string, unknown>>;
    let count = 0;
    for (const key in map) {
      count += 1;
      const item = map[key];
      context.path.push(key);
      const field = fields.get(key);
      let isKnown = field !== undefined;
      if (field !== undefined) field(item, context);
      for (const { test, check } of patterns)
        if (test?.(key) === true) {
          isKnown = true;
          check(item, context);
        }
      if (!isKnown) {
        if (others !== undefined) others(item, context);
        else if (isClosed) unknown(key, fields.keys(), context);
      }
      if (names !== undefined) {
        const before = context.out.length;
        names(key, context);
        for (let at = before; at < context.out.length; at += 1) context.out[at] = { ...context.out[at]!, key: true };
      }
      context.path.pop();
    }
    for (const name of needed)
      if (!Object.hasOwn(map, name) || map[name] === undefined || (map[name] === null && options.nulls === 'absent'))
        fault(context, 'schema-required', `lacks the field ${name}`, { expected: name, received: 'nothing', fix: `add ${name}` });
    if (minProperties !== undefined && count < minProperties)
      fault(context, 'schema-bounds', count === 0 ? 'is empty' : `has ${count} fields, but needs at least ${minProperties}`, {
        expected: `at least ${minProperties} fields`,
        received: String(count),
        fix: 'add what is missing',
      });
    if (maxProperties !== undefined && count > maxProperties)
      fault(context, 'schema-bounds', `has ${count} fields, but at most ${maxProperties} are allowed`, {
        expected: `at most ${maxProperties} fields`,
        received: String(count),
        fix: maxProperties === 1 ? 'keep one of them' : 'remove some',
      });
    for (const { name, needs, check } of dependencies) {
      if (!Object.hasOwn(map, name)) continue;
      check?.(value, context);
      for (const other of needs ?? [])
        if (!Object.hasOwn(map, other))
          fault(context, 'schema-required', `lacks the field ${other}, which ${name} needs`, { expected: other, received: 'nothing', fix: `add ${other}` });
    }
  };
}

function unknown(key: string, known: Iterable<string>, context: Context): void {
  // A tool that hides what is secret has hidden the name of the field: `REDACTED_33feff97`.
  if (/^<?REDACTED/.test(key)) return;
  // SOPS keeps in plain text what ends so, as a note to whoever edits the file (getsops/sops, README: unencrypted_suffix).
  if (key.endsWith('_unencrypted')) return;
  // After so many, nobody reads what was meant.
  const names = context.out.length > 500 ? [] : [...known];
  const meant = nearest(key, names);
  const all = names.sort().join(', ');
  fault(context, 'schema-unknown-field', `there is no field ${JSON.stringify(key)}${meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`}`, {
    key: true,
    expected: all.length > 200 ? `${all.slice(0, 197)}…` : all === '' ? (context.out.length > 500 ? 'known fields' : 'no fields') : all,
    received: key,
    fix: meant === undefined ? 'remove it, or move it to the right place' : `write ${meant}`,
  });
}
