import type { EnvironmentForm } from '../../login/environment-form.ts';
import { clientOf, sharedClient } from './client-names.ts';

/** Apps of a household: recipes, games, finances, dashboards. */
export const knownHomeApps: readonly EnvironmentForm[] = [
  {
    // ellite/Wallos includes/oidc_settings.php: what no variable sets may be in its database
    app: 'wallos',
    ...sharedClient,
    image: /wallos$/,
    marks: ['OIDC_USER_IDENTIFIER'],
    secretMayHide: true,
    issuer: ['OIDC_ISSUER'],
    endpoints: ['OIDC_AUTH_URL', 'OIDC_TOKEN_URL', 'OIDC_USERINFO_URL'],
    scopes: ['OIDC_SCOPES'],
    redirect: ['OIDC_REDIRECT_URL'],
    on: 'OIDC_ENABLED',
    off: ['OIDC_ENABLED', /^(?:false|0|no|off)$/i],
  },
  {
    // donetick/donetick config/config.go; the way back: authelia.com/integration/openid-connect/clients/donetick
    app: 'donetick',
    ...clientOf('DT_OAUTH2_'),
    endpoints: ['DT_OAUTH2_AUTH_URL', 'DT_OAUTH2_TOKEN_URL', 'DT_OAUTH2_USER_INFO_URL'],
    scopes: ['DT_OAUTH2_SCOPES'],
    redirect: ['DT_OAUTH2_REDIRECT_URL'],
    path: '/auth/oauth2',
    secretMayHide: true,
  },
  {
    // rommapp/romm backend/handler/auth/base_handler.py: the scopes are fixed, and an address that is not verified is refused
    app: 'romm',
    // Authlib's default: authlib/oauth2/client.py
    tokenEndpointAuthMethod: 'client_secret_basic',
    // Authlib looks for keys at the provider, and authentik shows none: authlib/integrations/base_client/sync_openid.py
    refusesHs256: true,
    ...sharedClient,
    image: /\/romm$/,
    issuer: ['OIDC_SERVER_METADATA_URL', 'OIDC_SERVER_APPLICATION_URL'],
    defaultScopes: 'openid profile email',
    redirect: ['OIDC_REDIRECT_URI'],
    path: '/api/oauth/openid',
    // backend/endpoints/auth.py sends it as it is, and nothing by default
    needs: ['OIDC_REDIRECT_URI'],
    verifiedEmail: true,
    off: ['OIDC_ENABLED', /^false$/i],
  },
  {
    // mealie-recipes/mealie mealie/core/settings/settings.py, mealie/routes/auth/auth.py
    app: 'mealie',
    // Authlib's default: authlib/oauth2/client.py
    tokenEndpointAuthMethod: 'client_secret_basic',
    // Authlib looks for keys at the provider, and authentik shows none: authlib/integrations/base_client/sync_openid.py
    refusesHs256: true,
    ...sharedClient,
    image: /mealie$/,
    // OIDC_FEATURE in settings.py: without it there is no button. Version 1 was a public client.
    needsSince: { version: [2, 0], names: ['OIDC_CLIENT_SECRET', 'OIDC_CLIENT_SECRET_FILE'] },
    marks: ['OIDC_AUTH_ENABLED', 'OIDC_SIGNUP_ENABLED', 'OIDC_PROVIDER_NAME', 'OIDC_USER_GROUP', 'OIDC_ADMIN_GROUP', 'OIDC_REMEMBER_ME'],
    issuer: ['OIDC_CONFIGURATION_URL'],
    takes: 'discovery',
    scopes: ['OIDC_SCOPES_OVERRIDE'],
    defaultScopes: 'openid email profile',
    groupsScope: 'groups',
    base: ['BASE_URL'],
    path: '/login',
    anyHost: true,
    other: /\/login(?:\?direct=1)?$/,
    groups: ['OIDC_USER_GROUP', 'OIDC_ADMIN_GROUP'],
    groupsClaim: ['OIDC_GROUPS_CLAIM', 'groups'],
    off: ['OIDC_AUTH_ENABLED', /^false$/i],
  },
  {
    // miroslavpejic85/mirotalk .env.template, app/src/server.js: express-openid-connect
    app: 'mirotalk',
    ...sharedClient,
    image: /mirotalk\/(?:p2p|sfu)$/,
    issuer: ['OIDC_ISSUER_BASE_URL'],
    base: ['OIDC_BASE_URL'],
    path: '/auth/callback',
    off: ['OIDC_ENABLED', /^false$/i],
  },
  {
    // ghostfolio/ghostfolio apps/api/src/app/auth
    app: 'ghostfolio',
    ...sharedClient,
    marks: ['ENABLE_FEATURE_AUTH_OIDC'],
    image: /ghostfolio$/,
    issuer: ['OIDC_ISSUER'],
    scopes: ['OIDC_SCOPE'],
    defaultScopes: 'openid',
    redirect: ['OIDC_CALLBACK_URL'],
    base: ['ROOT_URL'],
    path: '/api/auth/oidc/callback',
    off: ['ENABLE_FEATURE_AUTH_OIDC', /^false$/i],
  },
  {
    // sysadminsmedia/homebox backend/internal/sys/config, backend/app/api/providers/oidc.go
    app: 'homebox',
    ...clientOf('HBOX_OIDC_'),
    issuer: ['HBOX_OIDC_ISSUER_URL'],
    scopes: ['HBOX_OIDC_SCOPE'],
    defaultScopes: 'openid profile email',
    path: '/api/v1/users/login/oidc/callback',
    exactIssuer: true,
    groups: ['HBOX_OIDC_ALLOWED_GROUPS'],
    groupsClaim: ['HBOX_OIDC_GROUP_CLAIM', 'groups'],
    decides: 'HBOX_OIDC_ALLOWED_GROUPS',
    off: ['HBOX_OIDC_ENABLED', /^false$/i],
  },
  {
    // homarr-labs/homarr packages/auth/env.ts, packages/auth/providers/oidc; Auth.js compares the issuer (homarr-labs/homarr#2004)
    app: 'homarr',
    shared: true,
    image: /homarr$/,
    marks: ['AUTH_OIDC_CLIENT_NAME', 'AUTH_OIDC_SCOPE_OVERWRITE', 'AUTH_OIDC_GROUPS_ATTRIBUTE', 'AUTH_PROVIDERS'],
    ...clientOf('AUTH_OIDC_'),
    issuer: ['AUTH_OIDC_ISSUER'],
    scopes: ['AUTH_OIDC_SCOPE_OVERWRITE'],
    defaultScopes: 'openid email profile groups',
    path: '/api/auth/callback/oidc',
    exactIssuer: 'as-url',
    // Passwords alone are its default.
    off: ['AUTH_PROVIDERS', /^(?!.*oidc)/i],
  },
  {
    // Freika/dawarich config/initializers/devise.rb: Devise answers below /users
    app: 'dawarich',
    ...sharedClient,
    image: /dawarich$/,
    marks: ['OIDC_REDIRECT_URI'],
    issuer: ['OIDC_ISSUER'],
    redirect: ['OIDC_REDIRECT_URI'],
    answersAt: '/users/auth/openid_connect/callback',
  },
  {
    // manyfold3d/manyfold config/initializers/devise.rb, we-promise/sure: OmniAuth's openid_connect in Rails
    app: 'omniauth',
    called: 'the app',
    ...sharedClient,
    image: /(?:manyfold|manyfold-solo|sure|maybe)$/,
    marks: ['OIDC_REDIRECT_URI'],
    issuer: ['OIDC_ISSUER'],
    redirect: ['OIDC_REDIRECT_URI'],
  },
  {
    // getarcaneapp/arcane backend/internal/config
    app: 'arcane',
    ...sharedClient,
    image: /arcane$/,
    marks: ['OIDC_MERGE_ACCOUNTS', 'OIDC_ADMIN_CLAIM'],
    issuer: ['OIDC_ISSUER_URL'],
    scopes: ['OIDC_SCOPES'],
    defaultScopes: 'openid email profile',
    base: ['APP_URL'],
    path: '/auth/oidc/callback',
  },
  {
    // TomBursch/kitchenowl backend/app/config.py
    app: 'kitchenowl',
    ...sharedClient,
    image: /kitchenowl/,
    marks: ['FRONT_URL'],
    issuer: ['OIDC_ISSUER'],
    base: ['FRONT_URL'],
    path: '/signin/redirect',
    other: /^kitchenowl:/,
  },
  {
    // getwud/wud app/authentications/providers/oidc
    app: 'wud',
    clientId: ['WUD_AUTH_OIDC_*_CLIENTID'],
    secret: ['WUD_AUTH_OIDC_*_CLIENTSECRET'],
    issuer: ['WUD_AUTH_OIDC_*_DISCOVERY'],
    base: ['WUD_PUBLIC_URL'],
    path: '/auth/oidc/*/cb',
  },
  {
    // mozilla/mozilla-django-oidc docs/settings.rst, for sissbruecker/linkding, suitenumerique/docs and others made with Django
    app: 'mozilla-django-oidc',
    called: 'the app',
    shared: true,
    ...clientOf('OIDC_RP_'),
    endpoints: ['OIDC_OP_AUTHORIZATION_ENDPOINT', 'OIDC_OP_TOKEN_ENDPOINT', 'OIDC_OP_USER_ENDPOINT', 'OIDC_OP_JWKS_ENDPOINT'],
    scopes: ['OIDC_RP_SCOPES'],
  },
  {
    // photoprism/photoprism internal/config/config_oidc.go, pkg/authn; docs.photoprism.app/getting-started/advanced/openid-connect
    app: 'photoprism',
    clientId: ['PHOTOPRISM_OIDC_CLIENT'],
    secret: ['PHOTOPRISM_OIDC_SECRET'],
    issuer: ['PHOTOPRISM_OIDC_URI'],
    scopes: ['PHOTOPRISM_OIDC_SCOPES'],
    base: ['PHOTOPRISM_SITE_URL'],
    path: '/api/v1/oidc/redirect',
  },
  {
    // jordan-dalby/ByteStash README, "SSO"; server/src/config/oidc.js: it asks for the scopes that OIDC_SCOPES names
    app: 'bytestash',
    ...sharedClient,
    image: /bytestash$/i,
    marks: [],
    secretMayHide: true,
    issuer: ['OIDC_ISSUER_URL'],
    scopes: ['OIDC_SCOPES'],
    path: '/api/auth/oidc/callback',
    off: ['OIDC_ENABLED', /^(?:false|0|no|off)$/i],
  },
  {
    // murtaza-nasir/speakr docs, "SSO setup"
    app: 'speakr',
    shared: true,
    ...clientOf('SSO_'),
    marks: ['SSO_DISCOVERY_URL'],
    issuer: ['SSO_DISCOVERY_URL'],
    takes: 'discovery',
    redirect: ['SSO_REDIRECT_URI'],
    off: ['ENABLE_SSO', /^(?:false|0|no|off)$/i],
  },
  {
    // TriliumNext/Trilium docs: Server Installation, Multi-Factor Authentication; apps/server/src/services/open_id.ts
    app: 'trilium',
    clientId: ['TRILIUM_MULTIFACTORAUTHENTICATION_OAUTHCLIENTID', 'TRILIUM_OAUTH_CLIENT_ID'],
    secret: ['TRILIUM_MULTIFACTORAUTHENTICATION_OAUTHCLIENTSECRET', 'TRILIUM_OAUTH_CLIENT_SECRET'],
    issuer: ['TRILIUM_MULTIFACTORAUTHENTICATION_OAUTHISSUERBASEURL', 'TRILIUM_OAUTH_ISSUER_BASE_URL'],
    base: ['TRILIUM_MULTIFACTORAUTHENTICATION_OAUTHBASEURL', 'TRILIUM_OAUTH_BASE_URL'],
    path: '/callback',
  },
  {
    // hargata/lubelog Models/Configuration/OpenIDConfig.cs, Controllers/LoginController.cs
    app: 'lubelogger',
    // Controllers/LoginController.cs, RemoteAuth
    tokenEndpointAuthMethod: 'client_secret_post',
    clientId: ['OpenIDConfig__ClientId'],
    secret: ['OpenIDConfig__ClientSecret'],
    endpoints: ['OpenIDConfig__AuthURL', 'OpenIDConfig__TokenURL', 'OpenIDConfig__UserInfoURL'],
    scopes: ['OpenIDConfig__Scope'],
    redirect: ['OpenIDConfig__RedirectURL'],
  },
  {
    // mayswind/ezbookkeeping conf/ezbookkeeping.ini; the way back: authelia.com/integration/openid-connect/clients/ezbookkeeping
    app: 'ezbookkeeping',
    ...clientOf('EBK_AUTH_OAUTH2_'),
    issuer: ['EBK_AUTH_OIDC_PROVIDER_BASE_URL'],
    base: ['EBK_SERVER_ROOT_URL'],
    path: '/oauth2/callback',
    off: ['EBK_AUTH_ENABLE_OAUTH2_AUTH', /^false$/i],
  },
  {
    // opencloud-eu/opencloud services/web/pkg/config/defaults, services/proxy; owncloud/ocis has the same under another name
    app: 'opencloud',
    clientId: ['WEBFINGER_WEB_OIDC_CLIENT_ID', 'WEB_OIDC_CLIENT_ID', 'OC_OIDC_CLIENT_ID'],
    defaultClientId: 'web',
    issuer: ['OC_OIDC_ISSUER', 'OCIS_OIDC_ISSUER'],
    scopes: ['WEBFINGER_WEB_OIDC_CLIENT_SCOPES', 'WEB_OIDC_SCOPE', 'OC_OIDC_CLIENT_SCOPES'],
    defaultScopes: 'openid profile email',
    base: ['OC_URL', 'OCIS_URL'],
    path: '/oidc-callback.html',
    other: /\/(?:oidc-(?:callback|silent-redirect)\.html)?$/,
    // Of its own accord it is the identity provider of its users.
    mayServeItself: true,
  },
  {
    // NousResearch/hermes-agent plugins/dashboard_auth/self_hosted: tokens signed with RS256 or ES256 alone, always with PKCE
    app: 'hermes-agent',
    refusesHs256: true,
    ...clientOf('HERMES_DASHBOARD_OIDC_'),
    secretMayHide: true,
    issuer: ['HERMES_DASHBOARD_OIDC_ISSUER'],
    scopes: ['HERMES_DASHBOARD_OIDC_SCOPES'],
    defaultScopes: 'openid profile email',
    base: ['HERMES_DASHBOARD_PUBLIC_URL'],
    path: '/auth/callback',
  },
  {
    // lennart-k/rustical docs/setup/oidc.md; crates/oidc/src/lib.rs: the way back has the host of the request, and openidconnect-rs compares the issuer
    app: 'rustical',
    ...clientOf('RUSTICAL_OIDC__'),
    issuer: ['RUSTICAL_OIDC__ISSUER'],
    exactIssuer: true,
    scopes: ['RUSTICAL_OIDC__SCOPES'],
    addsOpenid: true,
    path: '/frontend/login/oidc/callback',
    groups: ['RUSTICAL_OIDC__REQUIRE_GROUP'],
    decides: 'RUSTICAL_OIDC__REQUIRE_GROUP',
    anyHost: true,
  },
];
