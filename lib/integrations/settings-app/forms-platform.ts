import type { SettingsForm } from '../../login/settings-form.ts';
import { camelCase, goCase, snakeCase } from './key-names.ts';

/** weaveworks/weave-gitops; pkg/server/auth/auth.go has its paths. */
const weaveGitops = {
  app: 'weave-gitops',
  ...goCase,
  issuer: ['issuerURL'],
  redirect: ['redirectURL'],
  answersAt: '/oauth2/callback',
  exactIssuer: true,
} as const;

/** thomiceli/opengist helm/opengist/values.yaml: config, with the keys of its own file; internal/auth/oauth/openid.go has its scopes */
const opengist = {
  app: 'opengist',
  // markbates/goth providers/openidConnect reads the token without a look at its signature
  refusesHs256: false,
  marks: ['oidc.client-key'],
  clientId: ['oidc.client-key'],
  secret: ['oidc.secret'],
  issuer: ['oidc.discovery-url'],
  defaultScopes: 'openid email profile',
  moreScopes: ['oidc.group-claim-name'],
  groups: ['oidc.admin-group'],
  base: ['external-url'],
  path: '/oauth/openid-connect/callback',
} as const;

/** What clusters and developers run. */
export const platformForms: readonly SettingsForm[] = [
  {
    // forgejo-helm/forgejo-helm and gitea/helm-gitea, values.yaml: gitea.oauth; the name makes the path (go-gitea/gitea services/auth/source/oauth2)
    app: 'gitea',
    // markbates/goth providers/openidConnect reads the token without a look at its signature
    refusesHs256: false,
    under: ['gitea', 'oauth', '*'],
    clientId: ['key'],
    secret: ['secret'],
    issuer: ['autoDiscoverUrl'],
    scopes: ['scopes'],
    // go-gitea/gitea services/auth/source/oauth2/providers_openid.go: those of app.ini, and those of the source where it has none
    scopesOfAll: ['gitea/config/oauth2_client/OPENID_CONNECT_SCOPES'],
    defaultScopes: 'openid',
    addsOpenid: true,
    base: ['gitea/config/server/ROOT_URL', 'gitea/config/server/DOMAIN'],
    path: '/user/oauth2/*/callback',
    id: ['name'],
    idFrom: encodeURIComponent,
    existing: { name: ['existingSecret'], clientId: 'key', secret: 'secret' },
    groups: ['adminGroup', 'restrictedGroup'],
    groupsClaim: ['groupClaimName', ''],
  },
  // charts/gitops-server/values.yaml: oidcSecret; and the same by a Secret: docs of weave-gitops, "Gaining access via SSO/OIDC".
  { ...weaveGitops, under: ['oidcSecret'], path: '/oauth2/callback' },
  { ...weaveGitops, under: ['^'], marks: ['issuerURL', 'clientID', 'redirectURL'] },
  {
    // akuity/kargo charts/kargo/values.yaml: api.oidc; docs: the UI comes back to /login
    app: 'kargo',
    about: /kargo/i,
    under: ['api', 'oidc'],
    clientId: ['clientID'],
    issuer: ['issuerURL'],
    base: ['api/host'],
    path: '/login',
    exactIssuer: true,
    off: ['enabled', /^false$/],
  },
  {
    // jupyterhub/oauthenticator oauthenticator/generic.py, in the values of zero-to-jupyterhub
    app: 'jupyterhub',
    under: ['GenericOAuthenticator'],
    ...snakeCase,
    endpoints: ['authorize_url', 'token_url', 'userdata_url'],
    redirect: ['oauth_callback_url'],
    scopes: ['scope'],
    path: '/hub/oauth_callback',
    groups: ['admin_groups'],
  },
  {
    // omniauth/omniauth_openid_connect README, for GitLab: docs.gitlab.com/administration/auth/oidc. It compares issuers as texts (Freika/dawarich#2925)
    app: 'gitlab',
    // lib/omniauth/strategies/openid_connect.rb checks such a token with the client secret
    refusesHs256: false,
    under: ['args'],
    clientId: ['client_options/identifier'],
    secret: ['client_options/secret'],
    issuer: ['issuer'],
    redirect: ['client_options/redirect_uri'],
    scopes: ['scope'],
    path: '/users/auth/openid_connect/callback',
    exactIssuer: true,
  },
  {
    // goharbor/harbor src/lib/config/metadata/metadatalist.go, CONFIG_OVERWRITE_JSON; src/pkg/oidc/helper.go: go-oidc compares the issuer
    app: 'harbor',
    under: ['^'],
    marks: ['oidc_endpoint'],
    clientId: ['oidc_client_id'],
    secret: ['oidc_client_secret'],
    issuer: ['oidc_endpoint'],
    scopes: ['oidc_scope'],
    base: ['externalURL'],
    baseVariables: ['EXT_ENDPOINT'],
    path: '/c/oidc/callback',
    exactIssuer: true,
    groups: ['oidc_admin_group', 'oidc_group_filter'],
    groupsClaim: ['oidc_groups_claim', ''],
  },
  {
    // pgadmin-org/pgadmin4 web/config.py OAUTH2_CONFIG, web/pgadmin/authenticate/oauth2.py
    app: 'pgadmin',
    // Authlib's default: authlib/oauth2/client.py
    tokenEndpointAuthMethod: 'client_secret_basic',
    under: ['*'],
    marks: ['OAUTH2_NAME'],
    clientId: ['OAUTH2_CLIENT_ID'],
    secret: ['OAUTH2_CLIENT_SECRET'],
    issuer: ['OAUTH2_SERVER_METADATA_URL'],
    endpoints: ['OAUTH2_AUTHORIZATION_URL', 'OAUTH2_TOKEN_URL', 'OAUTH2_API_BASE_URL'],
    scopes: ['OAUTH2_SCOPE'],
    path: '/oauth2/authorize',
  },
  {
    // minio/minio helm/minio/values.yaml: oidc
    app: 'minio',
    under: ['oidc'],
    marks: ['configUrl'],
    ...camelCase,
    existing: {
      name: ['existingClientSecretName'],
      clientId: 'clientId',
      secret: 'clientSecret',
      idKey: ['existingClientIdKey'],
      secretKey: ['existingClientSecretKey'],
    },
    issuer: ['configUrl'],
    redirect: ['redirectUri'],
    scopes: ['scopes'],
    path: '/oauth_callback',
    off: ['enabled', /^false$/],
  },
  {
    // element-hq/synapse docs/openid.md: oidc_providers; without scopes it asks for openid alone
    app: 'synapse',
    under: ['oidc_providers', '*'],
    clientId: ['client_id'],
    secret: ['client_secret', 'client_secret_path'],
    issuer: ['issuer'],
    // synapse/config/oidc.py: the issuer is required, and Synapse does not start without. People write `issuer_url`, which it does not read.
    endpoints: ['issuer_url'],
    more: (map) => (map.get('issuer').exists || !map.get('idp_id').exists ? {} : { missing: [{ name: 'issuer', wanted: 'issuer' }] }),
    scopes: ['scopes'],
    defaultScopes: 'openid',
    base: ['public_baseurl'],
    path: '/_synapse/client/oidc/callback',
  },
  {
    // element-hq/matrix-authentication-service docs/reference/configuration.md: upstream_oauth2; the discovered issuer must be the same
    // text: element-hq/matrix-authentication-service#2352
    app: 'matrix-authentication-service',
    under: ['upstream_oauth2', 'providers', '*'],
    clientId: ['client_id'],
    secret: ['client_secret', 'client_secret_file'],
    issuer: ['issuer'],
    scopes: ['scope'],
    base: ['http/public_base'],
    path: '/upstream/callback/*',
    id: ['id'],
    exactIssuer: true,
  },
  {
    // argoproj/argo-helm charts/argo-workflows/values.yaml: server.sso; the issuer is compared by go-oidc
    app: 'argo-workflows',
    under: ['server', 'sso'],
    ...camelCase,
    issuer: ['issuer'],
    redirect: ['redirectUrl'],
    scopes: ['scopes'],
    path: '/oauth2/callback',
    answersAt: '/oauth2/callback',
    exactIssuer: true,
    off: ['enabled', /^false$/],
  },
  {
    // controlplaneio-fluxcd/flux-operator docs/web: authentication.oauth2
    app: 'flux-operator',
    under: ['authentication', 'oauth2'],
    ...goCase,
    issuer: ['issuerURL'],
    scopes: ['scopes'],
    base: ['baseURL'],
    path: '/oauth2/callback',
    exactIssuer: true,
  },
  {
    // juanfont/headscale config-example.yaml: oidc; the issuer is compared by go-oidc
    app: 'headscale',
    about: /headscale/i,
    under: ['oidc'],
    clientId: ['client_id'],
    secret: ['client_secret', 'client_secret_path'],
    issuer: ['issuer'],
    scopes: ['scope'],
    defaultScopes: 'openid profile email',
    base: ['server_url'],
    path: '/oidc/callback',
    exactIssuer: true,
    groups: ['allowed_groups'],
    decides: 'oidc.allowed_groups',
  },
  {
    // TwiN/gatus security/oidc.go
    app: 'gatus',
    under: ['security', 'oidc'],
    clientId: ['client-id'],
    secret: ['client-secret'],
    issuer: ['issuer-url'],
    redirect: ['redirect-url'],
    scopes: ['scopes'],
    path: '/authorization-code/callback',
    exactIssuer: true,
  },
  {
    // semaphoreui/semaphore util/OdbcProvider.go, api/login.go: oidc_providers, a map
    app: 'semaphore',
    about: /semaphore/i,
    under: ['*'],
    marks: ['provider_url'],
    clientId: ['client_id', 'client_id_file'],
    secret: ['client_secret', 'client_secret_file'],
    issuer: ['provider_url'],
    redirect: ['redirect_url'],
    scopes: ['scopes'],
    baseVariables: ['SEMAPHORE_WEB_ROOT'],
    path: '/api/auth/oidc/*/redirect',
    exactIssuer: true,
  },
  {
    // project-zot/zot examples/README.md: http.auth.openid.providers; pkg/api/authn.go: zitadel/oidc compares the issuer
    app: 'zot',
    under: ['auth', 'openid', 'providers', '*'],
    marks: ['issuer'],
    clientId: ['clientid'],
    idElsewhere: ['credentialsFile'],
    secret: ['clientsecret', 'credentialsFile'],
    issuer: ['issuer'],
    scopes: ['scopes'],
    path: '/zot/auth/callback/*',
    exactIssuer: true,
  },
  {
    // open-webui/helm-charts charts/open-webui/values.yaml: sso.oidc
    app: 'open-webui',
    // Authlib looks for keys at the provider, and authentik shows none: authlib/integrations/base_client/sync_openid.py
    refusesHs256: true,
    about: /open-?webui/i,
    under: ['sso', 'oidc'],
    ...camelCase,
    existing: {
      name: ['clientExistingSecret'],
      clientId: 'clientId',
      secret: 'clientSecret',
      idKey: ['clientIdExistingSecretKey'],
      secretKey: ['clientExistingSecretKey'],
    },
    issuer: ['providerUrl'],
    scopes: ['scopes'],
    defaultScopes: 'openid email profile',
    path: '/oauth/oidc/callback',
    off: ['enabled', /^false$/],
  },
  { ...opengist, under: ['*'] },
  // its own file
  { ...opengist, under: ['^'] },
];
