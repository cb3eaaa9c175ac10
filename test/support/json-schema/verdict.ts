import { BrokenSchema, UnknownSchema } from '../../../lib/schema/json-schema/bundle.ts';
import { compileSchema, load } from '../../../lib/schema/json-schema/compile.ts';

/** What we say of values under a schema. `endless`: it refers to itself, which Helm refuses. */
export function verdict(schema: unknown, values: unknown): 'taken' | 'refused' | 'unknown' | 'endless' {
  try {
    return load(compileSchema(schema).code)(values) ? 'taken' : 'refused';
  } catch (error) {
    if (error instanceof UnknownSchema) return 'unknown';
    if (error instanceof BrokenSchema) return 'refused';
    if (error instanceof RangeError) return 'endless';
    throw error;
  }
}
