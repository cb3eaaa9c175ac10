import type { Located } from '../../../contract/observed.ts';
import { areStages } from '../../../tree/stages.ts';
import type { Repository } from '../../../repository/repository.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

export const renamedGroupRules: readonly Rule[] = forAuthentik([
  {
    code: 'group-renamed-away',
    severity: 'error',
    needs: [],
    title: 'an app or policy uses the old name of a group that a blueprint renames',
    why: 'After the blueprint is applied, no group has the old name, so it gives access to nobody.',
    symptom: 'A group was renamed, and its members can no longer use one of the apps, or lost their role in it.',
    cause: 'A blueprint finds the group by its old name and renames it. Apps and policies know groups only by name.',
    fix: 'write the new name at the place in the finding. Change both in one commit',
    more: 'In an app file of pinout, the rename is one option: [Rename and move](../tasks/rename.md).',
    source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/v1/structure)',
    *find({ renamedGroups, groups, logins, clients, guards }) {
      const names = new Map(renamedGroups.flatMap(({ from, to }) => (groups.has(from) ? [] : [[from, to] as const])));
      if (names.size === 0) return;
      const reported = new Set<string>();
      for (const { label, seen } of namedGroups({ logins, clients, guards })) {
        const { value: to, at } = names.get(seen.value) ?? {};
        const key = `${seen.at.file} ${seen.at.line} ${seen.value}`;
        if (to === undefined || at === undefined || reported.has(key) || areStages(at.file, seen.at.file)) continue;
        reported.add(key);
        yield {
          at: seen,
          message: `${label} names the group ${seen.value}, but a blueprint renames it to ${to}`,
          expected: to,
          received: seen.value,
          fix: `write ${to}`,
        };
      }
    },
  },
]);

/** Every place where a login names a group. */
function* namedGroups({ logins, clients, guards }: Pick<Repository, 'logins' | 'clients' | 'guards'>): Generator<{ label: string; seen: Located<string> }> {
  for (const { label, groups, deciders = [], gives = [] } of logins.all) {
    const given = gives.flatMap(({ to }) => (typeof to === 'string' ? [] : to));
    for (const seen of [...groups, ...deciders.flatMap((one) => one.groups), ...given]) yield { label, seen };
  }
  for (const { label, gate } of [...clients, ...guards])
    for (const { kind, names } of gate?.rules ?? []) if (kind === 'group') for (const seen of names) yield { label, seen };
}
