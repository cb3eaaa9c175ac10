import type { EnvironmentForm } from '../../login/environment-form.ts';

/** Names that several of these apps share. */
const oidc = { clientId: ['OIDC_CLIENT_ID'], secret: ['OIDC_CLIENT_SECRET'], shared: true } as const;

/** Apps of a household: recipes, games, finances, dashboards. */
export const knownHomeApps: readonly EnvironmentForm[] = [
  {
    // donetick/donetick config/config.go; the way back: authelia.com/integration/openid-connect/clients/donetick
    app: 'donetick',
    clientId: ['DT_OAUTH2_CLIENT_ID'],
    secret: ['DT_OAUTH2_CLIENT_SECRET'],
    issuer: [],
    endpoints: ['DT_OAUTH2_AUTH_URL', 'DT_OAUTH2_TOKEN_URL', 'DT_OAUTH2_USER_INFO_URL'],
    scopes: ['DT_OAUTH2_SCOPES'],
    defaultScopes: undefined,
    redirect: ['DT_OAUTH2_REDIRECT_URL'],
    path: '/auth/oauth2',
    exactIssuer: false,
    secretMayHide: true,
  },
  {
    // rommapp/romm backend/handler/auth/base_handler.py: the scopes are fixed, and an address that is not verified is refused
    app: 'romm',
    ...oidc,
    issuer: ['OIDC_SERVER_METADATA_URL', 'OIDC_SERVER_APPLICATION_URL'],
    defaultScopes: 'openid profile email',
    redirect: ['OIDC_REDIRECT_URI'],
    path: '/api/oauth/openid',
    exactIssuer: false,
    verifiedEmail: true,
    off: ['OIDC_ENABLED', /^false$/i],
  },
  {
    // mealie-recipes/mealie mealie/core/settings/settings.py, mealie/routes/auth/auth.py
    app: 'mealie',
    ...oidc,
    image: /mealie$/,
    marks: ['OIDC_AUTH_ENABLED', 'OIDC_SIGNUP_ENABLED', 'OIDC_PROVIDER_NAME', 'OIDC_USER_GROUP', 'OIDC_ADMIN_GROUP', 'OIDC_REMEMBER_ME'],
    issuer: ['OIDC_CONFIGURATION_URL'],
    scopes: ['OIDC_SCOPES_OVERRIDE'],
    defaultScopes: 'openid email profile',
    groupsScope: 'groups',
    base: ['BASE_URL'],
    path: '/login',
    anyHost: true,
    other: /\/login(?:\?direct=1)?$/,
    exactIssuer: false,
    groups: ['OIDC_USER_GROUP', 'OIDC_ADMIN_GROUP'],
    off: ['OIDC_AUTH_ENABLED', /^false$/i],
  },
  {
    // ghostfolio/ghostfolio apps/api/src/app/auth
    app: 'ghostfolio',
    ...oidc,
    marks: ['ENABLE_FEATURE_AUTH_OIDC'],
    image: /ghostfolio$/,
    issuer: ['OIDC_ISSUER'],
    scopes: ['OIDC_SCOPE'],
    defaultScopes: 'openid',
    redirect: ['OIDC_CALLBACK_URL'],
    base: ['ROOT_URL'],
    path: '/api/auth/oidc/callback',
    exactIssuer: false,
    off: ['ENABLE_FEATURE_AUTH_OIDC', /^false$/i],
  },
  {
    // sysadminsmedia/homebox backend/internal/sys/config, backend/app/api/providers/oidc.go
    app: 'homebox',
    clientId: ['HBOX_OIDC_CLIENT_ID'],
    secret: ['HBOX_OIDC_CLIENT_SECRET'],
    issuer: ['HBOX_OIDC_ISSUER_URL'],
    scopes: ['HBOX_OIDC_SCOPE'],
    defaultScopes: 'openid profile email',
    path: '/api/v1/users/login/oidc/callback',
    exactIssuer: true,
    groups: ['HBOX_OIDC_ALLOWED_GROUPS'],
    decides: 'HBOX_OIDC_ALLOWED_GROUPS',
    off: ['HBOX_OIDC_ENABLED', /^false$/i],
  },
  {
    // homarr-labs/homarr packages/auth/env.ts, packages/auth/providers/oidc
    app: 'homarr',
    shared: true,
    image: /homarr$/,
    marks: ['AUTH_OIDC_CLIENT_NAME', 'AUTH_OIDC_SCOPE_OVERWRITE', 'AUTH_OIDC_GROUPS_ATTRIBUTE', 'AUTH_PROVIDERS'],
    clientId: ['AUTH_OIDC_CLIENT_ID'],
    secret: ['AUTH_OIDC_CLIENT_SECRET'],
    issuer: ['AUTH_OIDC_ISSUER'],
    scopes: ['AUTH_OIDC_SCOPE_OVERWRITE'],
    defaultScopes: 'openid email profile groups',
    path: '/api/auth/callback/oidc',
    exactIssuer: false,
    // Passwords alone are its default.
    off: ['AUTH_PROVIDERS', /^(?!.*oidc)/i],
  },
  {
    // manyfold3d/manyfold config/initializers/devise.rb, Freika/dawarich, we-promise/sure: OmniAuth's openid_connect in Rails
    app: 'omniauth',
    called: 'the app',
    ...oidc,
    image: /(?:manyfold|manyfold-solo|dawarich|sure|maybe)$/,
    marks: ['OIDC_REDIRECT_URI'],
    issuer: ['OIDC_ISSUER'],
    defaultScopes: undefined,
    redirect: ['OIDC_REDIRECT_URI'],
    exactIssuer: false,
  },
  {
    // getarcaneapp/arcane backend/internal/config
    app: 'arcane',
    ...oidc,
    image: /arcane$/,
    marks: ['OIDC_MERGE_ACCOUNTS', 'OIDC_ADMIN_CLAIM'],
    issuer: ['OIDC_ISSUER_URL'],
    scopes: ['OIDC_SCOPES'],
    defaultScopes: 'openid email profile',
    base: ['APP_URL'],
    path: '/auth/oidc/callback',
    exactIssuer: false,
  },
  {
    // TomBursch/kitchenowl backend/app/config.py
    app: 'kitchenowl',
    ...oidc,
    image: /kitchenowl/,
    marks: ['FRONT_URL'],
    issuer: ['OIDC_ISSUER'],
    defaultScopes: undefined,
    base: ['FRONT_URL'],
    path: '/signin/redirect',
    other: /^kitchenowl:/,
    exactIssuer: false,
  },
  {
    // getwud/wud app/authentications/providers/oidc
    app: 'wud',
    clientId: ['WUD_AUTH_OIDC_*_CLIENTID'],
    secret: ['WUD_AUTH_OIDC_*_CLIENTSECRET'],
    issuer: ['WUD_AUTH_OIDC_*_DISCOVERY'],
    defaultScopes: undefined,
    base: ['WUD_PUBLIC_URL'],
    path: '/auth/oidc/*/cb',
    exactIssuer: false,
  },
  {
    // sissbruecker/linkding bookmarks/settings/base.py: mozilla-django-oidc's names
    app: 'linkding',
    shared: true,
    clientId: ['OIDC_RP_CLIENT_ID'],
    secret: ['OIDC_RP_CLIENT_SECRET'],
    issuer: [],
    endpoints: ['OIDC_OP_AUTHORIZATION_ENDPOINT', 'OIDC_OP_TOKEN_ENDPOINT', 'OIDC_OP_USER_ENDPOINT', 'OIDC_OP_JWKS_ENDPOINT'],
    scopes: ['OIDC_RP_SCOPES'],
    defaultScopes: undefined,
    exactIssuer: false,
  },
];
