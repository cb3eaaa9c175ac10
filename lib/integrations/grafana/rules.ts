import { isTrue } from '../../login/is-true.ts';
import { allows } from '../../login/allows.ts';
import { hasPrivateName } from '../../tree/private-name.ts';
import { known } from '../../tree/known.ts';
import { publicUrl } from '../../contract/public-url.ts';
import type { Rule } from '../../repository/rule.ts';
import { grafanasOf, rootUrlOf } from './read.ts';

export const grafanaRules: readonly Rule[] = [
  {
    code: 'grafana-admin-not-assigned',
    severity: 'warning',
    title: 'the role expression returns GrafanaAdmin without allow_assign_grafana_admin',
    why: 'Such users become Admin of the organisation only and cannot administer the server.',
    symptom: 'Server administrators do not see the server administration pages.',
    cause: '`GrafanaAdmin` takes effect only with `allow_assign_grafana_admin: true`.',
    fix: "write `allow_assign_grafana_admin: true`, or return `'Admin'`",
    source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        const allow = get('auth.generic_oauth', 'allow_assign_grafana_admin');
        if (path === undefined || !/'GrafanaAdmin'/i.test(path.value) || isTrue(allow?.value)) continue;
        yield {
          at: allow ?? path,
          message: "role_attribute_path returns 'GrafanaAdmin', but allow_assign_grafana_admin is not true",
          expected: 'allow_assign_grafana_admin: true',
          received: allow?.value ?? 'nothing',
        };
      }
    },
  },
  {
    code: 'grafana-ini-nested',
    severity: 'error',
    needs: [],
    title: 'a section of grafana.ini is nested',
    why: 'The chart then writes a section [auth] with one meaningless line, and Grafana never reads the login settings.',
    symptom: 'There is no sign-in button and no error.',
    cause:
      'The keys below `grafana.ini` of the chart are names of sections. `auth: { generic_oauth: … }` makes the section `[auth]` with the key `generic_oauth`, and no section `[auth.generic_oauth]`.',
    fix: 'write the section name as one key: `auth.generic_oauth:`',
    source: '[grafana/helm-charts: charts/grafana/templates/_config.tpl](https://github.com/grafana/helm-charts/tree/main/charts/grafana/templates)',
    *find({ releases }) {
      for (const release of releases)
        for (const prefix of [[], ['grafana']]) {
          const nested = release.get(...prefix, 'grafana.ini', 'auth', 'generic_oauth');
          if (nested.keys().length === 0) continue;
          yield {
            at: nested,
            message: `grafana.ini of ${release.object.name} has generic_oauth inside auth`,
            expected: 'auth.generic_oauth: { … }',
            received: 'auth: { generic_oauth: { … } }',
          };
        }
    },
  },
  {
    code: 'grafana-email-lookup',
    severity: 'info',
    choice: { one: 'Grafana links accounts by e-mail address', many: 'Grafanas link accounts by e-mail address' },
    title: 'Grafana links accounts by e-mail address',
    why: 'An identity provider user with the e-mail address of a Grafana account is signed in as that account, even as the local administrator.',
    symptom: 'A login ends up in another person\'s account, or fails with "cannot remove last grafana admin".',
    cause: 'Grafana finds accounts by e-mail address instead of by the subject of the token.',
    fix: 'write `oauth_allow_insecure_email_lookup: false`, and delete conflicting accounts once',
    more: 'A conflicting account is an old one with the same address.',
    source: '[goauthentik/authentik#21249](https://github.com/goauthentik/authentik/issues/21249)',
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const lookup = get('auth', 'oauth_allow_insecure_email_lookup');
        if (lookup === undefined || !isTrue(lookup.value)) continue;
        yield {
          at: lookup,
          message: 'oauth_allow_insecure_email_lookup is on',
          expected: 'false',
          received: 'true',
        };
      }
    },
  },
  {
    code: 'grafana-endpoint-wrong',
    severity: 'error',
    needs: ['app'],
    title: 'an endpoint URL of Grafana is not an authentik endpoint',
    why: "authentik's endpoints have no slug and end in a slash. Anything else returns 404, or a redirect that loses the request body.",
    symptom: '404 from authentik, or "failed to get token" after sign-in.',
    cause:
      '`auth_url`, `token_url` or `api_url` is not `/application/o/authorize/`, `/token/` or `/userinfo/`. Only discovery, JWKS and end-session contain the slug.',
    fix: "copy the three URLs from the provider's page in authentik",
    source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find(repository) {
      for (const { get, object } of grafanasOf(repository))
        for (const [key, path] of [
          ['auth_url', 'authorize'],
          ['token_url', 'token'],
          ['api_url', 'userinfo'],
        ] as const) {
          const url = get('auth.generic_oauth', key);
          const text = known(url?.value);
          const other = get('auth.generic_oauth', key === 'auth_url' ? 'token_url' : 'auth_url');
          // Without api_url the user is read from the ID token.
          if (url === undefined && key !== 'api_url' && other?.value.includes('/application/o/') === true)
            yield {
              at: other,
              // Elsewhere it may come with a Secret of variables.
              isSure: object.ours,
              message: `${key} is missing, but ${key === 'auth_url' ? 'token_url' : 'auth_url'} is set`,
              expected: `${key}: https://AUTHENTIK/application/o/${path}/`,
              received: 'nothing',
              fix: `write ${key}`,
            };
          if (url === undefined || !text?.includes('/application/o/')) continue;
          const right = `${text.slice(0, text.indexOf('/application/o/'))}/application/o/${path}/`;
          // Grafana adds its own parameters to those that are there (golang.org/x/oauth2: AuthCodeURL).
          if (text.split('?', 1)[0] === right) continue;
          // A page that is only read is found through Django's redirect to the slash; a POST loses its body there.
          const isFound = key !== 'token_url' && `${text}/` === right;
          yield {
            at: url,
            ...(isFound
              ? { severity: 'info' as const, why: 'authentik redirects to the URL with the trailing slash, which costs an extra request each time.' }
              : {}),
            message: `${key} is ${publicUrl(text)}`,
            expected: publicUrl(right),
            received: publicUrl(text),
            fix: `write ${key}: ${publicUrl(right)}`,
          };
        }
    },
  },
  {
    code: 'grafana-root-url',
    severity: 'error',
    needs: ['app'],
    title: "Grafana's root_url is not its public URL",
    why: 'Grafana sends root_url + login/generic_oauth as the redirect URI. If root_url is not set, that is http://HOST:3000/login/generic_oauth, which the identity provider does not allow.',
    symptom: '"Redirect URI Error" in authentik, with `:3000` or `http://` in the URI.',
    cause: '`server.root_url` is not set, or is not the public https URL.',
    fix: 'set `server.root_url` to the full public URL; the chart sets only the domain',
    more: 'In the values: `grafana.ini: { server: { root_url: "https://HOST/" } }`.',
    source: '[Grafana: root_url](https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#root_url)',
    *find(repository) {
      const pairs = repository.pairs.all.filter(({ login }) => login.app === 'grafana');
      const paired = new Set(pairs.map(({ login }) => login.object));
      // What its client allows works, with a port as well.
      const allowed = new Set(
        pairs.flatMap(({ login, client }) =>
          login.redirects?.some(({ value: { url } }) => client.redirects?.some((one) => allows(one, url))) ? [login.object] : [],
        ),
      );
      for (const grafana of grafanasOf(repository)) {
        const { get, at, object } = grafana;
        const root = rootUrlOf(grafana);
        const text = root?.value;
        if (text !== undefined && (known(text) === undefined || allowed.has(object))) continue;
        const wrong =
          text === undefined
            ? 'nothing'
            : isDefault(text, get('server', 'domain') !== undefined) || /:3000(?:\/|$)/.test(text)
              ? text
              : // With both ends here, redirect-missing compares what is sent with what is allowed.
                /^http:\/\/(?!localhost|127\.)/.test(text) && !paired.has(object)
                ? text
                : undefined;
        if (wrong === undefined) continue;
        const hasPort = /:3000(?:\/|$)/.test(wrong);
        const isPlain = wrong.startsWith('http://') && !hasPort;
        // Both are opened by `kubectl port-forward`.
        if (isOfThisMachine(wrong) && isOfThisMachine(get('auth.generic_oauth', 'auth_url')?.value)) continue;
        // Nobody gets a certificate for such a name, and where everything is on plain http, that alone is said.
        if (isPlain && hasPrivateName(wrong)) continue;
        if (isPlain && ['auth_url', 'token_url'].some((key) => get('auth.generic_oauth', key)?.value.startsWith('http://') === true)) continue;
        yield {
          at: root ?? at,
          // A load balancer at home may well answer at that port.
          isSure: !isPlain && (text === undefined || !hasPort || object.ours),
          message: `grafana (${object.kind} ${object.namespace}/${object.name}) has ${text === undefined ? 'no root_url' : `the root_url ${text}`}`,
          expected: 'grafana.ini: { server: { root_url: https://HOST/ } }, or the variable GF_SERVER_ROOT_URL',
          received: wrong,
        };
      }
    },
  },
  {
    code: 'grafana-signout-missing',
    severity: 'info',
    strict: true,
    title: 'signing out of Grafana does not sign out of the identity provider',
    why: 'The session at the identity provider continues. With auto_login, the user is signed in again at once.',
    symptom: 'Signing out seems to do nothing.',
    cause: 'Grafana ends only its own session.',
    fix: 'set `signout_redirect_url` to the end-session URL of the application',
    source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find(repository) {
      for (const { get, at } of grafanasOf(repository)) {
        const own = get('auth.generic_oauth', 'signout_redirect_url') ?? get('auth', 'signout_redirect_url');
        const isKnown = ['auth_url', 'token_url', 'api_url'].some((key) => get('auth.generic_oauth', key)?.value.includes('/application/o/') === true);
        if (own !== undefined || !isKnown) continue;
        yield {
          at,
          message: 'Grafana has no signout_redirect_url',
          expected: 'https://HOST/application/o/SLUG/end-session/',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'refresh-token-unused',
    severity: 'warning',
    strict: true,
    title: 'Grafana requests offline_access but does not use refresh tokens',
    why: 'Without refresh tokens a session lasts up to 30 days, even if the account is disabled at the identity provider.',
    symptom: 'Someone whose account was disabled still works in Grafana.',
    cause: '`use_refresh_token` is not set, so Grafana never contacts the identity provider after the login.',
    fix: 'write `use_refresh_token: true`, or leave `offline_access` out',
    more: 'Refresh tokens need the scope `offline_access`.',
    source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find(repository) {
      for (const { get, at } of grafanasOf(repository)) {
        const scopes = get('auth.generic_oauth', 'scopes');
        const use = get('auth.generic_oauth', 'use_refresh_token');
        if (scopes?.value.split(/[\s,]+/).includes('offline_access') !== true || isTrue(use?.value)) continue;
        yield {
          at: use ?? scopes ?? at,
          message: 'Grafana requests the scope offline_access, but use_refresh_token is not true',
          expected: 'use_refresh_token: true',
          received: use?.value ?? 'nothing',
        };
      }
    },
  },
];

const isOfThisMachine = (url = ''): boolean => /^http:\/\/(?:localhost|127\.0\.0\.1)(?:[:/]|$)/.test(url);

/** Grafana's own root_url has its port and, without a domain, localhost; `%(protocol)ss` is https while Grafana itself speaks http. */
const isDefault = (root: string, hasDomain: boolean): boolean =>
  root.includes('%(http_port)s') || root.includes('%(http_addr)s') || (root.includes('%(domain)s') && !hasDomain) || root.startsWith('%(protocol)s:');
