import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Two lists decide: the bindings in authentik and the app's own. */
export const groupRefusedByApp: Rule = {
  code: 'group-refused-by-app',
  severity: 'error',
  title: 'a group may enter, but the app refuses its members',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      if (client.admitted === undefined) continue;
      for (const { what, groups, at } of login.deciders ?? []) {
        const names = new Set(groups.map(({ value }) => value));
        if ([...names].some((name) => known(name) === undefined)) continue;
        for (const { value } of client.admitted)
          if (!names.has(value))
            yield {
              at,
              message: `the group ${value} may enter ${client.label}, but ${what} of ${login.label} does not know it`,
              expected: value,
              received: [...names].join(', '),
              why: 'Its members pass authentik and are then refused by the app, which looks like a fault of the login.',
              fix: `add ${value} in the app, or take its binding off the application`,
            };
      }
    }
  },
};
