import { compareText } from '../contract/access.ts';
import type { Blueprint, Entry } from './entry.ts';
import { find } from './tags.ts';

/**
 * The one blueprint that owns member lists. authentik replaces the whole list of a group at each apply, so members added in the UI
 * are taken out again; a username that does not exist fails the file (null inside a list is refused).
 *
 * @example peopleBlueprint({ 'grafana-admins': ['jan'] })
 */
export function peopleBlueprint(people: Readonly<Record<string, readonly string[]>>): Blueprint {
  const entries = Object.entries(people)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, users]): Entry => ({
      model: 'authentik_core.group',
      identifiers: { name },
      attrs: { users: [...users].sort(compareText).map((user) => find('authentik_core.user', ['username', user])) },
    }));
  return { version: 1, metadata: { name: 'pinout-people' }, entries };
}
