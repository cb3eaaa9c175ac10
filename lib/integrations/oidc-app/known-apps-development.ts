import type { EnvironmentForm } from '../../login/environment-form.ts';
import { clientOf } from './client-names.ts';

/** Tools of developers and of who runs a cluster. */
export const knownDevelopmentApps: readonly EnvironmentForm[] = [
  {
    // n8n-io/n8n packages/@n8n/config/src/configs/instance-settings-loader.config.ts, packages/cli/src/modules/sso-oidc/oidc.service.ee.ts
    app: 'n8n',
    clientId: ['N8N_SSO_OIDC_CLIENT_ID'],
    secret: ['N8N_SSO_OIDC_CLIENT_SECRET'],
    issuer: ['N8N_SSO_OIDC_DISCOVERY_ENDPOINT'],
    defaultScopes: undefined,
    base: ['N8N_EDITOR_BASE_URL', 'WEBHOOK_URL'],
    path: '/rest/sso/oidc/callback',
    exactIssuer: false,
    off: ['N8N_SSO_OIDC_LOGIN_ENABLED', /^false$/i],
  },
  {
    // DefectDojo/django-DefectDojo dojo/settings/settings.dist.py; python-social-auth/social-core: /complete/BACKEND/
    app: 'defectdojo',
    // social_core/backends/open_id_connect.py: JWT_ALGORITHMS is RS256
    refusesHs256: true,
    clientId: ['DD_SOCIAL_AUTH_KEYCLOAK_KEY'],
    secret: ['DD_SOCIAL_AUTH_KEYCLOAK_SECRET'],
    issuer: [],
    endpoints: ['DD_SOCIAL_AUTH_KEYCLOAK_AUTHORIZATION_URL', 'DD_SOCIAL_AUTH_KEYCLOAK_ACCESS_TOKEN_URL'],
    defaultScopes: undefined,
    other: /\/complete\/keycloak\/$/,
    exactIssuer: false,
    off: ['DD_SOCIAL_AUTH_KEYCLOAK_OAUTH2_ENABLED', /^false$/i],
  },
  {
    // coder/coder codersdk/deployment.go, coderd/userauth.go
    app: 'coder',
    clientId: ['CODER_OIDC_CLIENT_ID'],
    secret: ['CODER_OIDC_CLIENT_SECRET', 'CODER_OIDC_CLIENT_KEY_FILE'],
    issuer: ['CODER_OIDC_ISSUER_URL'],
    scopes: ['CODER_OIDC_SCOPES'],
    defaultScopes: 'openid profile email',
    base: ['CODER_ACCESS_URL'],
    path: '/api/v2/users/oidc/callback',
    exactIssuer: true,
    verifiedEmail: ['CODER_OIDC_IGNORE_EMAIL_VERIFIED', /^true$/i],
  },
  {
    // minio/minio internal/config/identity/openid; the console's page is /oauth_callback (minio/console)
    app: 'minio',
    ...clientOf('MINIO_IDENTITY_OPENID_'),
    issuer: ['MINIO_IDENTITY_OPENID_CONFIG_URL'],
    takes: 'discovery',
    scopes: ['MINIO_IDENTITY_OPENID_SCOPES'],
    redirect: ['MINIO_IDENTITY_OPENID_REDIRECT_URI'],
    base: ['MINIO_BROWSER_REDIRECT_URL'],
    path: '/oauth_callback',
    off: ['MINIO_IDENTITY_OPENID_ENABLE', /^off$/i],
  },
  {
    // BerriAI/litellm litellm/proxy/management_endpoints/ui_sso.py
    app: 'litellm',
    shared: true,
    ...clientOf('GENERIC_'),
    endpoints: ['GENERIC_AUTHORIZATION_ENDPOINT', 'GENERIC_TOKEN_ENDPOINT', 'GENERIC_USERINFO_ENDPOINT'],
    scopes: ['GENERIC_SCOPE'],
    defaultScopes: 'openid email profile',
    base: ['PROXY_BASE_URL'],
    path: '/sso/callback',
  },
  {
    // thomiceli/opengist internal/config/config.go, internal/auth/oauth/openid.go: the name of the groups claim is asked for as a scope
    app: 'opengist',
    // markbates/goth providers/openidConnect reads the token without a look at its signature
    refusesHs256: false,
    clientId: ['OG_OIDC_CLIENT_KEY'],
    secret: ['OG_OIDC_SECRET'],
    issuer: ['OG_OIDC_DISCOVERY_URL'],
    defaultScopes: 'openid email profile',
    moreScopes: ['OG_OIDC_GROUP_CLAIM_NAME'],
    base: ['OG_EXTERNAL_URL'],
    path: '/oauth/openid-connect/callback',
    groups: ['OG_OIDC_ADMIN_GROUP'],
  },
  {
    // drakkan/sftpgo internal/httpd/oidc.go
    app: 'sftpgo',
    ...clientOf('SFTPGO_HTTPD__BINDINGS__*__OIDC__'),
    issuer: ['SFTPGO_HTTPD__BINDINGS__*__OIDC__CONFIG_URL'],
    scopes: ['SFTPGO_HTTPD__BINDINGS__*__OIDC__SCOPES'],
    defaultScopes: 'openid profile email',
    base: ['SFTPGO_HTTPD__BINDINGS__*__OIDC__REDIRECT_BASE_URL'],
    path: '/web/oidc/redirect',
    exactIssuer: true,
  },
  {
    // moghtech/komodo client/core/rs/src/entities/config/core.rs
    app: 'komodo',
    ...clientOf('KOMODO_OIDC_'),
    issuer: ['KOMODO_OIDC_PROVIDER'],
    // bin/core/src/auth/oidc/client.rs: openidconnect compares the issuer
    exactIssuer: true,
    defaultScopes: 'openid profile email',
    base: ['KOMODO_HOST'],
    path: '/auth/oidc/callback',
    off: ['KOMODO_OIDC_ENABLED', /^false$/i],
  },
  {
    // gotson/komga, and whatever else is made with Spring Security: docs.spring.io/spring-security/reference/servlet/oauth2/login/core.html
    app: 'spring',
    called: 'the Spring app',
    clientId: ['SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_CLIENT_ID', 'SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_CLIENTID'],
    secret: ['SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_CLIENT_SECRET', 'SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_CLIENTSECRET'],
    issuer: ['SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_*_ISSUER_URI', 'SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_*_ISSUERURI'],
    scopes: ['SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_SCOPE', 'SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_SCOPES'],
    redirect: ['SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_REDIRECT_URI', 'SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_*_REDIRECTURI'],
    path: '/login/oauth2/code/*',
    // ClientRegistrations.fromIssuerLocation compares the issuer of the discovery document with the one that was asked for.
    exactIssuer: true,
    secretMayHide: true,
    shared: true,
  },
  {
    // netbirdio/netbird infrastructure_files/docker-compose.yml.tmpl
    app: 'netbird',
    shared: true,
    ...clientOf('AUTH_'),
    issuer: ['AUTH_AUTHORITY'],
    scopes: ['AUTH_SUPPORTED_SCOPES'],
    secretMayHide: true,
  },
  {
    // python-social-auth/social-core social_core/backends/open_id_connect.py, for NetBox: netbox-community/netbox docs/administration/authentication
    app: 'netbox',
    // social_core/backends/open_id_connect.py: JWT_ALGORITHMS is RS256
    refusesHs256: true,
    clientId: ['SOCIAL_AUTH_OIDC_KEY'],
    secret: ['SOCIAL_AUTH_OIDC_SECRET'],
    issuer: ['SOCIAL_AUTH_OIDC_OIDC_ENDPOINT'],
    scopes: ['SOCIAL_AUTH_OIDC_SCOPE'],
    defaultScopes: 'openid profile email',
    path: '/oauth/complete/oidc/',
    secretMayHide: true,
  },
  {
    // mattermost/mattermost server/public/model/config.go, OpenIdSettings: docs.mattermost.com/onboard/sso-openidconnect.html
    app: 'mattermost',
    clientId: ['MM_OPENIDSETTINGS_ID'],
    secret: ['MM_OPENIDSETTINGS_SECRET'],
    issuer: ['MM_OPENIDSETTINGS_DISCOVERYENDPOINT'],
    scopes: ['MM_OPENIDSETTINGS_SCOPE'],
    defaultScopes: 'openid profile email',
    base: ['MM_SERVICESETTINGS_SITEURL'],
    path: '/signup/openid/complete',
    secretMayHide: true,
    off: ['MM_OPENIDSETTINGS_ENABLE', /^false$/i],
  },
  {
    // the free edition signs in at any provider as if it were GitLab: server/public/model/config.go, GitLabSettings
    app: 'mattermost',
    clientId: ['MM_GITLABSETTINGS_ID'],
    secret: ['MM_GITLABSETTINGS_SECRET'],
    issuer: ['MM_GITLABSETTINGS_DISCOVERYENDPOINT'],
    endpoints: ['MM_GITLABSETTINGS_AUTHENDPOINT', 'MM_GITLABSETTINGS_TOKENENDPOINT', 'MM_GITLABSETTINGS_USERAPIENDPOINT'],
    scopes: ['MM_GITLABSETTINGS_SCOPE'],
    base: ['MM_SERVICESETTINGS_SITEURL'],
    path: '/signup/gitlab/complete',
    secretMayHide: true,
    off: ['MM_GITLABSETTINGS_ENABLE', /^false$/i],
  },
  {
    // muety/wakapi config.default.yml: security.oidc; routes/oidc.go
    app: 'wakapi',
    ...clientOf('WAKAPI_OIDC_PROVIDERS_*_'),
    issuer: ['WAKAPI_OIDC_PROVIDERS_*_ENDPOINT'],
  },
];
