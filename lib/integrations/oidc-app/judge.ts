import type { Judge } from '../judge.ts';
import { decidedByProvider } from '../questions.ts';

/**
 * An app of which nothing more is known than that it is a client of OpenID Connect. Some take everything from userinfo and never look at the token
 * (miniflux/v2 internal/oauth2/oidc.go), some know groups of their own; what is asked here is what the standard asks of every client.
 */
export function judgeOidcApp(): Judge {
  return {
    skips: [],
    clientSecret: 'unknown',
    ask: (claims, ends) => {
      const verified = claims['email_verified'];
      const note =
        verified === false
          ? [
              {
                step: 'email verified',
                passed: true,
                detail: "email_verified is false, as authentik's own mapping returns since 2025.10; some apps refuse that",
              },
            ]
          : [];
      return [...note, decidedByProvider(undefined, claims, ends)];
    },
  };
}
