import { grafanasOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** The next click signs in again. */
export const grafanaSignoutMissing: Rule = {
  code: 'grafana-signout-missing',
  severity: 'info',
  title: 'signing out of Grafana does not sign out of authentik',
  *run(repository) {
    for (const { get, at } of grafanasOf(repository)) {
      const own = get('auth.generic_oauth', 'signout_redirect_url') ?? get('auth', 'signout_redirect_url');
      const authentik = ['auth_url', 'token_url', 'api_url'].some((key) => get('auth.generic_oauth', key)?.value.includes('/application/o/') === true);
      if (own !== undefined || !authentik) continue;
      yield {
        at,
        message: 'grafana has no signout_redirect_url',
        expected: 'https://HOST/application/o/SLUG/end-session/',
        received: 'nothing',
        why: 'The session at authentik goes on: with auto_login the user is signed in again at once.',
        fix: 'write signout_redirect_url with the end-session address of the application',
      };
    }
  },
};
