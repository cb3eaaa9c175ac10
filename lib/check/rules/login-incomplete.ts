import type { Rule } from '../rule.ts';

/** Half a configuration is none. */
export const loginIncomplete: Rule = {
  code: 'login-incomplete',
  severity: 'error',
  title: 'an app is set up for a login, and something of it is missing',
  *run({ logins }) {
    for (const { missing, label, at } of logins.all)
      for (const what of missing ?? [])
        yield {
          at: what.at ?? at,
          message: `${label} has no ${what.name}`,
          expected: what.wanted,
          received: 'nothing',
          why: 'The app starts, and the login fails or the button is not there.',
          fix: `set ${what.wanted}`,
        };
  },
};
