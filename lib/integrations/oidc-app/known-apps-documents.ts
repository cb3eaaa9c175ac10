import type { EnvironmentForm } from '../../login/environment-form.ts';
import { clientOf, sharedClient } from './client-names.ts';

/** Wikis, notes, bookmarks, documents and work. */
export const knownDocumentApps: readonly EnvironmentForm[] = [
  {
    // karlomikus/bar-assistant config/services.php; SocialiteProviders/Authentik Provider.php
    app: 'bar-assistant',
    ...clientOf('AUTHENTIK_'),
    shared: true,
    image: /(?:^|\/)barassistant$/,
    marks: ['AUTHENTIK_BASE_URL'],
    redirect: ['AUTHENTIK_REDIRECT_URI'],
  },
  {
    // linkwarden/linkwarden apps/web/pages/api/v1/auth/[...nextauth].ts; NextAuth appends callback/PROVIDER to NEXTAUTH_URL
    app: 'linkwarden',
    // NextAuth 4 has openid-client, which expects RS256: nextauthjs/next-auth packages/next-auth/src/core/lib/oauth/client.ts
    refusesHs256: true,
    shared: true,
    marks: ['NEXT_PUBLIC_AUTHENTIK_ENABLED'],
    image: /linkwarden$/,
    ...clientOf('AUTHENTIK_'),
    issuer: ['AUTHENTIK_ISSUER'],
    // next-auth 4 src/providers/authentik.ts
    takes: 'bare-issuer',
    defaultScopes: 'openid email profile',
    base: ['NEXTAUTH_URL'],
    path: '/callback/authentik',
    off: ['NEXT_PUBLIC_AUTHENTIK_ENABLED', /^false$/i],
  },
  {
    // The same app with Authelia, Keycloak or another provider that it knows by name.
    app: 'linkwarden',
    // NextAuth 4 has openid-client, which expects RS256: nextauthjs/next-auth packages/next-auth/src/core/lib/oauth/client.ts
    refusesHs256: true,
    shared: true,
    marks: ['NEXT_PUBLIC_AUTHELIA_ENABLED', 'NEXT_PUBLIC_KEYCLOAK_ENABLED', 'NEXT_PUBLIC_ZITADEL_ENABLED'],
    clientId: ['AUTHELIA_CLIENT_ID', 'KEYCLOAK_CLIENT_ID', 'ZITADEL_CLIENT_ID'],
    secret: ['AUTHELIA_CLIENT_SECRET', 'KEYCLOAK_CLIENT_SECRET', 'ZITADEL_CLIENT_SECRET'],
    issuer: ['AUTHELIA_WELLKNOWN_URL', 'KEYCLOAK_ISSUER', 'ZITADEL_ISSUER'],
  },
  ...['AUTHENTIK', 'KEYCLOAK', 'ZITADEL', 'LOGTO'].map(authJs),
  {
    // karakeep-app/karakeep packages/shared/config.ts, apps/web/server/auth.ts
    app: 'karakeep',
    // the default of openid-client 5, which NextAuth 4 has
    tokenEndpointAuthMethod: 'client_secret_basic',
    imageWords: /hoarder/i,
    // NextAuth 4 has openid-client, which expects RS256: nextauthjs/next-auth packages/next-auth/src/core/lib/oauth/client.ts
    refusesHs256: true,
    shared: true,
    ...clientOf('OAUTH_'),
    issuer: ['OAUTH_WELLKNOWN_URL'],
    scopes: ['OAUTH_SCOPE'],
    defaultScopes: 'openid email profile',
    base: ['NEXTAUTH_URL'],
    path: '/api/auth/callback/custom',
  },
  {
    // BookStackApp/BookStack app/Config/oidc.php, app/Access/Oidc/OidcProviderSettings.php: the issuer of the discovery document must be the same text
    app: 'bookstack',
    ...sharedClient,
    marks: ['OIDC_ISSUER_DISCOVER', 'OIDC_DISPLAY_NAME_CLAIMS', 'OIDC_EXTERNAL_ID_CLAIM'],
    image: /bookstack$/,
    issuer: ['OIDC_ISSUER'],
    defaultScopes: 'openid profile email',
    moreScopes: ['OIDC_ADDITIONAL_SCOPES'],
    base: ['APP_URL'],
    path: '/oidc/callback',
    exactIssuer: true,
    off: ['AUTH_METHOD', /^(?:standard|ldap|saml2)$/],
  },
  {
    // outline/outline plugins/oidc/server/env.ts
    app: 'outline',
    // passport-oauth2 puts it in the body: jaredhanson/node-oauth lib/oauth2.js
    tokenEndpointAuthMethod: 'client_secret_post',
    // plugins/oidc/server/auth/oidcRouter.ts: it asks userinfo, and decodes the token
    refusesHs256: false,
    // only what it learns from the discovery document tells it to (oidcRouter.ts, OIDCEndpoints.pkce)
    pkceBy: ['OIDC_ISSUER_URL'],
    ...sharedClient,
    marks: ['OIDC_TOKEN_URI', 'OIDC_USERNAME_CLAIM'],
    image: /outline$/,
    issuer: ['OIDC_ISSUER_URL'],
    endpoints: ['OIDC_AUTH_URI', 'OIDC_TOKEN_URI', 'OIDC_USERINFO_URI', 'OIDC_LOGOUT_URI'],
    scopes: ['OIDC_SCOPES'],
    defaultScopes: 'openid profile email',
    base: ['URL'],
    path: '/auth/oidc.callback',
  },
  {
    // hedgedoc/hedgedoc lib/config/environment.js (version 1)
    app: 'hedgedoc',
    imageWords: /codimd|hackmd/i,
    shared: true,
    ...clientOf('CMD_OAUTH2_'),
    endpoints: ['CMD_OAUTH2_AUTHORIZATION_URL', 'CMD_OAUTH2_TOKEN_URL', 'CMD_OAUTH2_USER_PROFILE_URL'],
    scopes: ['CMD_OAUTH2_SCOPE'],
    base: ['CMD_DOMAIN'],
    path: '/auth/oauth2/callback',
  },
  {
    // plankanban/planka server/config/custom.js
    app: 'planka',
    ...sharedClient,
    image: /planka$/,
    marks: ['OIDC_IGNORE_USERNAME', 'OIDC_ENFORCED', 'OIDC_ROLES_ATTRIBUTE', 'OIDC_USE_OAUTH_CALLBACK'],
    issuer: ['OIDC_ISSUER'],
    scopes: ['OIDC_SCOPES'],
    defaultScopes: 'openid email profile',
    base: ['BASE_URL'],
    path: '/oidc-callback',
  },
  {
    // go-vikunja/vikunja pkg/modules/auth/openid, docs/content/doc/setup/openid.md: go-oidc compares issuers byte for byte
    app: 'vikunja',
    clientId: ['VIKUNJA_AUTH_OPENID_PROVIDERS_*_CLIENTID'],
    secret: ['VIKUNJA_AUTH_OPENID_PROVIDERS_*_CLIENTSECRET'],
    issuer: ['VIKUNJA_AUTH_OPENID_PROVIDERS_*_AUTHURL'],
    scopes: ['VIKUNJA_AUTH_OPENID_PROVIDERS_*_SCOPE'],
    defaultScopes: 'openid profile email',
    base: ['VIKUNJA_SERVICE_PUBLICURL', 'VIKUNJA_SERVICE_FRONTENDURL'],
    path: '/auth/openid/*',
    exactIssuer: true,
    off: ['VIKUNJA_AUTH_OPENID_ENABLED', /^false$/i],
  },
  {
    // Stirling-Tools/Stirling-PDF OAuth2Configuration.java; the last part of its path is the provider's name
    app: 'stirling-pdf',
    imageWords: /s-pdf/i,
    image: /stirling-pdf(?:-\w+)?$/,
    clientId: ['SECURITY_OAUTH2_CLIENTID'],
    secret: ['SECURITY_OAUTH2_CLIENTSECRET'],
    issuer: ['SECURITY_OAUTH2_ISSUER'],
    scopes: ['SECURITY_OAUTH2_SCOPES'],
    other: /\/login\/oauth2\/code\/[^/]+$/,
    exactIssuer: true,
    off: ['SECURITY_OAUTH2_ENABLED', /^false$/i],
    shared: true,
  },
  {
    // danny-avila/LibreChat .env.example; api/server/routes/config.js, openidLoginEnabled
    app: 'librechat',
    shared: true,
    image: /librechat/,
    marks: ['OPENID_CALLBACK_URL', 'DOMAIN_SERVER'],
    ...clientOf('OPENID_'),
    issuer: ['OPENID_ISSUER'],
    scopes: ['OPENID_SCOPE'],
    redirect: ['OPENID_CALLBACK_URL'],
    base: ['DOMAIN_SERVER'],
    path: '/oauth/openid/callback',
    needs: ['OPENID_SESSION_SECRET'],
  },
  {
    // LycheeOrg/Lychee config/services.php: photographs
    app: 'lychee',
    shared: true,
    image: /lychee$/,
    clientId: ['AUTHENTIK_CLIENT_ID', 'AUTHELIA_CLIENT_ID', 'KEYCLOAK_CLIENT_ID'],
    secret: ['AUTHENTIK_CLIENT_SECRET', 'AUTHELIA_CLIENT_SECRET', 'KEYCLOAK_CLIENT_SECRET'],
    endpoints: ['AUTHENTIK_BASE_URL', 'AUTHELIA_BASE_URL', 'KEYCLOAK_BASE_URL'],
    redirect: ['AUTHENTIK_REDIRECT_URI', 'AUTHELIA_REDIRECT_URI', 'KEYCLOAK_REDIRECT_URI'],
  },
];

/** Auth.js takes the settings of a provider from variables that have its name: nextauthjs/next-auth packages/core/src/lib/utils/env.ts, setEnvDefaults. */
function authJs(provider: string): EnvironmentForm {
  const before = `AUTH_${provider}_`;
  return {
    app: 'auth.js',
    called: 'the app',
    shared: true,
    clientId: [`${before}ID`, `${before}CLIENT_ID`],
    secret: [`${before}SECRET`, `${before}CLIENT_SECRET`],
    issuer: [`${before}ISSUER`],
    path: `/api/auth/callback/${provider.toLowerCase()}`,
    // packages/core/src/lib/actions/signin/authorization-url.ts: oauth4webapi compares the issuer of the discovery document (nextauthjs/next-auth#12510).
    exactIssuer: 'as-url',
    // AUTH_URL may have a path instead of that, and outside of Next.js it is another (setEnvDefaults).
    other: /\/callback\/(?:authentik|keycloak|zitadel|logto)$/,
  };
}
