import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Names of groups are compared letter for letter. */
export const groupUnknown: Rule = {
  code: 'group-unknown',
  severity: 'error',
  title: 'the app gives a role to a group that no blueprint makes',
  *run({ pairs, blueprints }) {
    const groups = blueprints.of('authentik_core.group').flatMap((entry) => entry.field('name').text() ?? []);
    if (groups.length === 0) return;
    const names = new Set([...groups, 'authentik Admins', 'authentik Read-only']);
    for (const { login, client } of pairs.all) {
      // A client whose groups come from elsewhere says nothing about names.
      if (client.admitted?.some(({ value }) => names.has(value)) !== true) continue;
      for (const group of login.groups) {
        const name = known(group.value);
        if (name === undefined || names.has(name)) continue;
        const near = [...names].find((one) => one.toLowerCase().replace(/[^a-z0-9]/g, '') === name.toLowerCase().replace(/[^a-z0-9]/g, ''));
        yield {
          at: group,
          message: `${login.label} names the group ${name}, which no blueprint here makes`,
          expected: near ?? `one of ${[...client.admitted].map(({ value }) => value).join(', ')}`,
          received: name,
          why: 'Nobody is in it, so nobody gets what it gives.',
          fix: near === undefined ? `add the group ${name} to a blueprint, or correct the name` : `write ${near}`,
        };
      }
    }
  },
};
