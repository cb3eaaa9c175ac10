import { type Blueprint, type Entry, refuseWhen } from './entry.ts';
import { env, find, format, none, type Tagged } from './tags.ts';

/** Variable of a Job's pod that holds the pod's own uid. */
export const runVariable = 'PINOUT_RUN';

// Property mappings of this kind do nothing until a notification transport names one, and no list of scopes or policies shows them.
const model = 'authentik_events.notificationwebhookmapping';
const name = (mark: string): string => `pinout blueprint ${mark}`;
const expression = (): Tagged => format('return "%s"', env(runVariable));

/** Last entry of a file that a Job applies: it writes down which pod did it. authentik applies all of a file or nothing, so what the mark says holds for the rest. */
export function markEntry(mark: string): Entry {
  return { model, identifiers: { name: name(mark) }, attrs: { expression: expression() } };
}

/**
 * The file that a Job applies after another one, and that authentik refuses when nothing of that came to be. `apply_blueprint` does not tell:
 * the importer catches an IntegrityError, and the command ends with 0 (authentik/blueprints/v1/importer.py, apply;
 * authentik/blueprints/management/commands/apply_blueprint.py).
 *
 * @param more what else must hold
 * @param mark name of the mark that the file leaves, when it is not the file's
 */
export function proofBlueprint(blueprint: string, more: readonly Entry[] = [], mark = blueprint): Blueprint {
  return {
    version: 1,
    metadata: { name: `pinout proof of ${blueprint}` },
    entries: [
      refuseWhen(
        none(find(model, ['name', name(mark)], ['expression', expression()])),
        `authentik did not apply ${blueprint}.yaml, because something else wrote the same objects at the same time. This Job tries again.`,
      ),
      ...more,
    ],
  };
}

/** The mark that a blueprint leaves, for its removal. */
export const markOf = (mark: string): { readonly model: string; readonly identifiers: { readonly name: string } } => ({
  model,
  identifiers: { name: name(mark) },
});
