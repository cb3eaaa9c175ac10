import type { Rule } from '../rule.ts';

/** A binding of the application must let the group in. */
export const groupNotAdmitted: Rule = {
  code: 'group-not-admitted',
  severity: 'error',
  title: 'the app gives a role to a group that may not enter',
  *run({ pairs, blueprints }) {
    const entries = new Map(
      blueprints.of('authentik_core.group').flatMap((entry) => (entry.field('name').text() === undefined ? [] : [[entry.field('name').text()!, entry]])),
    );
    for (const { login, client } of pairs.all) {
      if (client.admitted === undefined) continue;
      const admitted = new Set(client.admitted.map(({ value }) => value));
      for (const group of login.groups) {
        const entry = entries.get(group.value);
        if (admitted.has(group.value) || entry === undefined) continue;
        // Members of a child group pass a binding of its parent.
        const parents = [...entry.field('parents').items(), entry.field('parent')].flatMap((one) => {
          const target = blueprints.target(one, entry);
          return target?.kind === 'entry' ? [target.entry.field('name').text()] : target?.kind === 'elsewhere' ? [target.value] : [];
        });
        if (parents.some((name) => name !== undefined && admitted.has(name))) continue;
        yield {
          at: group,
          message: `${login.label} gives something to the group ${group.value}, but its application lets only ${[...admitted].join(', ')} in`,
          expected: `a policy binding of ${group.value} to the application ${client.label}`,
          received: [...admitted].join(', '),
          why: 'authentik denies access before the app hears of it.',
          fix: `bind the group ${group.value} to the application in ${client.provider.blueprint.file}, or take it out of the app`,
        };
      }
    }
  },
};
