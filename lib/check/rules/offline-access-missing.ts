import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** authentik gives a refresh token only for the scope offline_access. */
export const offlineAccessMissing: Rule = {
  code: 'offline-access-missing',
  severity: 'error',
  title: 'the app refreshes tokens but does not ask for offline_access',
  *run({ logins }) {
    for (const { refresh, scopes, at, label } of logins.all) {
      if (refresh === undefined || scopes === undefined || scopes.some(({ value }) => value === 'offline_access' || known(value) === undefined)) continue;
      yield {
        at: scopes.find(({ value }) => value !== 'openid') ?? scopes[0] ?? at,
        message: `${label} refreshes its tokens, but does not ask for the scope offline_access`,
        expected: 'offline_access among the scopes',
        received: scopes.map(({ value }) => value).join(' '),
        why: 'Without it authentik gives no refresh token since 2024.2, and the user is thrown out when the token ends.',
        fix: 'add offline_access to the scopes, and its mapping and the grant refresh_token to the provider',
      };
    }
  },
};
