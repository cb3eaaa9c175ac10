import { textsOf } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** When it cannot reach the identity provider at its start, it asks for a new password. */
export const actualFailOpen: Rule = {
  code: 'actual-fail-open',
  severity: 'error',
  title: 'Actual Budget offers itself to whoever comes first',
  *run({ containers }) {
    for (const { env, inits, release } of containers) {
      const url = env.get('ACTUAL_OPENID_DISCOVERY_URL');
      if (url === undefined) continue;
      const waits = inits.some((init) => /well-known|curl|wget|fetch|https?:/.test(textsOf(init)));
      if (waits || release?.get('initContainers').exists) continue;
      yield {
        at: url.value ?? url.at,
        message: 'actual starts without waiting for its identity provider',
        expected: 'an init container that fetches the discovery document',
        received: 'none',
        why: 'If the issuer cannot be reached or its certificate is not trusted at the start, OpenID is taken back, and the server asks the next visitor to set a password, also with ENFORCE.',
        fix: 'add an init container that fetches the discovery document and fails until it is there',
      };
    }
  },
};
