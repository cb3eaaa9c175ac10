import { compareText } from '../../contract/access.ts';
import type { Blueprint, Entry } from './entry.ts';
import { refuseWhen } from './guard-entries.ts';
import { find, none } from './tags.ts';

/**
 * The one blueprint that owns member lists. authentik replaces the whole list of a group at each apply, so members added in the UI
 * are taken out again; a username that does not exist fails the file, and the log names it.
 *
 * @example peopleBlueprint({ 'grafana-admins': ['jan'] })
 */
export function peopleBlueprint(people: Readonly<Record<string, readonly string[]>>): Blueprint {
  const user = (username: string) => find('authentik_core.user', ['username', username]);
  const usernames = [...new Set(Object.values(people).flat())].sort(compareText);
  const entries = Object.entries(people)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, users]): Entry => ({
      model: 'authentik_core.group',
      identifiers: { name },
      attrs: { users: [...users].sort(compareText).map(user) },
    }));
  return {
    version: 1,
    metadata: { name: 'pinout-people' },
    entries: [
      ...usernames.map((username) =>
        refuseWhen(none(user(username)), `authentik has no user ${JSON.stringify(username)}. Create it, or remove it from people in the source.`),
      ),
      ...entries,
    ],
  };
}
