/** Primary key: UUID text, or a whole number for users and providers. */
export type Key = string | number;

/** An object of authentik's database. */
export interface Row {
  readonly pk: Key;
  readonly [field: string]: unknown;
}

const integerKeys = new Set(['authentik_core.user', 'authentik_providers_oauth2.oauth2provider']);

/** Relations that take their owner along when their target is deleted (Django's CASCADE). */
const cascades: Readonly<Record<string, readonly string[]>> = { 'authentik_policies.policybinding': ['target', 'group', 'policy', 'user'] };

/** authentik's tables, by model. Rows are never changed in place, so that a copy of the lists is a copy of the database. */
export class ModelDatabase {
  readonly #tables: Map<string, readonly Row[]>;
  #next: number;

  constructor(tables: ReadonlyMap<string, readonly Row[]> = new Map(), next = 1) {
    this.#tables = new Map(tables);
    this.#next = next;
  }

  copy(): ModelDatabase {
    return new ModelDatabase(this.#tables, this.#next);
  }

  all(model: string): readonly Row[] {
    return this.#tables.get(model) ?? [];
  }

  /** Relations compare keys as Django does: whatever can be read as the same key is the same. */
  byKey(model: string, key: unknown): Row | undefined {
    return this.all(model).find((row) => String(row.pk) === String(key));
  }

  /** All conditions must hold. `name__iexact` is the one lookup besides equality that this model knows. */
  first(model: string, conditions: Readonly<Record<string, unknown>>): Row | undefined {
    return this.all(model).find((row) =>
      Object.entries(conditions).every(([lookup, wanted]) => {
        const [field = '', how = 'exact'] = lookup.split('__');
        if (how !== 'exact' && how !== 'iexact') throw new Error(`lookup ${lookup} is not in this model`);
        const fold = (value: unknown) => (how === 'iexact' ? String(value).toLowerCase() : String(value));
        return row[field] !== undefined && row[field] !== null && wanted !== null && fold(row[field]) === fold(wanted);
      }),
    );
  }

  insert(model: string, fields: Readonly<Record<string, unknown>>): Row {
    const number = this.#next++;
    const row: Row = { ...fields, pk: integerKeys.has(model) ? number : `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` };
    this.#tables.set(model, [...this.all(model), row]);
    return row;
  }

  update(model: string, pk: Key, fields: Readonly<Record<string, unknown>>): Row {
    const row: Row = { ...this.byKey(model, pk), ...fields, pk };
    this.#tables.set(
      model,
      this.all(model).map((one) => (one.pk === pk ? row : one)),
    );
    return row;
  }

  remove(model: string, pk: Key): void {
    this.#tables.set(
      model,
      this.all(model).filter((row) => row.pk !== pk),
    );
    for (const [owner, fields] of Object.entries(cascades))
      for (const row of this.all(owner)) if (fields.some((field) => row[field] !== null && row[field] === pk)) this.remove(owner, row.pk);
  }

  /** Everything that is stored, as plain data to compare. */
  dump(): Readonly<Record<string, readonly Row[]>> {
    return Object.fromEntries([...this.#tables].filter(([, rows]) => rows.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
