import { compareText } from '../../contract/access.ts';
import { absent, type Blueprint, type Entry, needed, refuseWhen } from './entry.ts';
import { renamedGroups } from './renamed-entries.ts';
import { any, find, none } from './tags.ts';
import { accessPolicy } from './access-entries.ts';
import { markOf } from './proof.ts';

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

/**
 * The one blueprint of tombstones: it deletes what the blueprints of removed apps made. authentik deletes nothing when a blueprint goes
 * (goauthentik/authentik#5300). An entry for what is not there is skipped, so it may stay for good.
 *
 * Groups stay: other apps may name them, and people are in them.
 *
 * @example removedBlueprint(['miniflux'])
 */
export function removedBlueprint(slugs: readonly string[]): Blueprint {
  return {
    version: 1,
    metadata: { name: 'pinout-removed' },
    entries: [...slugs].sort(compareText).flatMap((slug) => [
      // Its bindings go with it.
      absent('authentik_core.application', { slug }),
      absent('authentik_providers_oauth2.oauth2provider', { name: slug }),
      absent('authentik_providers_proxy.proxyprovider', { name: slug }),
      ...['profile', 'email', 'groups'].map((scope) => absent('authentik_providers_oauth2.scopemapping', { name: `pinout-${slug}-${scope}` })),
      ...[accessPolicy(slug), `pinout-${slug}-everyone`].map((name) => absent('authentik_policies_expression.expressionpolicy', { name })),
      absent(markOf(slug).model, markOf(slug).identifiers),
    ]),
  };
}

const embedded = { managed: 'goauthentik.io/outposts/embedded' } as const;

/**
 * The one blueprint that owns the embedded outpost's list of providers. authentik replaces the whole list at each apply, so it may be in one
 * file only; a provider that does not exist yet fails the file (null inside a list is refused), and the Job tries again.
 *
 * @param kept proxy providers that are on it already. Another one that is found there fails the file, instead of losing its login
 * @example outpostBlueprint(['homepage'])
 */
export function outpostBlueprint(slugs: readonly string[], kept?: readonly string[]): Blueprint {
  const names = [...new Set([...slugs, ...(kept ?? [])])].sort(compareText);
  const provider = (name: string) => find('authentik_providers_proxy.proxyprovider', ['name', name]);
  return {
    version: 1,
    metadata: { name: 'pinout-outpost' },
    entries: [
      needed('authentik_outposts.outpost', embedded),
      ...names.map((name) =>
        refuseWhen(
          none(provider(name)),
          slugs.includes(name)
            ? `authentik has no proxy provider ${name} yet. Its own blueprint creates it: check the Job that applies that blueprint.`
            : `authentik has no proxy provider ${name}. Remove it from idp.existing.outpost.`,
        ),
      ),
      ...(kept === undefined ? [] : [foreignProvider(names)]),
      { model: 'authentik_outposts.outpost', identifiers: embedded, attrs: { providers: names.map(provider) } },
    ],
  };
}

/** Refuses the file while the outpost serves a provider that is not named. PostgreSQL's expressions know the lookahead. */
function foreignProvider(names: readonly string[]): Entry {
  const pattern = `^(?!(?:${names.map((name) => name.replace(/[^\p{L}\p{N} ]/gu, String.raw`\$&`)).join('|')})$)`;
  return refuseWhen(
    any(find('authentik_providers_proxy.proxyprovider', ['outpost__managed', embedded.managed], ['name__regex', pattern])),
    'The embedded outpost has a proxy provider that pinout does not know and would remove. List all its providers in idp.existing.outpost.',
  );
}
