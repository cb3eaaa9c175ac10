import { known } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';
import type { Container } from '../../tree/containers.ts';

/** Those in which Apache asks for the login. */
const apachesOf = (containers: readonly Container[]) =>
  containers.flatMap((container) => {
    const metadata = container.env.get('OIDC_PROVIDER_METADATA_URL');
    const enabled = container.env.get('OIDC_ENABLED');
    // Docker/entrypoint.sh: empty and 0 are off.
    if (metadata === undefined || enabled === undefined || /^0?$/.test(enabled.value?.value ?? '1')) return [];
    // Who mounts a configuration of Apache may say it all there.
    const mounts = container.pod.items('containers').flatMap((one) => one.items('volumeMounts'));
    return mounts.some((one) => one.text('mountPath')?.startsWith('/etc/apache2/') === true) ? [] : [{ ...container, metadata }];
  });

export const freshrssRules: readonly Rule[] = [
  {
    code: 'freshrss-alpine',
    severity: 'error',
    needs: [],
    title: 'the alpine image of FreshRSS does not support OpenID Connect',
    why: 'The alpine image lacks the Apache module mod_auth_openidc, so Apache does not start with OIDC_ENABLED.',
    symptom: 'The pod crashes as soon as OIDC_ENABLED is set.',
    cause: 'The alpine image does not contain mod_auth_openidc.',
    fix: 'use the tag without `alpine`',
    more: 'That is the Debian image.',
    source: '[FreshRSS/FreshRSS#5722](https://github.com/FreshRSS/FreshRSS/issues/5722)',
    *find({ containers }) {
      for (const { tag, imageAt } of apachesOf(containers)) {
        if (!tag.includes('alpine')) continue;
        yield {
          at: imageAt,
          message: `the image freshrss:${tag} does not support OpenID Connect`,
          expected: 'the Debian image',
          received: tag,
        };
      }
    },
  },
  {
    code: 'freshrss-auth-type',
    severity: 'error',
    needs: ['state'],
    title: 'FreshRSS does not use the user from the OIDC login',
    symptom: 'Everyone who signs in is the administrator, or FreshRSS asks for its own password after the login.',
    cause:
      '`FRESHRSS_INSTALL` does not set `http_auth`. With `none`, everyone is the default user, who is the administrator. With `form`, the default, FreshRSS asks for its own password.',
    fix: 'add `--auth-type http_auth` to `FRESHRSS_INSTALL`',
    more: 'If FreshRSS is already installed, change it in its settings: Authentication, HTTP.',
    source: '[FreshRSS/FreshRSS#7254](https://github.com/FreshRSS/FreshRSS/issues/7254)',
    *find({ containers }) {
      for (const { env } of containers) {
        const install = env.get('FRESHRSS_INSTALL')?.value;
        if (!env.has('OIDC_ENABLED') || env.get('OIDC_ENABLED')?.value?.value === '0' || install === undefined || known(install.value) === undefined) continue;
        const [, type = 'form'] = /--auth-type[\s=]["']?(\w+)/.exec(install.value) ?? [];
        if (type === 'http_auth') continue;
        yield {
          at: install,
          isSure: type === 'none',
          message: `FreshRSS is installed with the auth type ${type}`,
          expected: '--auth-type http_auth',
          received: type,
          why:
            type === 'none'
              ? 'Everyone who passes the login is the default user, who is the administrator.'
              : 'FreshRSS ignores the OIDC login and asks for its own password.',
        };
      }
    },
  },
  {
    code: 'freshrss-crypto-key',
    severity: 'error',
    needs: ['app'],
    title: 'FreshRSS has no OIDC_CLIENT_CRYPTO_KEY',
    why: 'Apache then takes `${OIDC_CLIENT_CRYPTO_KEY}` itself for the passphrase, which everybody knows. If the variable is empty, Apache does not start.',
    symptom:
      'Apache logs `Config variable ${OIDC_CLIENT_CRYPTO_KEY} is not defined`. If it is empty, it does not start: `OIDCCryptoPassphrase takes one argument`.',
    cause: 'The passphrase that encrypts the cookies of the login is missing or empty.',
    fix: 'set it to a random value from a Secret, and keep that value',
    source: '[FreshRSS/FreshRSS Docker/FreshRSS.Apache.conf](https://github.com/FreshRSS/FreshRSS/blob/edge/Docker/FreshRSS.Apache.conf)',
    *find({ containers }) {
      for (const { env, hidden, metadata, object } of apachesOf(containers)) {
        const empty = env.get('OIDC_CLIENT_CRYPTO_KEY')?.value?.value === '';
        // A Secret that is not read may hold it; and one that only fetches feeds, with the same settings, starts no Apache.
        const isLogin = !hidden && (env.has('OIDC_CLIENT_ID') || env.has('OIDC_CLIENT_SECRET'));
        const missing = isLogin && !env.has('OIDC_CLIENT_CRYPTO_KEY') && !env.has('OIDC_CLIENT_CRYPTO_KEY_FILE');
        if (!empty && !missing) continue;
        yield {
          at: metadata.at,
          isSure: empty || object.ours,
          message: empty ? 'FreshRSS has an empty OIDC_CLIENT_CRYPTO_KEY' : 'FreshRSS has no OIDC_CLIENT_CRYPTO_KEY',
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
    title: 'FreshRSS builds an http redirect URI',
    why: 'Without X-Forwarded-Proto, the redirect URI starts with http://.',
    symptom: '"Redirect URI Error" in authentik, with an http URI.',
    cause: 'mod_auth_openidc sees plain http from the proxy and does not trust forwarded headers by default.',
    fix: 'set `OIDC_X_FORWARDED_HEADERS` to `X-Forwarded-Host X-Forwarded-Proto`; with `X-Forwarded-Port` the redirect URI contains `:443` and must be allowed in that form',
    source: '[FreshRSS/FreshRSS#8407](https://github.com/FreshRSS/FreshRSS/issues/8407)',
    *find({ containers }) {
      for (const { env, metadata } of apachesOf(containers)) {
        const headers = env.get('OIDC_X_FORWARDED_HEADERS');
        if (headers !== undefined && (headers.value === undefined || /X-Forwarded-Proto/i.test(headers.value.value))) continue;
        yield {
          at: headers?.value ?? metadata.at,
          message: 'FreshRSS does not use X-Forwarded-Proto',
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
    title: 'FreshRSS does not request the scope profile',
    why: 'The user name comes from preferred_username, a claim of the scope profile.',
    symptom: 'Access is denied after sign-in, and Apache logs that the remote user claim is missing.',
    cause: '`OIDC_SCOPES` is `openid` by default, and the user name is a claim of `profile`.',
    fix: 'set `OIDC_SCOPES` to `openid email profile`',
    source: '[FreshRSS: OpenID Connect](https://freshrss.github.io/FreshRSS/en/admins/16_OpenID-Connect.html)',
    *find({ containers }) {
      for (const { env, metadata } of apachesOf(containers)) {
        const scopes = env.get('OIDC_SCOPES');
        // The name of the user may come with another scope.
        const claim = env.get('OIDC_REMOTE_USER_CLAIM');
        if (claim !== undefined && !/^(?:preferred_username|nickname|name|given_name|family_name)\b/.test(claim.value?.value ?? '')) continue;
        if (scopes !== undefined && (scopes.value === undefined || scopes.value.value.split(/[\s:,]+/).includes('profile'))) continue;
        yield {
          at: scopes?.value ?? metadata.at,
          message: 'FreshRSS does not request the scope profile',
          expected: 'OIDC_SCOPES="openid email profile"',
          received: scopes?.value?.value ?? 'the default openid',
        };
      }
    },
  },
];
