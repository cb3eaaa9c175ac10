import type { SettingsForm } from '../../login/settings-form.ts';
import { camelCase, snakeCase } from './key-names.ts';

/** Tools with a file of settings, or values of their chart, that are theirs alone. */
export const toolForms: readonly SettingsForm[] = [
  {
    // jenkinsci/oic-auth-plugin README.md: securityRealm.oic of Configuration as Code, before and since version 4
    app: 'jenkins',
    under: ['oic'],
    ...camelCase,
    issuer: ['serverConfiguration/wellKnown/wellKnownOpenIDConfigurationUrl', 'serverConfiguration/manual/issuer', 'wellKnownOpenIDConfigurationUrl'],
    endpoints: ['serverConfiguration/manual/authorizationServerUrl', 'serverConfiguration/manual/tokenServerUrl', 'authorizationServerUrl', 'tokenServerUrl'],
    scopes: ['serverConfiguration/wellKnown/scopesOverride', 'serverConfiguration/manual/scopes', 'scopes'],
    path: '/securityRealm/finishLogin',
  },
  {
    // backstage/backstage docs/auth/oidc.md; plugins/auth-backend-module-oidc-provider
    app: 'backstage',
    under: ['auth', 'providers', 'oidc', '*'],
    marks: ['metadataUrl'],
    ...camelCase,
    issuer: ['metadataUrl'],
    redirect: ['callbackUrl'],
    scopes: ['additionalScopes'],
    path: '/api/auth/oidc/handler/frame',
  },
  {
    // kiali.io/docs/configuration/authentication/openid: auth.openid of its chart or its custom resource; it comes back to the root of its address
    app: 'kiali',
    under: ['auth', 'openid'],
    marks: ['issuer_uri'],
    clientId: ['client_id'],
    issuer: ['issuer_uri'],
    scopes: ['scopes'],
  },
  {
    // dpgaspar/Flask-AppBuilder docs/security.rst, for Superset and Airflow: OAUTH_PROVIDERS
    app: 'flask-appbuilder',
    called: 'the app',
    under: ['OAUTH_PROVIDERS', '*'],
    clientId: ['remote_app/client_id'],
    secret: ['remote_app/client_secret'],
    issuer: ['remote_app/server_metadata_url'],
    endpoints: ['remote_app/authorize_url', 'remote_app/access_token_url', 'remote_app/api_base_url'],
    scopes: ['remote_app/client_kwargs/scope'],
    path: '/oauth-authorized/*',
    id: ['name'],
  },
  {
    // sonar-auth-oidc/sonar-auth-oidc README.md: properties, in the values of SonarQube's chart as sonarProperties
    app: 'sonarqube',
    under: ['*'],
    marks: ['sonar.auth.oidc.issuerUri'],
    clientId: ['sonar.auth.oidc.clientId.secured', 'sonar.auth.oidc.clientId'],
    secret: ['sonar.auth.oidc.clientSecret.secured', 'sonar.auth.oidc.clientSecret'],
    issuer: ['sonar.auth.oidc.issuerUri'],
    scopes: ['sonar.auth.oidc.scopes'],
    path: '/oauth2/callback/oidc',
  },
  {
    // Kareadita/Kavita API/config/appsettings.json: OpenIdConnectSettings
    app: 'kavita',
    under: ['OpenIdConnectSettings'],
    clientId: ['ClientId'],
    secret: ['Secret'],
    issuer: ['Authority'],
    path: '/signin-oidc',
  },
  {
    // tchiotludo/akhq docs/docs/configuration/authentifications/oidc.md, of Micronaut
    app: 'micronaut',
    called: 'the app',
    under: ['security', 'oauth2', 'clients', '*'],
    marks: ['openid/issuer'],
    clientId: ['client-id'],
    secret: ['client-secret'],
    issuer: ['openid/issuer'],
    scopes: ['scopes'],
    path: '/oauth/callback/*',
  },
  {
    // kafbat/kafka-ui, provectus/kafka-ui: documentation/authentication/oauth2, of Spring Security
    app: 'kafka-ui',
    under: ['auth', 'oauth2', 'client', '*'],
    clientId: ['clientId', 'client-id'],
    secret: ['clientSecret', 'client-secret'],
    issuer: ['issuer-uri', 'issuerUri'],
    endpoints: ['authorization-uri', 'token-uri'],
    redirect: ['redirect-uri', 'redirectUri'],
    scopes: ['scope'],
    path: '/login/oauth2/code/*',
    exactIssuer: true,
  },
  {
    // opensearch-project/security-dashboards-plugin server/auth/types/openid
    app: 'opensearch-dashboards',
    under: ['^'],
    marks: ['opensearch_security.openid.connect_url'],
    clientId: ['opensearch_security.openid.client_id'],
    secret: ['opensearch_security.openid.client_secret'],
    issuer: ['opensearch_security.openid.connect_url'],
    scopes: ['opensearch_security.openid.scope'],
    base: ['opensearch_security.openid.base_redirect_url'],
    path: '/auth/openid/login',
  },
  {
    // quay/quay util/config/schema.py: NAME_LOGIN_CONFIG; endpoints/oauth/login.py
    app: 'quay',
    under: ['*'],
    marks: ['OIDC_SERVER', 'SERVICE_NAME'],
    clientId: ['CLIENT_ID'],
    secret: ['CLIENT_SECRET'],
    issuer: ['OIDC_SERVER'],
    scopes: ['LOGIN_SCOPES'],
    path: '/oauth2/*/callback',
    idFrom: (key) => key.replace(/_LOGIN_CONFIG$/, '').toLowerCase(),
  },
  {
    // ether/ep_openid_connect README.md: settings.json
    app: 'etherpad',
    under: ['ep_openid_connect'],
    ...snakeCase,
    issuer: ['issuer'],
    scopes: ['scope'],
    base: ['ep_openid_connect/base_url'],
    path: '/ep_openid_connect/callback',
  },
  {
    // h44z/wg-portal docs/documentation/configuration/overview.md: auth.oidc; extra_scopes come beside openid
    app: 'wg-portal',
    under: ['auth', 'oidc', '*'],
    marks: ['base_url'],
    ...snakeCase,
    issuer: ['base_url'],
    scopes: ['extra_scopes'],
    addsOpenid: true,
    base: ['web/external_url'],
    path: '/api/v0/auth/login/*/callback',
    id: ['provider_name'],
  },
  {
    // warp-tech/warpgate warpgate-sso/src/config.rs; the way back: warpgate.null.page/sso
    app: 'warpgate',
    under: ['sso_providers', '*'],
    marks: ['provider/issuer_url'],
    clientId: ['provider/client_id'],
    secret: ['provider/client_secret'],
    issuer: ['provider/issuer_url'],
    scopes: ['provider/scopes'],
    path: '/@warpgate/api/sso/return',
  },
  {
    // gtsteffaniak/filebrowser (Quantum) backend/common/settings/auth.go: auth.methods.oidc
    app: 'filebrowser',
    under: ['auth', 'methods', 'oidc'],
    ...camelCase,
    issuer: ['issuerUrl'],
    scopes: ['scopes'],
    path: '/api/auth/oidc/callback',
    off: ['enabled', /^false$/],
  },
  {
    // tale/headplane config.example.yaml: oidc; its words are Headscale's too
    app: 'headplane',
    about: /headplane/i,
    under: ['oidc'],
    marks: ['issuer'],
    clientId: ['client_id'],
    secret: ['client_secret', 'client_secret_path'],
    issuer: ['issuer'],
    scopes: ['scope'],
    redirect: ['redirect_uri'],
    base: ['server/base_url'],
    path: '/admin/oidc/callback',
  },
  {
    // toeverything/AFFiNE packages/backend/server/src/plugins/oauth/config.ts: config.json
    app: 'affine',
    under: ['oauth', 'providers.oidc'],
    ...camelCase,
    issuer: ['issuer'],
    scopes: ['args/scope'],
    path: '/oauth/callback',
  },
  {
    // pomerium/pomerium config/options.go: config.yaml
    app: 'pomerium',
    under: ['^'],
    marks: ['idp_provider_url'],
    clientId: ['idp_client_id'],
    secret: ['idp_client_secret', 'idp_client_secret_file'],
    issuer: ['idp_provider_url'],
    scopes: ['idp_scopes'],
    base: ['authenticate_service_url'],
    path: '/oauth2/callback',
    exactIssuer: true,
  },
  {
    // superseriousbusiness/gotosocial example/config.yaml
    app: 'gotosocial',
    under: ['^'],
    marks: ['oidc-idp-name', 'oidc-issuer'],
    clientId: ['oidc-client-id'],
    secret: ['oidc-client-secret'],
    issuer: ['oidc-issuer'],
    scopes: ['oidc-scopes'],
    defaultScopes: 'openid email profile groups',
    path: '/auth/callback',
    exactIssuer: true,
    groups: ['oidc-allowed-groups'],
    decides: 'oidc-allowed-groups',
    off: ['oidc-enabled', /^false$/],
  },
];
