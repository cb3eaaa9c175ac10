import type { Located } from '../../../contract/observed.ts';
import type { Repository } from '../../../repository/repository.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

export const renamedGroupRules: readonly Rule[] = forAuthentik([
  {
    code: 'group-renamed-away',
    severity: 'error',
    needs: [],
    title: 'an app or a policy names a group by the name that a blueprint takes from it',
    why: 'After the blueprint there is no group of the old name: nobody is in it, and nobody gets in by it.',
    page: {
      symptom: 'A group was renamed, and its members cannot enter one of the apps any more, or lost their role there.',
      cause: 'A blueprint finds the group by its old name and gives it a new one. Groups are known to apps and policies by their names alone.',
      fix: 'Write the new name at the place that the finding names. Both must go out in one commit.',
      more: 'The source of pinout says it once: [Rename and move](../tasks/rename.md).',
      source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/v1/structure)',
    },
    *find({ renamedGroups, groups, logins, clients, guards }) {
      const names = new Map(renamedGroups.flatMap(({ from, to }) => (groups.has(from) ? [] : [[from, to.value] as const])));
      if (names.size === 0) return;
      const reported = new Set<string>();
      for (const { label, seen } of namedGroups({ logins, clients, guards })) {
        const to = names.get(seen.value);
        const key = `${seen.at.file} ${seen.at.line} ${seen.value}`;
        if (to === undefined || reported.has(key)) continue;
        reported.add(key);
        yield {
          at: seen,
          message: `${label} names the group ${seen.value}, which a blueprint renames to ${to}`,
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
