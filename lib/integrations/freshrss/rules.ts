import { known } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';

export const freshrssRules: readonly Rule[] = [
  {
    code: 'freshrss-alpine',
    severity: 'error',
    needs: [],
    title: 'FreshRSS on alpine cannot speak OpenID Connect',
    why: 'The module is not in the alpine image: Apache does not start with OIDC_ENABLED.',
    fix: 'use the tag without alpine',
    page: {
      symptom: 'The pod crashes as soon as OIDC_ENABLED is set.',
      cause: 'mod_auth_openidc is missing in the alpine image.',
      fix: 'Use the Debian image.',
      source: '[FreshRSS/FreshRSS#5722](https://github.com/FreshRSS/FreshRSS/issues/5722)',
    },
    *find({ containers }) {
      for (const { env, tag, imageAt } of containers) {
        const metadata = env.get('OIDC_PROVIDER_METADATA_URL');
        if (metadata === undefined || !env.has('OIDC_ENABLED')) continue;

        if (!tag.includes('alpine')) continue;
        yield {
          at: imageAt,
          message: `freshrss ${tag} cannot speak OpenID Connect`,
          expected: 'the Debian image',
          received: tag,
        };
      }
    },
  },
  {
    code: 'freshrss-auth-type',
    severity: 'error',
    needs: [],
    title: 'FreshRSS does not take the user from the login',
    fix: 'write --auth-type http_auth into FRESHRSS_INSTALL',
    page: {
      symptom: 'Everybody who signs in is the administrator; or FreshRSS asks for a password of its own after the login.',
      cause:
        '`FRESHRSS_INSTALL` sets another type than `http_auth`. With `none` everybody is the default user, who is the administrator; with `form`, the default, FreshRSS asks for its own password.',
      fix: 'Write `--auth-type http_auth`. A FreshRSS that is installed already takes it in its settings: Authentication, HTTP.',
      source: '[FreshRSS/FreshRSS#7254](https://github.com/FreshRSS/FreshRSS/issues/7254)',
    },
    *find({ containers }) {
      for (const { env } of containers) {
        const install = env.get('FRESHRSS_INSTALL')?.value;
        if (!env.has('OIDC_ENABLED') || env.get('OIDC_ENABLED')?.value?.value === '0' || install === undefined || known(install.value) === undefined) continue;
        const [, type = 'form'] = /--auth-type[\s=]["']?(\w+)/.exec(install.value) ?? [];
        if (type === 'http_auth') continue;
        yield {
          at: install,
          severity: type === 'none' ? 'error' : 'warning',
          message: `freshrss is installed with the auth type ${type}`,
          expected: '--auth-type http_auth',
          received: type,
          why:
            type === 'none'
              ? 'Nobody is asked who they are: whoever passes the login is the default user, the administrator.'
              : 'It does not look at the login, and asks for a password of its own.',
        };
      }
    },
  },
  {
    code: 'freshrss-crypto-key',
    severity: 'error',
    needs: ['app'],
    title: 'FreshRSS has no key for its sessions',
    why: 'Apache does not start, or every restart ends all sessions.',
    fix: 'give it a random value from a Secret, and keep it',
    page: {
      symptom: 'Apache does not start: OIDCCryptoPassphrase must be set.',
      cause: 'The passphrase for sessions is missing.',
      fix: 'Set `OIDC_CLIENT_CRYPTO_KEY` from a Secret.',
      source: '[FreshRSS: OpenID Connect](https://freshrss.github.io/FreshRSS/en/admins/16_OpenID-Connect.html)',
    },
    *find({ containers }) {
      for (const { env, hidden } of containers) {
        const metadata = env.get('OIDC_PROVIDER_METADATA_URL');
        if (metadata === undefined || !env.has('OIDC_ENABLED')) continue;
        // A Secret that is not read may hold it; and one that only fetches feeds, with the same settings, starts no Apache.
        if (hidden || !(env.has('OIDC_CLIENT_ID') || env.has('OIDC_CLIENT_SECRET'))) continue;
        if (env.has('OIDC_CLIENT_CRYPTO_KEY') || env.has('OIDC_CLIENT_CRYPTO_KEY_FILE')) continue;
        yield {
          at: metadata.at,
          message: 'freshrss has no OIDC_CLIENT_CRYPTO_KEY',
          expected: 'OIDC_CLIENT_CRYPTO_KEY, from a Secret',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'freshrss-forwarded-headers',
    severity: 'error',
    needs: ['app'],
    title: 'FreshRSS builds a redirect URI of the inside',
    why: 'The redirect URI then starts with http://.',
    fix: 'set OIDC_X_FORWARDED_HEADERS to X-Forwarded-Host X-Forwarded-Proto; with X-Forwarded-Port the address carries :443, which authentik must know too',
    page: {
      symptom: '"Redirect URI Error" in authentik, with an http address.',
      cause: 'The module sees the plain connection from the proxy and is not told which headers count.',
      fix: 'Set `OIDC_X_FORWARDED_HEADERS="X-Forwarded-Host X-Forwarded-Proto"`.',
      source: '[FreshRSS/FreshRSS#8407](https://github.com/FreshRSS/FreshRSS/issues/8407)',
    },
    *find({ containers }) {
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
        };
      }
    },
  },
  {
    code: 'freshrss-scopes',
    severity: 'error',
    needs: ['app'],
    title: 'FreshRSS asks for no user name',
    why: 'The user name comes from preferred_username, which is in profile.',
    fix: 'set OIDC_SCOPES to openid email profile',
    page: {
      symptom: 'Access is denied after signing in; Apache logs that the remote user claim is missing.',
      cause: '`OIDC_SCOPES` is `openid` by default, and the name is in `profile`.',
      fix: 'Set `OIDC_SCOPES=openid email profile`.',
      source: '[FreshRSS: OpenID Connect](https://freshrss.github.io/FreshRSS/en/admins/16_OpenID-Connect.html)',
    },
    *find({ containers }) {
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
        };
      }
    },
  },
];
