/** One entry of a blueprint. Attributes may hold tags. */
export interface Entry {
  readonly model: string;
  readonly state?: 'present' | 'created' | 'absent';
  /** Handle for `!KeyOf` in later entries. */
  readonly id?: string;
  /** The entry is skipped unless all of them are true. */
  readonly conditions?: readonly unknown[];
  /** What finds the object, as Django's lookups; authentik merges it into attrs, so no key is in both. */
  readonly identifiers: Readonly<Record<string, unknown>>;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

/** A blueprint file (version 1). */
export interface Blueprint {
  readonly version: 1;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly entries: readonly Entry[];
}

/** An entry that deletes; authentik skips it when there is nothing to delete. */
export function absent(model: string, identifiers: Readonly<Record<string, unknown>>): Entry {
  return { model, state: 'absent', identifiers };
}
