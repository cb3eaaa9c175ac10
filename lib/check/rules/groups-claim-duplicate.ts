import { groupsScopesOf } from '../../idp/authentik/groups-claim.ts';
import type { Rule } from '../rule.ts';

/** authentik appends lists when claims of several scopes meet. */
export const groupsClaimDuplicate: Rule = {
  code: 'groups-claim-duplicate',
  severity: 'warning',
  title: 'two mappings of one provider both carry groups',
  *run({ clients }) {
    for (const client of clients) {
      const [first, second] = groupsScopesOf(client).filter(({ name, managed, entry }) => entry !== undefined || (name === 'profile' && managed));
      if (first === undefined || second === undefined) continue;
      yield {
        at: second.at,
        message: `${client.label} maps groups twice: by the scopes ${first.name} and ${second.name}`,
        expected: 'one mapping that returns groups',
        received: `${first.name}, ${second.name}`,
        why: 'Claims of all scopes are merged, and lists are appended: each group stands in the token twice, and large tokens break headers.',
        fix: `use a profile mapping of your own without groups beside ${first.name === 'profile' ? second.name : first.name}, or leave that one out`,
      };
    }
  },
};
