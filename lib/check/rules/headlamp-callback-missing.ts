import type { Rule } from '../rule.ts';

/** A proxy that leaves one out changes it. */
export const headlampCallbackMissing: Rule = {
  code: 'headlamp-callback-missing',
  severity: 'info',
  title: 'Headlamp makes its redirect URI of request headers',
  *run({ logins }) {
    for (const { app, redirects, at, label, release, container } of logins.all) {
      // A Secret as environment may hold it.
      if (container?.hidden === true || container?.env.has('HEADLAMP_CONFIG_OIDC_CALLBACK_URL') === true) continue;
      if (app !== 'headlamp' || redirects !== undefined || release?.get('config', 'oidc', 'externalSecret', 'enabled').scalar() === true) continue;
      yield {
        at,
        message: `${label} has no callback URL`,
        expected: 'https://HOST/oidc-callback',
        received: 'nothing',
        why: 'It is then made of Host and X-Forwarded-Proto; without the latter it is http, which authentik refuses.',
        fix: 'set HEADLAMP_CONFIG_OIDC_CALLBACK_URL, or config.oidc.callbackURL',
      };
    }
  },
};
