import type { Rule } from '../rule.ts';

/** Its default scope is openid alone. */
export const freshrssScopes: Rule = {
  code: 'freshrss-scopes',
  severity: 'error',
  title: 'FreshRSS asks for no user name',
  *run({ containers }) {
    for (const { env } of containers) {
      const metadata = env.get('OIDC_PROVIDER_METADATA_URL');
      if (metadata === undefined || !env.has('OIDC_ENABLED')) continue;

      const scopes = env.get('OIDC_SCOPES');
      if (scopes !== undefined && (scopes.value === undefined || scopes.value.value.split(/[\s:,]+/).includes('profile'))) continue;
      yield {
        at: scopes?.value ?? metadata.at,
        message: 'freshrss does not ask for the scope profile',
        expected: 'OIDC_SCOPES="openid email profile"',
        received: scopes?.value?.value ?? 'the default openid',
        why: 'The user name comes from preferred_username, which is in profile.',
        fix: 'set OIDC_SCOPES to openid email profile',
      };
    }
  },
};
