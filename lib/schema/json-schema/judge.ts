import { createRequire } from 'node:module';
import type { ErrorObject } from 'ajv';
import { digest, isPrivate, keep, kept } from '../private-folder.ts';
import { BrokenSchema, UnknownSchema } from './bundle.ts';
import { type Compiled, compileSchema, load, type Validator } from './compile.ts';

/** Values to judge by a schema; both are texts of JSON. */
export interface Job {
  readonly schema: string;
  readonly value: string;
  /** Address of the schema, and documents that it may refer to by theirs; a chart's schema has none. */
  readonly at?: string;
  readonly others?: Readonly<Record<string, string>>;
  /** The schema came with pinout: it is a valid one. */
  readonly isOurs?: true;
}

/** An error of Ajv, as plain data. */
export type SchemaError = Pick<ErrorObject, 'instancePath' | 'schemaPath' | 'keyword' | 'params'>;

export type Verdict =
  | { readonly kind: 'judged'; readonly errors: readonly SchemaError[]; readonly elsewhere: readonly string[] }
  /** Helm refuses the schema itself. */
  | { readonly kind: 'broken'; readonly why: string }
  /** What nobody here can judge. `isSlow`: another time it may end. */
  | { readonly kind: 'unknown'; readonly why: string; readonly isSlow?: true };

type Entry = Compiled | { readonly broken: string } | { readonly unknown: string };

/** Schemas of one run, compiled once each, with those of earlier runs from the user's private cache. */
export class Judge {
  private readonly folder: string | undefined;
  private readonly version: string;
  /** By the text of a schema that stands alone: a long one takes longer to hash than to judge by. */
  private readonly keys = new Map<string, string>();
  private readonly entries = new Map<string, Entry>();
  private readonly validators = new Map<string, Validator>();

  /** @param folder of the cache; it must be the user's own, because what lies in it is run */
  constructor(folder: string | undefined, version: string) {
    this.folder = folder !== undefined && isPrivate(folder) ? folder : undefined;
    const { version: ajv } = createRequire(import.meta.url)('ajv/package.json') as { readonly version: string };
    this.version = `${version} ajv ${ajv}`;
  }

  judge(job: Job): Verdict {
    const key = this.keyOf(job);
    const entry = this.entries.get(key) ?? this.stored(key) ?? this.compiled(key, job);
    this.entries.set(key, entry);
    if ('broken' in entry) return { kind: 'broken', why: entry.broken };
    if ('unknown' in entry) return { kind: 'unknown', why: entry.unknown };
    try {
      let validator = this.validators.get(key);
      if (validator === undefined) this.validators.set(key, (validator = load(entry.code)));
      const errors = validator(JSON.parse(job.value)) ? [] : (validator.errors ?? []);
      return {
        kind: 'judged',
        errors: errors.map(({ instancePath, schemaPath, keyword, params }) => ({
          instancePath,
          schemaPath,
          keyword,
          params: params as Record<string, unknown>,
        })),
        elsewhere: entry.elsewhere,
      };
    } catch (error) {
      if (error instanceof RangeError) return { kind: 'broken', why: 'it refers to itself endlessly' };
      return { kind: 'unknown', why: 'it contains something that Ajv cannot evaluate' };
    }
  }

  private keyOf({ schema, at, others }: Job): string {
    const isAlone = at === undefined && others === undefined;
    const known = isAlone ? this.keys.get(schema) : undefined;
    if (known !== undefined) return known;
    const hasOthers = Object.keys(others ?? {}).length > 0;
    // Where a schema lies says nothing of one that refers to no file.
    const key = digest(JSON.stringify([this.version, schema, at === undefined, hasOthers ? at : '', others]));
    if (isAlone) this.keys.set(schema, key);
    return key;
  }

  private compiled(key: string, { schema, at, others = {}, isOurs }: Job): Entry {
    let entry: Entry;
    try {
      const documents = new Map<string, unknown>();
      const other = (address: string): unknown => {
        if (!Object.hasOwn(others, address)) return undefined;
        if (!documents.has(address)) documents.set(address, parsed(others[address]!));
        return documents.get(address);
      };
      entry = compileSchema(parsed(schema), at, other, isOurs);
    } catch (error) {
      if (error instanceof BrokenSchema) entry = { broken: error.message };
      else if (error instanceof UnknownSchema) entry = { unknown: error.message };
      else if (error instanceof RangeError) entry = { unknown: 'it is nested too deep' };
      else entry = { unknown: 'it contains something that Ajv cannot compile' };
    }
    if (this.folder !== undefined) keep(this.folder, `schema-${key}.json`, entry);
    return entry;
  }

  private stored(key: string): Entry | undefined {
    return this.folder === undefined ? undefined : (kept(this.folder, `schema-${key}.json`) as Entry | undefined);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BrokenSchema(`it is not valid JSON: ${(error as Error).message.split('\n', 1)[0]!}`);
  }
}
