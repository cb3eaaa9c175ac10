import type { Tagged } from './tags.ts';

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

/**
 * An object that authentik brings itself, and that later entries look up. `created` leaves it alone when it is there. When it is not, the
 * entry lacks what its model requires, so that authentik refuses the file and prints this entry: the log names what is missing.
 *
 * Later entries would be refused too, but authentik cannot print one that holds `!KeyOf`, and prints the secret of one that holds `!File`
 * (authentik/blueprints/v1/importer.py, _apply_models; authentik/events/utils.py, sanitize_item).
 */
export function needed(model: string, identifiers: Readonly<Record<string, string>>): Entry {
  return { model, state: 'created', identifiers };
}

/**
 * An entry that makes authentik refuse the file while the condition is true, and that prints the message. It can create nothing: its
 * expression is no Python, which the serializer of a policy checks.
 *
 * @example refuseWhen(none(find('authentik_core.user', ['username', 'jan'])), 'authentik has no user jan')
 */
export function refuseWhen(condition: Tagged, message: string): Entry {
  return {
    model: 'authentik_policies_expression.expressionpolicy',
    conditions: [condition],
    identifiers: { name: 'pinout refuses this blueprint' },
    attrs: { expression: `! ${message}` },
  };
}
