import type { Located } from '../../contract/observed.ts';
import type { IdpGroup, Renamed } from '../../login/gate.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';

const group = 'authentik_core.group';

/** Groups of the blueprints, with those that are in them. Several entries for one group add up. */
export function groupFactsOf(blueprints: Blueprints): IdpGroup[] {
  const nameIn = (node: Reader, entry: Entry, field: string): string | undefined => {
    const target = blueprints.target(node, entry);
    if (target?.kind === 'entry') return target.entry.field(field).text();
    return target?.kind === 'elsewhere' && target.field === field ? target.value : undefined;
  };
  return blueprints.of(group).flatMap((entry): IdpGroup[] => {
    const name = entry.field('name').locatedText();
    if (name === undefined) return [];
    // `parents` since 2025.12, one `parent` before.
    const parents = [...entry.field('parents').items(), entry.field('parent')].flatMap((one) => (one.exists ? (nameIn(one, entry, 'name') ?? []) : []));
    const members = entry
      .field('users')
      .items()
      .flatMap((one): Located<string>[] => {
        const user = nameIn(one, entry, 'username');
        return user === undefined ? [] : [one.located(user)];
      });
    const superuser = entry.field('is_superuser');
    return [{ name, parents, members, ...(superuser.scalar() === true ? { superuser: superuser.located(undefined) } : {}) }];
  });
}

/** Objects that are found by one name and given another. @param named the field that holds it */
export function renamedIn(blueprints: Blueprints, model: string, named: string): Renamed[] {
  return blueprints.all.flatMap(({ entries }) =>
    entries.flatMap((entry): Renamed[] => {
      if (entry.absent || entry.model !== model) return [];
      const to = entry.root.get('attrs', named).locatedText();
      const [from] = namesIn(entry.root.get('identifiers', 'pk'), model, named);
      return to === undefined || from === undefined || from === to.value ? [] : [{ from, to }];
    }),
  );
}

/** Names that `!Find` looks for. */
function namesIn(node: Reader, model: string, named: string): string[] {
  const [of, ...conditions] = node.items();
  if (node.tag !== '!Find' || of?.text() !== model) return [];
  return conditions.flatMap((one) => {
    const [field, value] = one.items();
    return field?.text() === named ? (value?.text() ?? []) : [];
  });
}

/** Applications that the blueprints take away. */
export function removedIn(blueprints: Blueprints): Located<string>[] {
  return blueprints.all.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.absent && entry.model === 'authentik_core.application' ? (entry.field('slug').locatedText() ?? []) : [])),
  );
}
