import { isMap, isSeq, parseAllDocuments, type YAMLMap } from 'yaml';
import type { Key, ModelDatabase } from './model-database.ts';
import { fieldsOf, serialize } from './model-serializers.ts';
import { resolve, type TagContext } from './model-tags.ts';
import { freshDatabase } from './packaged.ts';

/** What applying a file did. */
export type Applied =
  | { readonly ok: true; /** Names that authentik does not know in this version and drops. */ readonly ignored: readonly string[] }
  | { readonly ok: false; readonly error: string };

const sections = new Set(['model', 'state', 'conditions', 'identifiers', 'attrs', 'permissions', 'id']);

/**
 * authentik's blueprint importer (authentik/blueprints/v1/importer.py) over a database in memory: entries are validated and applied
 * one by one in their order, inside one transaction; any error rolls the whole file back.
 *
 * Not in it: conditions, permissions, contexts, sections of entries, and tags that pinout does not write; those are errors here.
 *
 * @example new ImporterModel('2026.8').apply(text)
 */
export class ImporterModel {
  readonly #version: string;
  readonly files: Map<string, string>;
  database: ModelDatabase;

  constructor(version: string, database: ModelDatabase = freshDatabase(), files: ReadonlyMap<string, string> = new Map()) {
    this.#version = version;
    this.database = database;
    this.files = new Map(files);
  }

  /** Applies the text of a file: all of it or nothing. */
  apply(text: string): Applied {
    const transaction = this.database.copy();
    const ignored: string[] = [];
    const handles = new Map<string, Key>();
    try {
      for (const entry of entriesOf(text)) ignored.push(...this.#entry(entry, { database: transaction, files: this.files, handles }, handles));
    } catch (error) {
      return { ok: false, error: (error as Error).message };
    }
    this.database = transaction;
    return { ok: true, ignored };
  }

  #entry(entry: YAMLMap, context: TagContext, handles: Map<string, Key>): string[] {
    const { database } = context;
    const part = (name: string) => resolve(entry.get(name, true), context);
    const model = String(part('model'));
    const fields = fieldsOf(model);
    if (fields === undefined) throw new Error(`App or Model does not exist: ${model}`);
    const state = (part('state') as string | null) ?? 'present';
    if (!['present', 'created', 'must_created', 'absent'].includes(state)) throw new Error(`${state} is not a state`);

    let found;
    let result;
    try {
      const identifiers = (part('identifiers') ?? {}) as Record<string, unknown>;
      if (Object.keys(identifiers).length === 0) throw new Error('No or invalid identifiers');
      for (const name of Object.keys(identifiers)) if (!Object.hasOwn(fields, name.split('__')[0]!)) throw new Error(`Invalid identifier field: ${name}`);
      found = database.first(model, identifiers);
      const data = deepMerge((part('attrs') ?? {}) as Record<string, unknown>, identifiers);
      result = serialize({ model, data, instance: found, database, version: this.#version });
    } catch (error) {
      // Deleting needs no valid serializer.
      if (state !== 'absent') throw error;
    }
    if (state === 'absent') {
      if (found !== undefined) database.remove(model, found.pk);
      return [];
    }
    if (result === undefined) return [];
    const { values, ignored } = result;
    if (found !== undefined && state === 'must_created') throw new Error('object exists already');
    const row = found === undefined ? database.insert(model, values) : state === 'created' ? found : database.update(model, found.pk, values);
    const id = part('id');
    // The first entry of a name wins, because authentik looks from the top.
    if (typeof id === 'string' && !handles.has(id)) handles.set(id, row.pk);
    return ignored;
  }
}

function entriesOf(text: string): YAMLMap[] {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent' });
  const [document] = documents;
  if (!Array.isArray(documents) || documents.length !== 1 || document === undefined) throw new Error('expected a single document in the stream');
  if (document.errors[0] !== undefined) throw document.errors[0];
  const root = document.contents;
  if (!isMap(root)) throw new Error('the top level is not a map');
  if (resolveVersion(root.get('version')) !== 1) throw new Error('Invalid blueprint version');
  const metadata: unknown = root.get('metadata');
  if (metadata !== undefined && (!isMap(metadata) || typeof metadata.get('name') !== 'string')) throw new Error('metadata without a name');
  const entries: unknown = root.get('entries');
  if (!isSeq(entries)) throw new Error('entries are not a list');
  return entries.items.map((entry) => {
    if (!isMap(entry)) throw new Error('an entry is not a map');
    for (const { key } of entry.items) if (!sections.has(String(key))) throw new Error(`an entry has no ${String(key)}`);
    if (entry.has('conditions') || entry.has('permissions')) throw new Error('conditions and permissions are not in this model');
    return entry;
  });
}

const resolveVersion = (version: unknown): unknown => version ?? 1;

/** deepmerge's always_merger: maps merge, lists append, the second wins. */
export function deepMerge(base: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(next)) {
    const old = merged[key];
    merged[key] =
      Array.isArray(old) && Array.isArray(value)
        ? [...(old as unknown[]), ...(value as unknown[])]
        : isRecord(old) && isRecord(value)
          ? deepMerge(old, value)
          : value;
  }
  return merged;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
