import type { Rule } from '../rule.ts';

/** Its Apache lacks the module. */
export const freshrssAlpine: Rule = {
  code: 'freshrss-alpine',
  severity: 'error',
  title: 'FreshRSS on alpine cannot speak OpenID Connect',
  *run({ containers }) {
    for (const { env, tag, imageAt } of containers) {
      const metadata = env.get('OIDC_PROVIDER_METADATA_URL');
      if (metadata === undefined || !env.has('OIDC_ENABLED')) continue;

      if (!tag.includes('alpine')) continue;
      yield {
        at: imageAt,
        message: `freshrss ${tag} cannot speak OpenID Connect`,
        expected: 'the Debian image',
        received: tag,
        why: 'The module is not in the alpine image: Apache does not start with OIDC_ENABLED.',
        fix: 'use the tag without alpine',
      };
    }
  },
};
