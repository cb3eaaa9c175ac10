import type { EnvironmentForm } from '../../login/environment-form.ts';
import { clientOf, sharedClient } from './client-names.ts';

/** Apps that many people work with together, and those that a household opens to others. */
export const knownCommunityApps: readonly EnvironmentForm[] = [
  {
    // wekan/wekan docs/Login/OAuth2.md, docker-compose.yml; the way back: authelia.com/integration/openid-connect/clients/wekan
    app: 'wekan',
    shared: true,
    image: /wekan$/,
    marks: ['OAUTH2_AUTH_ENDPOINT', 'OAUTH2_LOGIN_STYLE', 'OAUTH2_USERNAME_MAP'],
    clientId: ['OAUTH2_CLIENT_ID'],
    secret: ['OAUTH2_SECRET'],
    endpoints: ['OAUTH2_AUTH_ENDPOINT', 'OAUTH2_TOKEN_ENDPOINT', 'OAUTH2_USERINFO_ENDPOINT'],
    scopes: ['OAUTH2_REQUEST_PERMISSIONS'],
    base: ['ROOT_URL'],
    path: '/_oauth/oidc',
    off: ['OAUTH2_ENABLED', /^false$/i],
  },
  {
    // penpot/penpot docs/technical-guide/configuration.md, backend/src/app/auth/oidc.clj
    app: 'penpot',
    ...clientOf('PENPOT_OIDC_'),
    issuer: ['PENPOT_OIDC_BASE_URI'],
    endpoints: ['PENPOT_OIDC_AUTH_URI', 'PENPOT_OIDC_TOKEN_URI', 'PENPOT_OIDC_USER_URI'],
    scopes: ['PENPOT_OIDC_SCOPES'],
    base: ['PENPOT_PUBLIC_URI'],
    // Older ones come back below /api/auth/oauth.
    other: /\/api\/auth\/(?:oauth\/)?oidc\/callback$/,
  },
  {
    // gitroomhq/postiz-app apps/backend/src/services/auth/providers/oauth.provider.ts: it asks for a token and for the user, and looks at no ID token
    app: 'postiz',
    refusesHs256: false,
    ...clientOf('POSTIZ_OAUTH_'),
    endpoints: ['POSTIZ_OAUTH_AUTH_URL', 'POSTIZ_OAUTH_TOKEN_URL', 'POSTIZ_OAUTH_USERINFO_URL'],
    scopes: ['POSTIZ_OAUTH_SCOPE'],
    defaultScopes: 'openid profile email',
    base: ['FRONTEND_URL'],
    path: '/settings',
    off: ['POSTIZ_GENERIC_OAUTH', /^false$/i],
  },
  {
    // gristlabs/grist-core app/server/lib/OIDCConfig.ts: an address that is not verified is refused, but for the variable
    app: 'grist',
    ...clientOf('GRIST_OIDC_IDP_'),
    issuer: ['GRIST_OIDC_IDP_ISSUER'],
    scopes: ['GRIST_OIDC_IDP_SCOPES'],
    defaultScopes: 'openid email profile',
    base: ['GRIST_OIDC_SP_HOST'],
    path: '/oauth2/callback',
    verifiedEmail: ['GRIST_OIDC_SP_IGNORE_EMAIL_VERIFIED', /^(?:true|1|yes|on)$/i],
  },
  {
    // mastodon/mastodon config/initializers/3_omniauth.rb
    app: 'mastodon',
    ...sharedClient,
    image: /mastodon(?:-streaming)?$/,
    marks: ['OIDC_UID_FIELD', 'OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED'],
    issuer: ['OIDC_ISSUER'],
    scopes: ['OIDC_SCOPE'],
    redirect: ['OIDC_REDIRECT_URI'],
    off: ['OIDC_ENABLED', /^false$/i],
  },
  {
    // discourse/discourse plugins/discourse-openid-connect/config/settings.yml; settings by environment have DISCOURSE_ before their name
    app: 'discourse',
    ...clientOf('DISCOURSE_OPENID_CONNECT_'),
    issuer: ['DISCOURSE_OPENID_CONNECT_DISCOVERY_DOCUMENT'],
    scopes: ['DISCOURSE_OPENID_CONNECT_AUTHORIZE_SCOPE'],
    defaultScopes: 'openid',
    path: '/auth/oidc/callback',
    off: ['DISCOURSE_OPENID_CONNECT_ENABLED', /^false$/i],
  },
  {
    // documenso/documenso packages/auth/server/config.ts
    app: 'documenso',
    ...clientOf('NEXT_PRIVATE_OIDC_'),
    issuer: ['NEXT_PRIVATE_OIDC_WELL_KNOWN'],
    base: ['NEXT_PUBLIC_WEBAPP_URL'],
    path: '/api/auth/callback/oidc',
  },
  {
    // lukevella/rallly apps/docs/self-hosting/configuration-options.mdx: its way back differs between versions 3 and 4
    app: 'rallly',
    ...sharedClient,
    image: /rallly$/,
    marks: ['NOREPLY_EMAIL', 'NOREPLY_EMAIL_NAME'],
    issuer: ['OIDC_DISCOVERY_URL'],
    other: /\/api\/auth\/(?:oauth2\/)?callback\/oidc$/,
  },
  {
    // superseriousbusiness/gotosocial internal/config/defaults.go, internal/oidc: go-oidc compares the issuer
    app: 'gotosocial',
    ...clientOf('GTS_OIDC_'),
    issuer: ['GTS_OIDC_ISSUER'],
    scopes: ['GTS_OIDC_SCOPES'],
    defaultScopes: 'openid email profile groups',
    path: '/auth/callback',
    exactIssuer: true,
    groups: ['GTS_OIDC_ALLOWED_GROUPS'],
    decides: 'GTS_OIDC_ALLOWED_GROUPS',
    off: ['GTS_OIDC_ENABLED', /^false$/i],
  },
  {
    // Leantime/leantime config/sample.env, app/Domain/Oidc
    app: 'leantime',
    ...clientOf('LEAN_OIDC_'),
    issuer: ['LEAN_OIDC_PROVIDER_URL'],
    scopes: ['LEAN_OIDC_SCOPES'],
    base: ['LEAN_APP_URL'],
    path: '/oidc/callback',
    off: ['LEAN_OIDC_ENABLE', /^false$/i],
  },
  {
    // Kovah/LinkAce config/services.php; the way back: authelia.com/integration/openid-connect/clients/linkace
    app: 'linkace',
    ...clientOf('SSO_OIDC_'),
    issuer: ['SSO_OIDC_BASE_URL'],
    base: ['APP_URL'],
    path: '/auth/sso/oidc/callback',
    off: ['SSO_OIDC_ENABLED', /^false$/i],
  },
  {
    // gramps-project/gramps-web-api gramps_webapi/config.py, docs of Gramps Web: install_setup/oidc
    app: 'gramps-web',
    ...clientOf('GRAMPSWEB_OIDC_'),
    issuer: ['GRAMPSWEB_OIDC_ISSUER'],
    scopes: ['GRAMPSWEB_OIDC_SCOPES'],
    defaultScopes: 'openid email profile',
    base: ['GRAMPSWEB_BASE_URL'],
    other: /\/api\/oidc\/callback\/(?:\?provider=custom)?$/,
    off: ['GRAMPSWEB_OIDC_ENABLED', /^false$/i],
  },
  {
    // IgnisDA/ryot apps/docs/src/guides/openid.md
    app: 'ryot',
    ...clientOf('SERVER_OIDC_'),
    issuer: ['SERVER_OIDC_ISSUER_URL'],
    base: ['FRONTEND_URL'],
    path: '/api/auth',
  },
  {
    // toeverything/AFFiNE packages/backend/server/src/plugins/oauth: config.ts, providers/oidc.ts
    app: 'affine',
    shared: true,
    image: /affine(?:-graphql)?$/,
    ...clientOf('OAUTH_OIDC_'),
    issuer: ['OAUTH_OIDC_ISSUER'],
    scopes: ['OAUTH_OIDC_SCOPE'],
    base: ['AFFINE_SERVER_EXTERNAL_URL'],
    path: '/oauth/callback',
  },
  {
    // diced/zipline src/lib/oauth/providerUtil.ts: the scopes are fixed; authelia.com/integration/openid-connect/clients/zipline
    app: 'zipline',
    // src/server/routes/api/auth/oauth/oidc.ts
    tokenEndpointAuthMethod: 'client_secret_post',
    shared: true,
    image: /zipline$/,
    ...clientOf('OAUTH_OIDC_'),
    endpoints: ['OAUTH_OIDC_AUTHORIZE_URL', 'OAUTH_OIDC_TOKEN_URL', 'OAUTH_OIDC_USERINFO_URL'],
    redirect: ['OAUTH_OIDC_REDIRECT_URI'],
    path: '/api/auth/oauth/oidc',
  },
  {
    // ClaperCo/Claper config/runtime.exs; the way back: authelia.com/integration/openid-connect/clients/claper
    app: 'claper',
    ...sharedClient,
    image: /claper$/,
    marks: ['OIDC_AUTO_REDIRECT_LOGIN', 'OIDC_PROPERTY_MAPPINGS'],
    issuer: ['OIDC_ISSUER'],
    scopes: ['OIDC_SCOPES'],
    base: ['BASE_URL'],
    path: '/users/oidc/callback',
  },
  {
    // directus/directus api/src/auth/drivers/openid.ts
    app: 'directus',
    shared: true,
    image: /directus$/,
    marks: ['AUTH_PROVIDERS'],
    ...clientOf('AUTH_*_'),
    issuer: ['AUTH_*_ISSUER_URL'],
    scopes: ['AUTH_*_SCOPE'],
    defaultScopes: 'openid profile email',
    base: ['PUBLIC_URL'],
    path: '/auth/login/*/callback',
  },
  {
    // onyx-dot-app/onyx backend/onyx/main.py, backend/onyx/configs/app_configs.py
    app: 'onyx',
    imageWords: /danswer/i,
    shared: true,
    ...clientOf('OAUTH_'),
    issuer: ['OPENID_CONFIG_URL'],
    scopes: ['OIDC_SCOPE_OVERRIDE'],
    base: ['WEB_DOMAIN'],
    path: '/auth/oidc/callback',
    off: ['AUTH_TYPE', /^(?:disabled|basic|google_oauth|saml)$/],
  },
  {
    // langfuse/langfuse web/src/server/auth.ts, web/src/env.mjs
    app: 'langfuse',
    // NextAuth 4 has openid-client, which expects RS256: nextauthjs/next-auth packages/next-auth/src/core/lib/oauth/client.ts
    refusesHs256: true,
    ...clientOf('AUTH_CUSTOM_'),
    issuer: ['AUTH_CUSTOM_ISSUER'],
    scopes: ['AUTH_CUSTOM_SCOPE'],
    defaultScopes: 'openid email profile',
    base: ['NEXTAUTH_URL'],
    path: '/api/auth/callback/custom',
  },
  {
    // ZimengXiong/ExcaliDash backend/.env.example: an address that is not verified is refused, but for the variable
    app: 'excalidash',
    ...sharedClient,
    image: /excalidash(?:-backend)?$/,
    marks: ['OIDC_REQUIRE_EMAIL_VERIFIED', 'OIDC_JIT_PROVISIONING', 'OIDC_FIRST_USER_ADMIN'],
    issuer: ['OIDC_ISSUER_URL', 'OIDC_DISCOVERY_URL'],
    scopes: ['OIDC_SCOPES'],
    defaultScopes: 'openid profile email',
    redirect: ['OIDC_REDIRECT_URI'],
    groups: ['OIDC_ADMIN_GROUPS'],
    verifiedEmail: ['OIDC_REQUIRE_EMAIL_VERIFIED', /^(?:false|0|no|off)$/i],
  },
  {
    // journiv/journiv-app app/core/config.py, app/api/v1/endpoints/oidc.py: an address that is not verified is refused, but for the variable
    app: 'journiv',
    // Authlib looks for keys at the provider, and authentik shows none: authlib/integrations/base_client/sync_openid.py
    refusesHs256: true,
    ...sharedClient,
    image: /journiv(?:-app)?$/,
    marks: ['OIDC_REQUIRE_VERIFIED_EMAIL', 'OIDC_ALLOW_INSECURE_PROD'],
    issuer: ['OIDC_ISSUER'],
    scopes: ['OIDC_SCOPES'],
    defaultScopes: 'openid email profile',
    redirect: ['OIDC_REDIRECT_URI'],
    verifiedEmail: ['OIDC_REQUIRE_VERIFIED_EMAIL', /^(?:false|0|no|off|f|n)$/i],
    off: ['OIDC_ENABLED', /^false$/i],
  },
  {
    // wg-easy/wg-easy docs/content/advanced/config/external-authentication.md; an address that is not verified is refused: wg-easy/wg-easy#2741
    app: 'wg-easy',
    ...clientOf('OAUTH_OIDC_'),
    shared: true,
    image: /wg-easy$/,
    issuer: ['OAUTH_OIDC_SERVER'],
    defaultScopes: 'openid email profile',
    path: '/api/auth/oidc/callback',
    other: /\/api\/auth\/oidc\/link$/,
    verifiedEmail: true,
  },
];
