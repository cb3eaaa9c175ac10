import { runsAtLeast } from '../../../repository/versions.ts';
import { slugOf } from '../../../tree/known.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

export const authentikApiserverRules: readonly Rule[] = forAuthentik([
  {
    code: 'apiserver-email-unverified',
    severity: 'error',
    title: 'the apiserver names users by an address that is not verified',
    why: 'Since 2025.10 authentik says email_verified: false unless it has a mapping of its own; the apiserver then refuses the token.',
    fix: 'write claim: preferred_username, or map the scope email by an entry of your own',
    page: {
      symptom: '`oidc: email not verified`.',
      cause: "`username.claim` is `email`, and authentik's packaged mapping says that no address is verified.",
      fix: 'Use `preferred_username` or `sub`.',
      source: '[goauthentik/authentik#16205](https://github.com/goauthentik/authentik/issues/16205)',
    },
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
          message: 'the apiserver takes the e-mail address for the user name, which authentik calls unverified',
          expected: 'preferred_username or sub',
          received: 'email',
        };
      }
    },
  },
]);
