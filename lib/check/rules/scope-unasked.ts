import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** A mapping that is never used, or a scope that was forgotten. */
export const scopeUnasked: Rule = {
  code: 'scope-unasked',
  severity: 'info',
  title: 'the provider maps a scope that the app does not ask for',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      const asked = new Set(login.scopes?.map(({ value }) => value));
      if (asked.size === 0 || [...asked].some((name) => known(name) === undefined)) continue;
      for (const scope of client.scopes ?? []) {
        if (asked.has(scope.name) || scope.name === 'openid' || scope.name === 'groups' || /entitlements|authentik_api|\//.test(scope.name)) continue;
        yield {
          at: scope.at,
          severity: scope.name === 'offline_access' ? 'warning' : 'info',
          message: `${client.label} maps the scope ${scope.name}, which ${login.label} does not ask for`,
          expected: `${scope.name} among the scopes of the app`,
          received: [...asked].join(' '),
          why: 'Only scopes that are both asked for and mapped give claims.',
          fix: `ask for ${scope.name} in the app, or take its mapping off the provider`,
        };
      }
    }
  },
};
