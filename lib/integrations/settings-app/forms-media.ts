import type { Located } from '../../contract/observed.ts';
import type { SettingsForm } from '../../login/settings-form.ts';
import { camelCase, snakeCase } from './key-names.ts';
import type { Reader } from '../../manifest/reader.ts';

/** django-allauth: docs.allauth.org/en/latest/socialaccount/providers/openid_connect.html; the scopes are those of its OpenIDConnectProvider. */
const allauth = {
  under: ['openid_connect', 'APPS', '*'],
  clientId: ['client_id'],
  secret: ['secret'],
  issuer: ['settings/server_url'],
  scopes: ['settings/scope'],
  id: ['provider_id'],
} as const;
/** Where apps come back to that set no SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX of their own. */
const path = '/accounts/oidc/*/login/callback/';

/** Documents, photographs, recipes, houses. */
export const mediaForms: readonly SettingsForm[] = [
  // paperless-ngx/paperless-ngx docs/configuration.md, PAPERLESS_SOCIALACCOUNT_PROVIDERS
  { ...allauth, path, app: 'paperless', about: /paperless/i, baseVariables: ['PAPERLESS_URL'], more: askedByAll },
  {
    ...allauth,
    path,
    app: 'paperless',
    about: /paperless/i,
    under: ['openid_connect', 'SERVERS', '*'],
    clientId: ['APP/client_id', 'client_id'],
    secret: ['APP/secret', 'secret'],
    issuer: ['server_url', 'settings/server_url'],
    id: ['id', 'provider_id'],
    baseVariables: ['PAPERLESS_URL'],
    more: (map) => ({
      // django-allauth 0.57 renamed them (ChangeLog.rst), and Paperless-ngx never came with an older one.
      missing: [
        {
          name: 'list APPS. It has SERVERS, the format of django-allauth before 0.57, so it shows no sign-in button',
          wanted: 'APPS: [{ provider_id, name, client_id, secret, settings: { server_url } }]',
          at: (map.above ?? map).located(undefined),
        },
      ],
    }),
  },
  // TandoorRecipes/recipes docs/features/authentication.md, SOCIALACCOUNT_PROVIDERS
  { ...allauth, path, app: 'tandoor', about: /tandoor|recipes/i, defaultScopes: undefined },
  // inventree/InvenTree src/backend/InvenTree/InvenTree/settings.py has no prefix
  { ...allauth, app: 'inventree', about: /inventree/i, path: '/accounts/*/login/callback/', defaultScopes: undefined },
  { ...allauth, app: 'allauth', called: 'the app', about: /^(?!.*(?:paperless|tandoor|recipes|inventree))/i, defaultScopes: undefined },
  {
    // immich-app/immich server/src/config.ts; the three redirect URIs: docs/docs/administration/oauth.md
    app: 'immich',
    about: /immich/i,
    under: ['oauth'],
    ...camelCase,
    issuer: ['issuerUrl'],
    scopes: ['scope'],
    defaultScopes: 'openid email profile',
    base: ['server/externalDomain'],
    path: '/auth/login',
    anyHost: true,
    off: ['enabled', /^false$/],
    more: immichBesides,
  },
  {
    // manual.seafile.com/latest/config/oauth: seahub_settings.py
    app: 'seafile',
    under: ['^'],
    marks: ['OAUTH_AUTHORIZATION_URL', 'OAUTH_TOKEN_URL'],
    clientId: ['OAUTH_CLIENT_ID'],
    secret: ['OAUTH_CLIENT_SECRET'],
    endpoints: ['OAUTH_AUTHORIZATION_URL', 'OAUTH_TOKEN_URL', 'OAUTH_USER_INFO_URL'],
    scopes: ['OAUTH_SCOPE'],
    redirect: ['OAUTH_REDIRECT_URL'],
    path: '/oauth/callback/',
    off: ['ENABLE_OAUTH', /^false$/i],
  },
  {
    // christiaangoossens/hass-oidc-auth docs/configuration.md
    app: 'home-assistant',
    under: ['auth_oidc'],
    ...snakeCase,
    issuer: ['discovery_url'],
    base: ['homeassistant/external_url'],
    path: '/auth/oidc/callback',
    anyHost: true,
  },
  {
    // cavefire/hass-openid README.md, custom_components/openid/views.py
    app: 'home-assistant',
    under: ['openid'],
    marks: ['configure_url'],
    clientId: ['client_id'],
    secret: ['client_secret'],
    issuer: ['configure_url'],
    scopes: ['scope'],
    defaultScopes: undefined,
    base: ['homeassistant/external_url'],
    path: '/auth/openid/callback',
    anyHost: true,
    exactIssuer: false,
  },
  {
    // papra-hq/papra apps/papra-server/src/modules/config, AUTH_PROVIDERS_CUSTOMS
    app: 'papra',
    under: ['*'],
    marks: ['providerId', 'discoveryUrl'],
    ...camelCase,
    issuer: ['discoveryUrl'],
    scopes: ['scopes'],
    baseVariables: ['APP_BASE_URL'],
    path: '/api/auth/oauth2/callback/*',
    id: ['providerId'],
  },
  {
    // go-vikunja/vikunja pkg/modules/auth/openid/providers.go: a map, or as before a list whose names make the keys
    app: 'vikunja',
    under: ['auth', 'openid', 'providers', '*'],
    clientId: ['clientid', 'clientId'],
    secret: ['clientsecret', 'clientSecret'],
    issuer: ['authurl', 'authUrl'],
    scopes: ['scope'],
    defaultScopes: 'openid profile email',
    base: ['service/publicurl', 'service/frontendurl'],
    baseVariables: ['VIKUNJA_SERVICE_PUBLICURL'],
    path: '/auth/openid/*',
    id: ['name'],
    keyed: true,
    idFrom: (text) => text.toLowerCase().replace(/[^a-z0-9]/g, ''),
    exactIssuer: true,
  },
];

/** Scopes that stand beside the apps, for all of them. */
function askedByAll(map: Reader): { readonly scopes?: readonly Located<string>[] } {
  const provider = map.above?.above;
  const list = provider?.get('SCOPE').items() ?? [];
  if (map.get('settings', 'scope').exists || list.length === 0) return {};
  return { scopes: list.flatMap((item) => item.locatedText() ?? []) };
}

/** Immich on a phone has a way back of its own, and one for linking an account in the browser. */
function immichBesides(map: Reader, base: Located<string> | undefined) {
  const override = map.get('mobileOverrideEnabled').scalar() === true ? map.get('mobileRedirectUri').locatedText() : undefined;
  const sometimes = [
    // Who set one up for phones wants it to work; of its own accord Immich sends this one from a phone alone.
    ...(override === undefined ? [{ url: map.located('app.immich:///oauth-callback'), when: 'signs in on a phone' }] : []),
    ...(base === undefined ? [] : [{ url: { ...base, value: `${base.value.replace(/\/$/, '')}/user-settings` }, when: 'links an account' }]),
  ];
  return {
    ...(override === undefined || override.value === '' ? {} : { sends: [override] }),
    sometimes,
    // server/src/repositories/oauth.repository.ts: openid-client 6 compares the issuer, unless it is given the discovery URL (immich-app/immich#18080).
    exactIssuer: map.text('issuerUrl')?.includes('/.well-known/') === true ? false : ('as-url' as const),
    // server/src/repositories/oauth.repository.ts: openid-client expects the algorithm that is set, by default RS256.
    refusesHs256: map.text('signingAlgorithm')?.startsWith('HS') !== true,
  };
}
