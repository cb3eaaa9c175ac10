import { runsAtLeast } from '../../../repository/versions.ts';
import { known, slugOf } from '../../../tree/known.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

export const authentikApiserverRules: readonly Rule[] = forAuthentik([
  {
    code: 'apiserver-email-unverified',
    severity: 'error',
    needs: [],
    title: 'kube-apiserver uses an unverified e-mail address as the user name',
    why: "Since 2025.10 authentik's own email mapping returns email_verified: false, and kube-apiserver then refuses the token.",
    symptom: '`oidc: email not verified`.',
    cause: "`username.claim` is `email`, and authentik's own mapping returns `email_verified: false`.",
    fix: 'write `claim: preferred_username`, or write your own mapping for the scope `email`',
    source: '[goauthentik/authentik#16205](https://github.com/goauthentik/authentik/issues/16205)',
    *find({ logins, pairs, versions }) {
      const { authentik } = versions;
      if (runsAtLeast(authentik, [2025, 10]) === false) return;
      const paired = new Set(pairs.all.filter(({ client }) => client.scopes !== undefined).map(({ login }) => login.at));
      for (const { usernameClaim, url, at } of logins.issuers) {
        // With its provider in the tree, the mapping itself is judged.
        if (usernameClaim?.value !== 'email' || slugOf(url?.value) === undefined || paired.has(at)) continue;
        yield {
          at: usernameClaim,
          severity: 'warning',
          message: 'kube-apiserver uses the e-mail address as the user name, but authentik marks it as unverified',
          expected: 'preferred_username or sub',
          received: 'email',
        };
      }
    },
  },
  {
    code: 'username-claim-missing',
    severity: 'error',
    needs: [],
    title: 'kube-apiserver needs a user name claim that tokens of this client do not carry',
    why: 'kube-apiserver refuses a token without the user name claim.',
    symptom: '`Unauthorized`, and in the log of kube-apiserver `oidc: parse username claims "preferred_username": claim not present`.',
    cause:
      'The user name comes from a claim that belongs to a scope (`preferred_username` and `name` to `profile`, `email` to `email`), and the client does not request that scope. kubelogin requests only `openid` by default.',
    fix: 'request the scope: `--oidc-extra-scope=profile` for kubelogin, `scopes` for Headlamp',
    source:
      '[goauthentik/authentik: blueprints/system/providers-oauth2.yaml](https://github.com/goauthentik/authentik/blob/main/blueprints/system/providers-oauth2.yaml), [int128/kubelogin: docs/usage.md](https://github.com/int128/kubelogin/blob/master/docs/usage.md)',
    *find({ logins, pairs }) {
      const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
      for (const login of logins.all) {
        const { scopes, issuer, label } = login;
        if ((login.passesTokens ?? login.fetchesTokens) !== true || scopes === undefined || issuer === undefined) continue;
        const trusted = logins.issuers.find(({ url }) => url?.value === issuer.value);
        const claim = trusted?.usernameClaim?.value;
        const scope = scopeOfClaim[claim ?? ''];
        if (claim === undefined || scope === undefined || scopes.some(({ value }) => value === scope || known(value) === undefined)) continue;
        // An own mapping of a scope that it asks for may bring the claim as well.
        const asked = new Set(scopes.map(({ value }) => value));
        const mapped = clients.get(login)?.scopes?.filter(({ name, managed, entry }) => asked.has(name) && (entry !== undefined || !managed)) ?? [];
        if (mapped.some(({ entry }) => entry?.field('expression').text()?.includes(claim) !== false)) continue;
        yield {
          at: scopes.find(({ value }) => value !== 'openid') ?? scopes[0] ?? login.at,
          // Without its provider here, openid may be mapped by anything.
          isSure: clients.get(login)?.scopesComplete === true,
          message: `${label} sends its token to kube-apiserver, which takes the user name from ${claim}, but it does not request the scope ${scope} that carries this claim`,
          expected: `${scope} among the scopes`,
          received: [...asked].join(' '),
          fix: `add ${scope} to the scopes of the app`,
        };
      }
    },
  },
]);

/** Claims of the packaged mappings, and the scope of each. */
const scopeOfClaim: Readonly<Record<string, string>> = {
  preferred_username: 'profile',
  name: 'profile',
  nickname: 'profile',
  given_name: 'profile',
  email: 'email',
};
