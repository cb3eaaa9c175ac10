import type { Seen } from '../../contract/observed.ts';
import type { IdpGroup } from '../../login/gate.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';

/** Groups of the blueprints, with those that are in them. Several entries for one group add up. */
export function groupFactsOf(blueprints: Blueprints): IdpGroup[] {
  const nameIn = (node: Reader, entry: Entry, field: string): string | undefined => {
    const target = blueprints.target(node, entry);
    if (target?.kind === 'entry') return target.entry.field(field).text();
    return target?.kind === 'elsewhere' && target.field === field ? target.value : undefined;
  };
  return blueprints.of('authentik_core.group').flatMap((entry): IdpGroup[] => {
    const name = entry.field('name').seenText();
    if (name === undefined) return [];
    // `parents` since 2025.12, one `parent` before.
    const parents = [...entry.field('parents').items(), entry.field('parent')].flatMap((one) => (one.exists ? (nameIn(one, entry, 'name') ?? []) : []));
    const members = entry
      .field('users')
      .items()
      .flatMap((one): Seen<string>[] => {
        const user = nameIn(one, entry, 'username');
        return user === undefined ? [] : [one.seen(user)];
      });
    const superuser = entry.field('is_superuser');
    return [{ name, parents, members, ...(superuser.scalar() === true ? { superuser: superuser.seen(undefined) } : {}) }];
  });
}

/** Applications that the blueprints take away. */
export function removedIn(blueprints: Blueprints): Seen<string>[] {
  return blueprints.all.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.absent && entry.model === 'authentik_core.application' ? (entry.field('slug').seenText() ?? []) : [])),
  );
}
