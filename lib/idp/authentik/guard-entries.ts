import type { Entry } from './entry.ts';
import type { Tagged } from './tags.ts';

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
