import { compareText } from '../../contract/access.ts';
import type { Contract } from '../../contract/contract.ts';
import { absent, type Entry, refuseWhen } from './entry.ts';
import { all, find, type Lookup, none } from './tags.ts';

const group = 'authentik_core.group';
const application = 'authentik_core.application';

/**
 * Gives groups their new names in place, so that their members stay in them. Right on a fresh install (nothing is found), the second time (the old name
 * is gone), and after the new name was applied before anybody said that it is a new name: an empty group of the new name makes room.
 *
 * Two groups that both have members are nobody's to merge: the file is refused. An old one that is empty is left alone.
 *
 * @param renamed new names by old ones
 * @param theirs whether authentik was there before: a group that may be somebody else's is not deleted, however empty
 * @example renamedGroups({ 'grafana-admins': 'monitoring-admins' })
 */
export function renamedGroups(renamed: Readonly<Record<string, string>>, theirs = false): Entry[] {
  return Object.entries(renamed)
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([from, to]): Entry[] => {
      const used = (name: string): Lookup[] => [
        ['name', name],
        ['users__isnull', false],
      ];
      const old = () => find(group, ['name', from]);
      const now = () => find(group, ['name', to]);
      const both = (...more: readonly Lookup[]) => all(find(group, ...used(from)), find(group, ['name', to], ...more));
      const twins = `authentik has both groups ${from} and ${to}`;
      return [
        theirs
          ? refuseWhen(both(), `${twins}, and the old one has members. Move them to ${to} and delete ${from}, or delete ${to} if nobody needs it.`)
          : refuseWhen(both(['users__isnull', false]), `${twins}, and both have members. Move those of ${from} to ${to}, and delete ${from}.`),
        // What somebody put below it counts as members too.
        ...(theirs
          ? []
          : [refuseWhen(both(['children__isnull', false]), `${twins}, and ${to} has child groups. Move the members of ${from} to ${to}, and delete ${from}.`)]),
        ...(theirs ? [] : [{ ...absent(group, { name: to, users__isnull: true, children__isnull: true }), conditions: [find(group, ...used(from))] }]),
        { model: group, conditions: [old(), none(now())], identifiers: { pk: old() }, attrs: { name: to } },
      ];
    });
}

/**
 * Gives an application its new slug in place: its consents and the places where people put it stay. Only the one that has the app's own provider, so that
 * another application that gets the old slug later keeps it.
 */
export function renamedApplication({ slug, application: to }: Pick<Contract, 'slug' | 'application'>): Entry[] {
  if (to === undefined || to === slug) return [];
  const old = () => find(application, ['slug', slug], ['provider__name', slug]);
  const now = () => find(application, ['slug', to]);
  return [
    refuseWhen(
      all(old(), now()),
      `authentik has both applications ${slug} and ${to}. Delete ${to}, which this blueprint would rename ${slug} to, or choose another slug in renamed.slugs.`,
    ),
    { model: application, conditions: [old(), none(now())], identifiers: { pk: old() }, attrs: { slug: to } },
  ];
}
