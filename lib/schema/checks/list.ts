import type { Schema } from '../schema.ts';
import type { Build, Check, Context } from './check.ts';
import { fault, passes, shown } from './fault.ts';

/** Items of a list: each one, how many, and which are the same. */
export function listCheck(schema: Schema, build: Build): Check {
  const { minItems, maxItems } = schema;
  const tuple = (schema.prefixItems ?? (Array.isArray(schema.items) ? (schema.items as readonly Schema[]) : undefined))?.map(build);
  const rest = Array.isArray(schema.items) ? schema.additionalItems : (schema.items as Schema | undefined);
  const each = rest === undefined || rest === true ? undefined : build(rest);
  const contains = schema.contains === undefined ? undefined : build(schema.contains);
  const keys = schema['x-kubernetes-list-map-keys'];
  const isSet = schema['x-kubernetes-list-type'] === 'set' || schema.uniqueItems === true;
  return (value, context) => {
    if (!Array.isArray(value)) return;
    const items = value as readonly unknown[];
    for (let index = 0; index < items.length; index += 1) {
      const check = tuple?.[index] ?? each;
      if (check === undefined) continue;
      context.path.push(index);
      check(items[index], context);
      context.path.pop();
    }
    if (minItems !== undefined && items.length < minItems)
      fault(context, 'schema-bounds', items.length === 0 ? 'is empty' : `has ${items.length} items, but needs at least ${minItems}`, {
        expected: `at least ${minItems} items`,
        received: String(items.length),
        fix: 'add what is missing',
      });
    if (maxItems !== undefined && items.length > maxItems)
      fault(context, 'schema-bounds', `has ${items.length} items, but at most ${maxItems} are allowed`, {
        expected: `at most ${maxItems} items`,
        received: String(items.length),
        fix: 'remove some',
      });
    if (contains !== undefined && !items.some((item) => passes(contains, item, context)))
      fault(context, 'schema-choice', 'has no item of the kind that it needs', { fix: 'add one' });
    if (items.length > 1 && (keys !== undefined || isSet)) twins(items, keys, context);
  };
}

/** Items of a list that the API server takes for the same one. */
function twins(items: readonly unknown[], keys: readonly string[] | undefined, context: Context): void {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    if (keys !== undefined && (typeof item !== 'object' || item === null)) continue;
    const id = JSON.stringify(keys === undefined ? item : keys.map((key) => (item as Record<string, unknown>)[key] ?? null));
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, index);
      continue;
    }
    context.path.push(index);
    const what = keys === undefined ? shown(item) : keys.map((key) => `${key} ${shown((item as Record<string, unknown>)[key] ?? null)}`).join(', ');
    fault(context, 'schema-duplicate-item', `has the same ${what} as item ${first}`, { received: what, fix: 'keep one of them, or give it another name' });
    context.path.pop();
  }
}
