import { BrokenSchema, UnknownSchema } from '../../../lib/schema/json-schema/bundle.ts';
import { compileSchema, load } from '../../../lib/schema/json-schema/compile.ts';

/** What we say of values under a schema. `endless`: it refers to itself, which Helm refuses or Ajv cannot follow. */
export function verdict(schema: unknown, values: unknown): 'taken' | 'refused' | 'unknown' | 'endless' {
  try {
    return load(compileSchema(schema).code)(values) ? 'taken' : 'refused';
  } catch (error) {
    if (error instanceof UnknownSchema) return 'unknown';
    if (error instanceof BrokenSchema) return 'refused';
    if (error instanceof RangeError) return 'endless';
    // Ajv loses count of what was judged in a schema that refers to itself. The product says that it cannot judge such a one.
    if (error instanceof TypeError && /"unevaluated(?:Properties|Items)":/.test(JSON.stringify(schema))) return 'endless';
    throw error;
  }
}
