import { compareText } from '../../contract/access.ts';
import type { Blueprint, Entry } from './entry.ts';
import { refuseWhen } from './guard-entries.ts';
import { renamedGroups } from './renamed-entries.ts';
import { find, none } from './tags.ts';

/** Groups of authentik's own, whose members are administrators or not by its decision. */
const packaged = new Set(['authentik Admins', 'authentik Read-only']);

interface GroupsInput {
  /** Whether authentik was there before, with groups of these names perhaps: those are left as they are. */
  readonly theirs?: boolean;
  /** Names of groups that have to be there. */
  readonly kept?: readonly string[];
  /** New names of groups by their old ones. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/**
 * The one blueprint that makes groups, so that no two Jobs that run at once write the same row. Members stay as they are (the blueprint of
 * people owns those). A group of ours makes nobody an administrator of authentik.
 *
 * @example groupsBlueprint(['grafana-admins'])
 */
export function groupsBlueprint(names: readonly string[], { theirs = false, kept = [], renamed = {} }: GroupsInput = {}): Blueprint {
  return {
    version: 1,
    metadata: { name: 'pinout-groups' },
    entries: [
      ...renamedGroups(renamed, theirs),
      ...[...new Set(names)].sort(compareText).map((name): Entry =>
        kept.includes(name)
          ? refuseWhen(
              none(find('authentik_core.group', ['name', name])),
              `authentik has no group ${name}. Correct adopt.groups of the app that names it: pinout does not create it.`,
            )
          : {
              model: 'authentik_core.group',
              ...(theirs ? { state: 'created' as const } : {}),
              identifiers: { name },
              ...(packaged.has(name) ? {} : { attrs: { is_superuser: false } }),
            },
      ),
    ],
  };
}
