import { known } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';

export const scopesRules: readonly Rule[] = [
  {
    code: 'offline-access-missing',
    severity: 'error',
    needs: ['app', 'session'],
    title: 'the app refreshes tokens but does not ask for offline_access',
    fix: 'add offline_access to the scopes of the app and of its client, and the grant refresh_token to the client',
    page: {
      symptom:
        'Users are thrown out after minutes or an hour. Logs say `failed to refresh token: getting refresh token: key not found` or `token expired and refresh token is not set`.',
      cause: 'The app works with refresh tokens, but its scopes do not name `offline_access`.',
      fix: 'Add the scope in the app, its mapping (`goauthentik.io/providers/oauth2/scope-offline_access`) and the grant `refresh_token` at the provider.',
      source: '[kubernetes-sigs/headlamp#4361](https://github.com/kubernetes-sigs/headlamp/issues/4361)',
    },
    *find({ logins, pairs }) {
      const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
      for (const login of logins.all) {
        const { refresh, refreshBesides, scopes, at, label, idps = [] } = login;
        if (refresh === undefined || scopes === undefined || scopes.some(({ value }) => value === 'offline_access' || known(value) === undefined)) continue;
        const client = clients.get(login);
        // Of a provider that nobody knows nothing can be said.
        const idp = client === undefined ? idps : [client.idp];
        if (idp.length === 0 || !idp.every(({ refreshNeedsOfflineAccess }) => refreshNeedsOfflineAccess)) continue;
        yield {
          at: scopes.find(({ value }) => value !== 'openid') ?? scopes[0] ?? at,
          ...(refreshBesides === undefined ? {} : { severity: 'warning' as const }),
          message: `${label} ${refreshBesides ?? 'refreshes its tokens'}, but does not ask for the scope offline_access`,
          expected: 'offline_access among the scopes',
          received: scopes.map(({ value }) => value).join(' '),
          why: `Without it ${idp[0]!.title} gives no refresh token, and ${refreshBesides === undefined ? 'the user is thrown out when the token ends' : 'what is kept is of no use when the token ends'}.`,
        };
      }
    },
  },
];
