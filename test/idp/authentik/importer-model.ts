import { isMap, isSeq, parseAllDocuments, type YAMLMap } from 'yaml';
import { IntegrityError, type Key, type ModelDatabase } from './model-database.ts';
import { setProxyDefaults } from './model-proxy.ts';
import { fieldsOf, serialize } from './model-serializers.ts';
import { resolve, type TagContext, truthy } from './model-tags.ts';
import { freshDatabase } from './packaged.ts';

/** What applying a file did. `error` is what authentik prints, with the entry as it prints it. */
export type Applied =
  | { readonly ok: true; /** Names that authentik does not know in this version and drops. */ readonly ignored: readonly string[] }
  | { readonly ok: false; readonly error: string };

/** How a Job ended. */
export interface Ended {
  readonly code: 0 | 1;
  readonly output: string;
}

const sections = new Set(['model', 'state', 'conditions', 'identifiers', 'attrs', 'id']);

/**
 * authentik's blueprint importer and its command (authentik/blueprints/v1/importer.py, common.py;
 * authentik/blueprints/management/commands/apply_blueprint.py) over a database in memory: entries are validated and applied one by one in their order, inside
 * one transaction; any error rolls the whole file back.
 *
 * Not in it: permissions, contexts, sections of entries, and tags that pinout does not write; those are errors here.
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

  /** Applies the text of a file, with nobody else at work: all of it or nothing. */
  apply(text: string, env: Readonly<Record<string, string>> = {}): Applied {
    const transaction = this.database.copy();
    const applied = this.#run(text, transaction, env);
    if (applied.ok) this.database = transaction;
    return applied;
  }

  /** `ak apply_blueprint` with these files, with nobody else at work. */
  run(texts: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
    const steps = this.steps(texts, env);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /**
   * `ak apply_blueprint` with these files, in steps between which other processes may do theirs. Each file is validated in a transaction that
   * is rolled back; a file that does not validate is printed and ends the command with 1. Then it is applied in another transaction, and
   * what comes of that is not looked at: an IntegrityError, and an entry that is invalid only now, end in silence and the next file.
   */
  *steps(texts: readonly string[], env: Readonly<Record<string, string>> = {}): Generator<void, Ended> {
    let output = '';
    for (const text of texts) {
      const valid = this.#run(text, this.database.copy(), env);
      if (!valid.ok) return { code: 1, output: `${output}Blueprint invalid\n${valid.error}\n` };
      yield;
      const transaction = this.database.copy();
      const applied = this.#run(text, transaction, env);
      // Nobody can tell when a file that writes nothing was applied.
      if (transaction.written.length > 0) yield;
      if (!applied.ok) {
        // A crash while printing is no IntegrityError, and ends the command.
        if (applied.error.startsWith('Traceback')) return { code: 1, output: output + applied.error };
        output += `${applied.error}\n`;
        continue;
      }
      const next = this.database.copy();
      try {
        next.commit(transaction);
        this.database = next;
      } catch (error) {
        if (!(error instanceof IntegrityError)) throw error;
      }
      if (transaction.written.length > 0) yield;
    }
    return { code: 0, output };
  }

  #run(text: string, database: ModelDatabase, env: Readonly<Record<string, string>>): Applied {
    const ignored: string[] = [];
    const handles = new Map<string, Key>();
    const context: TagContext = { database, files: this.files, handles, env };
    try {
      for (const entry of entriesOf(text)) {
        try {
          ignored.push(...this.#entry(entry, context, handles));
        } catch (error) {
          if (error instanceof IntegrityError) throw error;
          throw new Error(printed((error as Error).message, entry, context));
        }
      }
    } catch (error) {
      return { ok: false, error: (error as Error).message };
    }
    return { ok: true, ignored };
  }

  #entry(entry: YAMLMap, context: TagContext, handles: Map<string, Key>): string[] {
    const { database } = context;
    const part = (name: string) => resolve(entry.get(name, true), context);
    const conditions = part('conditions');
    if (Array.isArray(conditions) && !conditions.every(truthy)) return [];
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
      for (const name of Object.keys(identifiers))
        if (!Object.hasOwn(fields, name.split('__')[0]!) && !['pk', 'proxyprovider', 'children'].includes(name.split('__')[0]!))
          throw new Error(`Invalid identifier field: ${name}`);
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
    if (model === 'authentik_providers_proxy.proxyprovider' && state !== 'created') setProxyDefaults(database, row.pk);
    const id = part('id');
    // The first entry of a name wins, because authentik looks from the top.
    if (typeof id === 'string' && !handles.has(id)) handles.set(id, row.pk);
    return ignored;
  }
}

/**
 * What authentik prints of an entry that it refuses (authentik/events/utils.py, sanitize_item; YAMLTag.__repr__): every tag is resolved once more, outside its
 * blueprint. So the content of a `!File` is printed, and a `!KeyOf`, which finds no entry there, crashes the printing and hides the reason.
 */
function printed(reason: string, entry: YAMLMap, context: TagContext): string {
  try {
    const shown = resolve(entry, { ...context, handles: new Map() });
    return `authentik.blueprints.v1.importer: Entry invalid: ${reason}: ${JSON.stringify(shown)}`;
  } catch (error) {
    return `Traceback (most recent call last):\nEntryInvalidError: ${(error as Error).message}`;
  }
}

const parsed = new Map<string, readonly YAMLMap[]>();

function entriesOf(text: string): readonly YAMLMap[] {
  const known = parsed.get(text) ?? parseEntries(text);
  parsed.set(text, known);
  return known;
}

function parseEntries(text: string): YAMLMap[] {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent' });
  const [document] = documents;
  if (!Array.isArray(documents) || documents.length !== 1 || document === undefined) throw new Error('expected a single document in the stream');
  if (document.errors[0] !== undefined) throw document.errors[0];
  const root = document.contents;
  if (!isMap(root)) throw new Error('the top level is not a map');
  if ((root.get('version') ?? 1) !== 1) throw new Error('Invalid blueprint version');
  const metadata: unknown = root.get('metadata');
  if (metadata !== undefined && (!isMap(metadata) || typeof metadata.get('name') !== 'string')) throw new Error('metadata without a name');
  const entries: unknown = root.get('entries');
  if (!isSeq(entries)) throw new Error('entries are not a list');
  return entries.items.map((entry) => {
    if (!isMap(entry)) throw new Error('an entry is not a map');
    for (const { key } of entry.items) if (!sections.has(String(key))) throw new Error(`an entry has no ${String(key)} in this model`);
    return entry;
  });
}

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
