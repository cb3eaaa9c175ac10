import type { LoginEnd } from '../../login/login-end.ts';
import { known } from '../../tree/known.ts';
import { asksIt, knownText } from '../ends.ts';
import { compareEnds, rowOf } from '../../repository/compare-ends.ts';
import type { Rule } from '../../repository/rule.ts';

const row = rowOf();

/**
 * Whether an app refuses a user without the claims of a scope, or loses the session. What another scope would bring, a name for one, it may do without:
 * pinout's own apps ask for nothing that they do not need.
 */
const carriesLogin = (scope: string, { object, readsIdToken }: LoginEnd): boolean =>
  object.ours
    ? ['email', 'offline_access', 'profile'].includes(scope)
    : // One that reads the id token alone knows people by `sub`.
      scope === 'offline_access' || (scope === 'email' && readsIdToken !== true);

/** What is lost with a scope that is more than some claims. */
const withoutScope: Readonly<Record<string, string>> = {
  offline_access: 'the app gets no refresh token, so its session ends when the access token expires',
};

/** Scopes that carry no groups at any provider whose groups have one of their own. */
const claimless: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access', 'offline']);

export const scopesRules: readonly Rule[] = [
  ...compareEnds([
    {
      code: 'scope-unmapped',
      severity: 'error',
      needs: [],
      title: 'the app requests a scope that its client does not have',
      symptom:
        'authentik: the login works, but claims are missing: no groups, no e-mail address, or no refresh token. Authelia, Dex, Kanidm, Keycloak: the login fails with `invalid_scope` or "access denied".',
      cause:
        'In authentik, `property_mappings` of the provider has no mapping with that `scope_name`. Elsewhere the scope is not in the list of the client: `scopes` in Authelia, `scopeMap` in Kanidm, `defaultClientScopes` and `optionalClientScopes` in Keycloak. Dex has a fixed list of scopes.',
      fix: 'add the scope to the client, or remove it from the app',
      source:
        '[goauthentik/authentik: authentik/providers/oauth2/views/userinfo.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/views/userinfo.py)',
      compare: [
        row({
          field: 'scopes',
          app: ({ login }) => login.scopes?.map(knownText) ?? [],
          idp: ({ client: { scopes, scopesComplete, usualScopes } }) => {
            const all = scopes?.map(({ value }) => value) ?? usualScopes;
            // A scope whose name only the cluster knows may be any.
            return scopesComplete && all?.every((one) => known(one) !== undefined) === true ? new Set(all) : undefined;
          },
          agree: ({ value: name }, mapped, { login, client }) =>
            mapped.has(name) ||
            // What becomes of a login without openid, a provider that drops scopes says in a rule of its own.
            (name === 'openid' && client.idp.foreignScope === 'dropped') ||
            client.idp.otherScopes?.test(name) === true ||
            // Its groups come with another scope that it asks for.
            (name === 'groups' && login.scopes?.some(({ value }) => value === client.groupsComeWith) === true),
          differ(scope, mapped, { login, client: { idp, label, place, groupsComeWith, scopes } }) {
            const comesWith = scope.value === 'groups' ? groupsComeWith : undefined;
            const isDropped = idp.foreignScope === 'dropped';
            const wanted = `${idp.words.scope(scope.value)} in ${idp.words.scopes}`;
            return {
              at: scope,
              severity: comesWith !== undefined ? 'info' : scopes === undefined || (isDropped && !carriesLogin(scope.value, login)) ? 'warning' : 'error',
              message: `${login.label} requests the scope ${scope.value}, which ${label} does not ${isDropped ? 'map' : 'allow'}`,
              expected: wanted,
              received: [...mapped].join(', '),
              why:
                comesWith !== undefined
                  ? `${idp.title} ignores it. Groups come with the scope ${comesWith} here.`
                  : isDropped
                    ? `${idp.title} ignores a scope that the provider does not map: ${withoutScope[scope.value] ?? 'the login works, but the claims of the scope are missing'}.`
                    : `${idp.title} refuses a login that requests a scope which the client does not have.`,
              fix:
                comesWith !== undefined
                  ? 'remove the scope from the app, or map it'
                  : scopes === undefined
                    ? `add the scope ${scope.value} to ${place.at.file}, or remove it from the app`
                    : `add ${idp.words.scope(scope.value)} to ${idp.words.scopes} in ${place.at.file}, or remove the scope from the app`,
            };
          },
        }),
      ],
    },
  ]),
  {
    code: 'offline-access-missing',
    severity: 'error',
    needs: ['app', 'session'],
    title: 'the app refreshes tokens but does not request offline_access',
    symptom:
      'Users are signed out after a few minutes or an hour. Logs say `failed to refresh token: getting refresh token: key not found` or `token expired and refresh token is not set`.',
    cause: 'The app uses refresh tokens, but its scopes do not include `offline_access`.',
    fix: 'add `offline_access` to the scopes of the app and of its client, and allow the grant `refresh_token` for the client',
    more: 'In authentik that is the mapping `goauthentik.io/providers/oauth2/scope-offline_access` of the provider.',
    source: '[kubernetes-sigs/headlamp#4361](https://github.com/kubernetes-sigs/headlamp/issues/4361)',
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
          isSure: refreshBesides === undefined,
          message: `${label} ${refreshBesides ?? 'refreshes its tokens'}, but does not request the scope offline_access`,
          expected: 'offline_access among the scopes',
          received: scopes.map(({ value }) => value).join(' '),
          why: `Without it ${idp[0]!.title} issues no refresh token, and ${refreshBesides === undefined ? 'the user is signed out when the access token expires' : 'the stored token is useless once it expires'}.`,
        };
      }
    },
  },
  {
    code: 'groups-scope-missing',
    severity: 'error',
    needs: ['app'],
    title: 'the app uses groups, but does not request the scope that carries them',
    why: 'The claim is missing for everyone, as if the users were in no group.',
    symptom: 'Nobody gets a role, or nobody is let in, although the user is in the group. The token has no claim `groups`.',
    cause: 'Authelia, Dex and Pocket ID tell an app the groups of a user only when it requests the scope `groups`.',
    fix: 'add `groups` to the scopes of the app, and to those of its client where it has a list',
    more: 'For authentik see [groups-claim-empty](groups-claim-empty.md).',
    source: '[Authelia: scope definitions](https://www.authelia.com/integration/openid-connect/openid-connect-1.0-claims/#scope-definitions)',
    *find(repository) {
      const paired = new Map(repository.pairs.all.map((pair) => [pair.login, pair]));
      for (const login of repository.logins.all) {
        const { usesGroups, scopes, label, idps = [], groupsApart, verifiesOnly } = login;
        if (usesGroups === undefined || scopes === undefined || groupsApart === true || verifiesOnly === true) continue;
        const pair = paired.get(login);
        if (pair !== undefined && !asksIt(pair, repository)) continue;
        const idp = pair === undefined ? idps : [pair.client.idp];
        // A scope of its own may carry them too.
        if (idp.length !== 1 || idp[0]!.groupsScope === undefined || scopes.some(({ value }) => !claimless.has(value))) continue;
        yield {
          at: usesGroups,
          // People sign in without a role, unless a group decides who may.
          isSure: (login.deciders ?? []).length !== 0,
          message: `${label} uses groups, but does not request the scope ${idp[0]!.groupsScope}, with which ${idp[0]!.title} tells them`,
          expected: `${idp[0]!.groupsScope} among the scopes`,
          received: scopes.map(({ value }) => value).join(' '),
          fix: `add ${idp[0]!.groupsScope} to the scopes of the app`,
        };
      }
    },
  },
];
