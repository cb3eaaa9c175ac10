import type { Rule } from '../rule.ts';

/** It is required. */
export const freshrssCryptoKey: Rule = {
  code: 'freshrss-crypto-key',
  severity: 'error',
  title: 'FreshRSS has no key for its sessions',
  *run({ containers }) {
    for (const { env } of containers) {
      const metadata = env.get('OIDC_PROVIDER_METADATA_URL');
      if (metadata === undefined || !env.has('OIDC_ENABLED')) continue;

      if (env.has('OIDC_CLIENT_CRYPTO_KEY') || env.has('OIDC_CLIENT_CRYPTO_KEY_FILE')) continue;
      yield {
        at: metadata.at,
        message: 'freshrss has no OIDC_CLIENT_CRYPTO_KEY',
        expected: 'OIDC_CLIENT_CRYPTO_KEY, from a Secret',
        received: 'nothing',
        why: 'Apache does not start, or every restart ends all sessions.',
        fix: 'give it a random value from a Secret, and keep it',
      };
    }
  },
};
