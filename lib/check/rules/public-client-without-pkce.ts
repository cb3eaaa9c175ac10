import type { Rule } from '../rule.ts';

/** Without a secret, PKCE is all that protects a code. */
export const publicClientWithoutPkce: Rule = {
  code: 'public-client-without-pkce',
  severity: 'error',
  title: 'a public client does not use PKCE',
  *run({ pairs }) {
    for (const { login, client } of pairs.all)
      if (client.clientType?.value === 'public' && login.clientType?.value !== 'confidential' && login.pkce === false)
        yield {
          at: login.at,
          message: `${login.label} is a public client and does not use PKCE`,
          expected: 'PKCE',
          received: 'neither a client secret nor PKCE',
          why: 'Whoever gets hold of a code can use it.',
          fix: 'turn PKCE on in the app, or make the client confidential',
        };
  },
};
