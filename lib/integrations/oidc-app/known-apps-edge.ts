import type { EnvironmentForm } from '../../login/environment-form.ts';
import { clientOf } from './client-names.ts';

/** What signs people in before an app, opens the way into a network, or keeps watch over both. */
export const knownEdgeApps: readonly EnvironmentForm[] = [
  {
    // thomseddon/traefik-forward-auth README.md; PROVIDERS_…_CLIENT_ID are Tinyauth's names too
    app: 'traefik-forward-auth',
    imageWords: /forward-?auth/i,
    shared: true,
    ...clientOf('PROVIDERS_OIDC_'),
    issuer: ['PROVIDERS_OIDC_ISSUER_URL'],
    defaultScopes: 'openid profile email',
    other: /\/_oauth$/,
    exactIssuer: true,
  },
  {
    // steveiliop56/tinyauth version 5, internal/config: TINYAUTH_OAUTH_PROVIDERS_…
    app: 'tinyauth',
    clientId: ['TINYAUTH_OAUTH_PROVIDERS_*_CLIENTID'],
    secret: ['TINYAUTH_OAUTH_PROVIDERS_*_CLIENTSECRET'],
    endpoints: ['TINYAUTH_OAUTH_PROVIDERS_*_AUTHURL', 'TINYAUTH_OAUTH_PROVIDERS_*_TOKENURL', 'TINYAUTH_OAUTH_PROVIDERS_*_USERINFOURL'],
    scopes: ['TINYAUTH_OAUTH_PROVIDERS_*_SCOPES'],
    redirect: ['TINYAUTH_OAUTH_PROVIDERS_*_REDIRECTURL'],
    base: ['TINYAUTH_APPURL'],
    path: '/api/oauth/callback/*',
    secretMayHide: true,
  },
  {
    // steveiliop56/tinyauth version 4
    app: 'tinyauth',
    shared: true,
    ...clientOf('PROVIDERS_*_'),
    endpoints: ['PROVIDERS_*_AUTH_URL', 'PROVIDERS_*_TOKEN_URL', 'PROVIDERS_*_USER_INFO_URL'],
    scopes: ['PROVIDERS_*_SCOPES'],
    redirect: ['PROVIDERS_*_REDIRECT_URL'],
    base: ['APP_URL'],
    path: '/api/oauth/callback/*',
    secretMayHide: true,
  },
  {
    // steveiliop56/tinyauth version 3, internal/auth: one provider, called generic
    app: 'tinyauth',
    shared: true,
    marks: ['GENERIC_USER_URL'],
    clientId: ['GENERIC_CLIENT_ID'],
    secret: ['GENERIC_CLIENT_SECRET', 'GENERIC_CLIENT_SECRET_FILE'],
    endpoints: ['GENERIC_AUTH_URL', 'GENERIC_TOKEN_URL', 'GENERIC_USER_URL'],
    scopes: ['GENERIC_SCOPES'],
    base: ['APP_URL'],
    path: '/api/oauth/callback/generic',
  },
  {
    // influxdata/chronograf server/server.go
    app: 'chronograf',
    shared: true,
    marks: ['GENERIC_API_URL', 'GENERIC_API_KEY'],
    ...clientOf('GENERIC_'),
    endpoints: ['GENERIC_AUTH_URL', 'GENERIC_TOKEN_URL', 'GENERIC_API_URL'],
    scopes: ['GENERIC_SCOPES'],
    path: '/oauth/{GENERIC_NAME:generic}/callback',
  },
  {
    // pomerium/pomerium pkg/identity/oidc/oidc.go: its scopes; go-oidc compares the issuer
    app: 'pomerium',
    shared: true,
    ...clientOf('IDP_'),
    issuer: ['IDP_PROVIDER_URL'],
    scopes: ['IDP_SCOPES'],
    base: ['AUTHENTICATE_SERVICE_URL'],
    path: '/oauth2/callback',
    exactIssuer: true,
  },
  {
    // juanfont/headscale hscontrol/types/config.go: HEADSCALE_ and the names of config-example.yaml
    app: 'headscale',
    clientId: ['HEADSCALE_OIDC_CLIENT_ID'],
    secret: ['HEADSCALE_OIDC_CLIENT_SECRET', 'HEADSCALE_OIDC_CLIENT_SECRET_PATH'],
    issuer: ['HEADSCALE_OIDC_ISSUER'],
    scopes: ['HEADSCALE_OIDC_SCOPE'],
    defaultScopes: 'openid profile email',
    base: ['HEADSCALE_SERVER_URL'],
    path: '/oidc/callback',
    exactIssuer: true,
    secretMayHide: true,
    groups: ['HEADSCALE_OIDC_ALLOWED_GROUPS'],
    decides: 'HEADSCALE_OIDC_ALLOWED_GROUPS',
  },
  {
    // tale/headplane docs/features/sso.md, app/server/config
    app: 'headplane',
    clientId: ['HEADPLANE_OIDC__CLIENT_ID'],
    secret: ['HEADPLANE_OIDC__CLIENT_SECRET', 'HEADPLANE_OIDC__CLIENT_SECRET_PATH'],
    issuer: ['HEADPLANE_OIDC__ISSUER'],
    scopes: ['HEADPLANE_OIDC__SCOPE'],
    redirect: ['HEADPLANE_OIDC__REDIRECT_URI'],
    base: ['HEADPLANE_SERVER__BASE_URL'],
    path: '/admin/oidc/callback',
    secretMayHide: true,
  },
  {
    // concourse/concourse skymarshal/dexconnectors/oidc: Dex's connector, which compares the issuer
    app: 'concourse',
    ...clientOf('CONCOURSE_OIDC_'),
    issuer: ['CONCOURSE_OIDC_ISSUER'],
    scopes: ['CONCOURSE_OIDC_SCOPE'],
    base: ['CONCOURSE_EXTERNAL_URL'],
    path: '/sky/issuer/callback',
    exactIssuer: true,
  },
  {
    // DependencyTrack/dependency-track docs/_docs/getting-started/openidconnect-configuration.md: the server judges tokens, and has no secret
    app: 'dependency-track',
    clientId: ['ALPINE_OIDC_CLIENT_ID'],
    issuer: ['ALPINE_OIDC_ISSUER'],
    other: /\/static\/oidc-callback\.html$/,
    secretMayHide: true,
    off: ['ALPINE_OIDC_ENABLED', /^false$/i],
  },
  {
    // DefectDojo/django-DefectDojo dojo/settings/settings.dist.py, docs: social_core's backend
    app: 'defectdojo',
    // social_core/backends/open_id_connect.py: JWT_ALGORITHMS is RS256
    refusesHs256: true,
    clientId: ['DD_SOCIAL_AUTH_OIDC_KEY'],
    secret: ['DD_SOCIAL_AUTH_OIDC_SECRET'],
    issuer: ['DD_SOCIAL_AUTH_OIDC_OIDC_ENDPOINT'],
    defaultScopes: 'openid profile email',
    base: ['DD_SITE_URL'],
    path: '/complete/oidc/',
    secretMayHide: true,
    off: ['DD_SOCIAL_AUTH_OIDC_AUTH_ENABLED', /^false$/i],
  },
  {
    // kafbat/kafka-ui, provectus/kafka-ui: documentation/authentication/oauth2, of Spring Security
    app: 'kafka-ui',
    clientId: ['AUTH_OAUTH2_CLIENT_*_CLIENTID', 'AUTH_OAUTH2_CLIENT_*_CLIENT-ID'],
    secret: ['AUTH_OAUTH2_CLIENT_*_CLIENTSECRET', 'AUTH_OAUTH2_CLIENT_*_CLIENT-SECRET'],
    issuer: ['AUTH_OAUTH2_CLIENT_*_ISSUER-URI', 'AUTH_OAUTH2_CLIENT_*_ISSUERURI', 'AUTH_OAUTH2_CLIENT_*_ISSUER_URI'],
    endpoints: ['AUTH_OAUTH2_CLIENT_*_AUTHORIZATION-URI', 'AUTH_OAUTH2_CLIENT_*_TOKEN-URI'],
    scopes: ['AUTH_OAUTH2_CLIENT_*_SCOPE'],
    redirect: ['AUTH_OAUTH2_CLIENT_*_REDIRECT-URI', 'AUTH_OAUTH2_CLIENT_*_REDIRECTURI'],
    path: '/login/oauth2/code/*',
    exactIssuer: true,
    secretMayHide: true,
  },
];
