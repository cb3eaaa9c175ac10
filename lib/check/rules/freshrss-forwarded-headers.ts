import type { Rule } from '../rule.ts';

/** It must be told which headers to believe. */
export const freshrssForwardedHeaders: Rule = {
  code: 'freshrss-forwarded-headers',
  severity: 'error',
  title: 'FreshRSS builds a redirect URI of the inside',
  *run({ containers }) {
    for (const { env } of containers) {
      const metadata = env.get('OIDC_PROVIDER_METADATA_URL');
      if (metadata === undefined || !env.has('OIDC_ENABLED')) continue;

      const headers = env.get('OIDC_X_FORWARDED_HEADERS');
      if (headers !== undefined && (headers.value === undefined || /X-Forwarded-Proto/i.test(headers.value.value))) continue;
      yield {
        at: headers?.value ?? metadata.at,
        message: 'freshrss does not look at X-Forwarded-Proto',
        expected: 'OIDC_X_FORWARDED_HEADERS="X-Forwarded-Host X-Forwarded-Proto"',
        received: headers?.value?.value ?? 'nothing',
        why: 'The redirect URI then starts with http://.',
        fix: 'set OIDC_X_FORWARDED_HEADERS to X-Forwarded-Host X-Forwarded-Proto; with X-Forwarded-Port the address carries :443, which authentik must know too',
      };
    }
  },
};
