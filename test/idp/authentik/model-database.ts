/** Primary key: UUID text, or a whole number for users and providers. */
export type Key = string | number;

/** An object of authentik's database. */
export interface Row {
  readonly pk: Key;
  readonly [field: string]: unknown;
}

/** What the database itself refuses: a second row of a unique value, or a relation to a row that is gone (django.db.utils.IntegrityError). */
export class IntegrityError extends Error {}

const oauth2 = 'authentik_providers_oauth2.oauth2provider';
const proxy = 'authentik_providers_proxy.proxyprovider';
const integerKeys = new Set(['authentik_core.user', oauth2]);

/** Relations that take their owner along when their target is deleted (on_delete=CASCADE). */
const cascades: Readonly<Record<string, readonly string[]>> = {
  'authentik_policies.policybinding': ['target', 'group', 'policy', 'user'],
  'authentik_flows.flowstagebinding': ['target', 'stage'],
};

/** Relations that forget a target that is deleted: one (SET_DEFAULT), or a member of a list. */
const forgets: Readonly<Record<string, readonly string[]>> = {
  'authentik_core.application': ['provider'],
  'authentik_outposts.outpost': ['providers'],
  'authentik_brands.brand': ['flow_authentication', 'flow_recovery'],
  [oauth2]: ['property_mappings'],
};

/** Values that no two rows share; tables of one word are one in this (names of a parent table). */
const unique: readonly (readonly [models: readonly string[], fields: readonly string[]])[] = [
  [['authentik_core.group'], ['name']],
  [['authentik_core.application'], ['slug']],
  [['authentik_core.application'], ['provider']],
  [[oauth2], ['name']],
  [[oauth2], ['client_id']],
  [['authentik_providers_oauth2.scopemapping', 'authentik_events.notificationwebhookmapping'], ['name']],
  [['authentik_policies_expression.expressionpolicy'], ['name']],
  [['authentik_policies.policybinding'], ['policy', 'target', 'order']],
  [['authentik_flows.flowstagebinding'], ['target', 'stage', 'order']],
];

type Operation = { readonly model: string; readonly row: Row; readonly kind: 'insert' | 'update' | 'remove' };

/**
 * authentik's tables, by model. Rows are never changed in place, so that a copy of the lists is a copy of the database.
 *
 * Tables inherit (Django's multi-table inheritance): a proxy provider is a row of OAuth2 providers that has a `proxyprovider`. Whoever looks for OAuth2
 * providers finds it too, changing it there leaves it a proxy provider, and deleting either deletes both.
 */
export class ModelDatabase {
  readonly #tables: Map<string, readonly Row[]>;
  readonly #counter: { next: number };
  readonly #done: Operation[] = [];

  constructor(tables: ReadonlyMap<string, readonly Row[]> = new Map(), counter = { next: 1 }) {
    this.#tables = new Map(tables);
    this.#counter = counter;
  }

  copy(): ModelDatabase {
    return new ModelDatabase(this.#tables, this.#counter);
  }

  /** What was written since the copy was made. */
  get written(): readonly Operation[] {
    return this.#done;
  }

  all(model: string): readonly Row[] {
    if (model === proxy) return this.all(oauth2).filter((row) => row['proxyprovider'] !== undefined);
    return this.#tables.get(model) ?? [];
  }

  /** Relations compare keys as Django does: whatever can be read as the same key is the same. */
  byKey(model: string, key: unknown): Row | undefined {
    return this.all(model).find((row) => String(row.pk) === String(key));
  }

  /** All conditions must hold. */
  first(model: string, conditions: Readonly<Record<string, unknown>>): Row | undefined {
    return this.all(model).find((row) => Object.entries(conditions).every(([lookup, wanted]) => this.#holds(row, lookup, wanted)));
  }

  /** The application of a provider is a relation of the application's: an outer join, which has nothing to compare where there is none. */
  #holds(row: Row, lookup: string, wanted: unknown): boolean {
    const flow = /^(flow_(?:authentication|recovery))__(.+)$/.exec(lookup);
    if (flow !== null) {
      const joined = this.byKey('authentik_flows.flow', row[flow[1]!]);
      return joined !== undefined && holds(joined, flow[2]!, wanted);
    }
    if (lookup === 'users__isnull') return (((row['users'] ?? []) as readonly Key[]).length === 0) === wanted;
    if (lookup === 'children__isnull')
      return !this.all('authentik_core.group').some(({ parents = [] }) => (parents as readonly Key[]).includes(row.pk)) === wanted;
    if (lookup === 'provider__name') return this.byKey(oauth2, row['provider'])?.['name'] === wanted;
    if (!lookup.startsWith('application__')) return holds(row, lookup, wanted);
    const application = this.all('authentik_core.application').find(({ provider }) => provider === row.pk);
    const rest = lookup.slice('application__'.length);
    if (rest === 'isnull') return (application === undefined) === wanted;
    return application !== undefined && holds(application, rest, wanted);
  }

  insert(model: string, fields: Readonly<Record<string, unknown>>): Row {
    const table = model === proxy ? oauth2 : model;
    const number = this.#counter.next++;
    const row: Row = {
      ...fields,
      ...(model === proxy ? { proxyprovider: true } : {}),
      pk: integerKeys.has(table) ? number : `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    };
    this.#store(table, row, 'insert');
    return row;
  }

  update(model: string, pk: Key, fields: Readonly<Record<string, unknown>>): Row {
    const row: Row = { ...this.byKey(model, pk), ...fields, pk };
    this.#store(model === proxy ? oauth2 : model, row, 'update');
    return row;
  }

  remove(model: string, pk: Key): void {
    const table = model === proxy ? oauth2 : model;
    const row = this.byKey(table, pk);
    if (row === undefined) return;
    this.#done.push({ model: table, row, kind: 'remove' });
    this.#tables.set(
      table,
      this.all(table).filter((one) => one.pk !== pk),
    );
    for (const [owner, fields] of Object.entries(cascades))
      for (const one of this.all(owner)) if (fields.some((field) => one[field] !== null && one[field] === pk)) this.remove(owner, one.pk);
    for (const [owner, fields] of Object.entries(forgets))
      for (const one of this.all(owner))
        for (const field of fields) {
          const value = one[field];
          if (value === pk) this.update(owner, one.pk, { [field]: null });
          if (Array.isArray(value) && value.includes(pk)) this.update(owner, one.pk, { [field]: value.filter((key) => key !== pk) });
        }
  }

  /**
   * Takes over what a transaction wrote, in the order in which it did. A row is written whole, as Django's `save` does.
   *
   * @throws IntegrityError when another transaction that was faster left no room for it
   */
  commit({ written }: ModelDatabase): void {
    for (const { model, row, kind } of written) {
      if (kind === 'remove') this.remove(model, row.pk);
      else this.#store(model, row, kind);
    }
  }

  /** Everything that is stored, as plain data to compare. */
  dump(): Readonly<Record<string, readonly Row[]>> {
    return Object.fromEntries([...this.#tables].filter(([, rows]) => rows.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #store(model: string, row: Row, kind: 'insert' | 'update'): void {
    for (const [models, fields] of unique) {
      if (!models.includes(model) || fields.some((field) => (row[field] ?? null) === null)) continue;
      for (const one of models)
        for (const other of this.all(one))
          if (other.pk !== row.pk && fields.every((field) => other[field] === row[field]))
            throw new IntegrityError(`duplicate key value violates unique constraint: ${model} ${fields.join(', ')}`);
    }
    const rest = this.all(model).filter((one) => one.pk !== row.pk);
    const known = rest.length < this.all(model).length;
    this.#tables.set(model, known ? this.all(model).map((one) => (one.pk === row.pk ? row : one)) : [...rest, row]);
    this.#done.push({ model, row, kind });
  }
}

/** Django's lookups that blueprints of ours use. Null compares with nothing. */
function holds(row: Row, lookup: string, wanted: unknown): boolean {
  const [field = '', how = 'exact'] = lookup.split('__');
  const value = row[field] ?? null;
  if (how === 'isnull') return (value === null) === wanted;
  if (how === 'gt' || how === 'lt') {
    if (wanted === null) throw new Error('Cannot use None as a query value');
    if (value === null) return false;
    const order = typeof value === 'number' ? value - Number(wanted) : String(value) < String(wanted) ? -1 : String(value) > String(wanted) ? 1 : 0;
    return how === 'gt' ? order > 0 : order < 0;
  }
  if (how === 'regex' || how === 'iregex') return value !== null && new RegExp(String(wanted), how === 'iregex' ? 'iu' : 'u').test(String(value));
  if (how !== 'exact' && how !== 'iexact') throw new Error(`lookup ${lookup} is not in this model`);
  const fold = (one: unknown) => (how === 'iexact' ? String(one).toLowerCase() : String(one));
  return value !== null && wanted !== null && fold(value) === fold(wanted);
}
