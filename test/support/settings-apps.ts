import { blueprintFor } from './login-pair.ts';

export const issuer = 'https://id.example.net/application/o/shelf/';
export const discovery = `${issuer}.well-known/openid-configuration`;
const release = (chart: string, values: unknown) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${chart}, namespace: rooms }\nspec:\n  chart: { spec: { chart: ${chart}, version: 1.0.0, sourceRef: { kind: HelmRepository, name: charts } } }\n  values: ${JSON.stringify(values)}\n`;
const indent = (text: string, by: number) => text.trimEnd().replace(/^/gm, ' '.repeat(by));
export const configMap = (name: string, key: string, text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: rooms }\ndata:\n  ${key}: |\n${indent(text, 4)}\n`;
const externalSecret = (name: string, key: string, text: string) =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: ${name}, namespace: rooms }\nspec:\n  secretStoreRef: { kind: ClusterSecretStore, name: store }\n  data: [{ secretKey: id, remoteRef: { key: shelf } }, { secretKey: secret, remoteRef: { key: shelf } }]\n  target:\n    template:\n      data:\n        ${key}: |\n${indent(text, 10)}\n`;
export const pod = (name: string, env: unknown, more: unknown = {}) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: rooms }\nspec: { template: { spec: { containers: [${JSON.stringify({ name, image: `example.net/${name}:1`, env, ...(more as object) })}] } } }\n`;

const providers = (server: string, client: string, id: string) =>
  JSON.stringify({
    openid_connect: {
      SCOPE: ['openid', 'profile', 'email'],
      OAUTH_PKCE_ENABLED: true,
      APPS: [{ provider_id: id, name: 'House', client_id: client, secret: '{{ .secret }}', settings: { server_url: server } }],
    },
  });
export const paperlessEnv = [{ name: 'PAPERLESS_URL', value: 'https://app.example.net' }];

/** Right settings with the slug and client id `shelf`, and where the app sends the browser back to. */
export const settingsApps: Readonly<Record<string, { text: string; back: readonly string[]; scopes?: readonly string[] }>> = {
  'Paperless by the template of an ExternalSecret': {
    text: `${pod('paperless', paperlessEnv, { envFrom: [{ secretRef: { name: 'paperless-login' } }] })}---\n${externalSecret('paperless-login', 'PAPERLESS_SOCIALACCOUNT_PROVIDERS', providers(discovery, 'shelf', 'house'))}`,
    back: ['/accounts/oidc/house/login/callback/'],
  },
  'Paperless by a reference to a key, JSON over several lines': {
    text: `${pod('paperless', [...paperlessEnv, { name: 'PAPERLESS_SOCIALACCOUNT_PROVIDERS', valueFrom: { secretKeyRef: { name: 'paperless-login', key: 'providers.json' } } }])}---\n${externalSecret('paperless-login', 'providers.json', JSON.stringify(JSON.parse(providers(issuer, 'shelf', 'house')), undefined, 2))}`,
    back: ['/accounts/oidc/house/login/callback/'],
  },
  'Paperless by a literal variable': {
    text: pod('paperless', [...paperlessEnv, { name: 'PAPERLESS_SOCIALACCOUNT_PROVIDERS', value: providers(issuer, 'shelf', 'house') }]),
    back: ['/accounts/oidc/house/login/callback/'],
  },
  'Tandoor by a Secret without a reader': {
    text: `apiVersion: v1\nkind: Secret\nmetadata: { name: tandoor, namespace: rooms }\nstringData: { SOCIALACCOUNT_PROVIDERS: ${JSON.stringify(providers(issuer, 'shelf', 'house'))} }\n`,
    back: ['/accounts/oidc/house/login/callback/'],
  },
  'Immich by the values of its chart': {
    text: release('immich', {
      immich: { configuration: { server: { externalDomain: 'https://app.example.net' }, oauth: { enabled: true, clientId: 'shelf', issuerUrl: issuer } } },
    }),
    back: ['/auth/login', '/user-settings', 'app.immich:///oauth-callback'],
  },
  'Immich by a JSON file in a ConfigMap': {
    text: configMap(
      'photographs',
      'immich.json',
      JSON.stringify({ oauth: { enabled: true, clientId: 'shelf', issuerUrl: issuer, scope: 'openid email profile' } }),
    ),
    back: ['/auth/login', 'app.immich:///oauth-callback'],
  },
  'Immich by a YAML file in an ExternalSecret': {
    text: externalSecret(
      'immich-config',
      'immich.yaml',
      `oauth:\n  enabled: true\n  clientId: shelf\n  clientSecret: {{ .secret }}\n  issuerUrl: ${issuer}\n  mobileOverrideEnabled: true\n  mobileRedirectUri: https://app.example.net/api/oauth/mobile-redirect\n`,
    ),
    back: ['/auth/login', '/api/oauth/mobile-redirect'],
  },
  'Forgejo by its chart, the client in the template of a Secret': {
    text: `${release('forgejo', {
      gitea: {
        config: { server: { ROOT_URL: 'https://app.example.net/' } },
        oauth: [{ name: 'house', provider: 'openidConnect', existingSecret: 'forge-login', autoDiscoverUrl: discovery, scopes: 'email profile' }],
      },
    })}---\n${externalSecret('forge-login', 'key', 'shelf').replace('key: |\n          shelf', 'key: shelf\n        secret: "{{ .secret }}"')}`,
    back: ['/user/oauth2/house/callback'],
  },
  'Gitea by its chart': {
    text: release('gitea', {
      gitea: {
        config: { server: { DOMAIN: 'app.example.net' } },
        oauth: [{ name: 'house', key: 'shelf', secret: '${OIDC_SECRET}', autoDiscoverUrl: discovery }],
      },
    }),
    back: ['/user/oauth2/house/callback'],
  },
  'GitLab by the text of a Secret': {
    text: externalSecret(
      'gitlab-login',
      'provider',
      `name: openid_connect\nlabel: House\nargs:\n  name: openid_connect\n  scope: [openid, profile, email]\n  response_type: code\n  issuer: ${issuer}\n  discovery: true\n  client_options:\n    identifier: shelf\n    secret: {{ .secret | quote }}\n    redirect_uri: https://app.example.net/users/auth/openid_connect/callback\n`,
    ),
    back: ['/users/auth/openid_connect/callback'],
  },
  'GitLab by its omnibus configuration in Ruby': {
    text: pod('gitlab', [
      {
        name: 'GITLAB_OMNIBUS_CONFIG',
        value: `external_url 'https://app.example.net'\ngitlab_rails['omniauth_providers'] = [\n  { "name" => "openid_connect", args: { :scope => ["openid","profile","email"], issuer: "${issuer}",\n    client_options: { identifier: "shelf", secret: ENV['OIDC_SECRET'], redirect_uri: "https://app.example.net/users/auth/openid_connect/callback" } } }\n]\ngitlab_rails['x'] = {}\n`,
      },
    ]),
    back: ['/users/auth/openid_connect/callback'],
  },
  'pgAdmin by a variable in Python': {
    text: pod('pgadmin', [
      {
        name: 'PGADMIN_CONFIG_OAUTH2_CONFIG',
        value: `[{'OAUTH2_NAME': 'house', 'OAUTH2_CLIENT_ID': 'shelf', 'OAUTH2_CLIENT_SECRET': 'x', 'OAUTH2_SERVER_METADATA_URL': '${discovery}', 'OAUTH2_SCOPE': 'openid email profile'}]`,
      },
    ]),
    back: ['/oauth2/authorize'],
  },
  'pgAdmin by a variable in Python that reads another one': {
    text: pod('pgadmin', [
      {
        name: 'PGADMIN_CONFIG_OAUTH2_CONFIG',
        value: `[{'OAUTH2_NAME': 'house', 'OAUTH2_CLIENT_ID': 'shelf', 'OAUTH2_CLIENT_SECRET': os.environ['OIDC_SECRET'], 'OAUTH2_SERVER_METADATA_URL': '${discovery}', 'OAUTH2_SCOPE': 'openid email profile'}]`,
      },
    ]),
    back: ['/oauth2/authorize'],
  },
  'pgAdmin by its file': {
    text: configMap(
      'pgadmin',
      'config_local.py',
      `import os\nAUTHENTICATION_SOURCES = ['oauth2', 'internal']\nOAUTH2_CONFIG = [\n    {\n        # the house\n        'OAUTH2_NAME': 'house',\n        'OAUTH2_CLIENT_ID': 'shelf',\n        'OAUTH2_CLIENT_SECRET': os.environ['OIDC_SECRET'],\n        'OAUTH2_SERVER_METADATA_URL': '${discovery}',\n        'OAUTH2_SCOPE': 'openid email profile',\n    }\n]\nMASTER_PASSWORD_REQUIRED = False\n`,
    ),
    back: ['/oauth2/authorize'],
  },
  'oCIS by the values of its chart': {
    text: release('ocis', {
      externalDomain: 'app.example.net',
      features: { externalUserManagement: { enabled: true, oidc: { issuerURI: issuer } } },
      services: { web: { config: { oidc: { webClientID: 'shelf' } } } },
    }),
    back: ['/oidc-callback.html'],
  },
  'Harbor by the values of its chart': {
    text: release('harbor', {
      externalURL: 'https://app.example.net',
      core: {
        configureUserSettings: JSON.stringify({ auth_mode: 'oidc_auth', oidc_endpoint: issuer, oidc_client_id: 'shelf', oidc_scope: 'openid,profile,email' }),
      },
    }),
    back: ['/c/oidc/callback'],
  },
  'JupyterHub by the values of its chart': {
    text: release('jupyterhub', {
      hub: {
        config: {
          GenericOAuthenticator: {
            client_id: 'shelf',
            authorize_url: 'https://id.example.net/application/o/authorize/',
            token_url: 'https://id.example.net/application/o/token/',
            userdata_url: 'https://id.example.net/application/o/userinfo/',
            oauth_callback_url: 'https://app.example.net/hub/oauth_callback',
            scope: ['openid', 'profile'],
          },
        },
      },
    }),
    back: ['/hub/oauth_callback'],
  },
  'Kargo by the values of its chart': {
    text: release('kargo', { api: { host: 'app.example.net', oidc: { enabled: true, issuerURL: issuer, clientID: 'shelf' } } }),
    back: ['/login'],
  },
  'Matrix Authentication Service by its file': {
    text: configMap(
      'accounts',
      'config.yaml',
      `http:\n  public_base: https://app.example.net/\nupstream_oauth2:\n  providers:\n    - id: 01J00000000000000000000000\n      issuer: ${issuer}\n      client_id: shelf\n      client_secret: \${MAS_SECRET}\n      scope: openid profile email\n`,
    ),
    back: ['/upstream/callback/01J00000000000000000000000'],
  },
  'Synapse by its file': {
    text: configMap(
      'synapse',
      'homeserver.yaml',
      `public_baseurl: https://app.example.net\noidc_providers:\n  - idp_id: house\n    issuer: ${issuer}\n    client_id: shelf\n    client_secret_path: /run/secret\n    scopes: ["openid", "profile"]\n`,
    ),
    back: ['/_synapse/client/oidc/callback'],
  },
  'MinIO by the values of its chart': {
    text: release('minio', {
      oidc: { enabled: true, configUrl: discovery, clientId: 'shelf', existingClientSecretName: 's', redirectUri: 'https://app.example.net/oauth_callback' },
    }),
    back: ['/oauth_callback'],
  },
  'Weave GitOps by the values of its chart': {
    text: release('weave-gitops', {
      oidcSecret: { create: true, clientID: 'shelf', issuerURL: issuer, redirectURL: 'https://app.example.net/oauth2/callback' },
    }),
    back: ['/oauth2/callback'],
  },
  'Home Assistant by its file': {
    text: configMap('home', 'configuration.yaml', `default_config:\nauth_oidc:\n  client_id: shelf\n  discovery_url: ${discovery}\n`),
    back: ['/auth/oidc/callback'],
  },
  'Vikunja by its file': {
    text: configMap(
      'vikunja',
      'config.yml',
      `service: { publicurl: "https://app.example.net/" }\nauth:\n  openid:\n    enabled: true\n    providers:\n      - name: "My House"\n        authurl: ${issuer}\n        clientid: shelf\n        clientsecret: x\n`,
    ),
    back: ['/auth/openid/myhouse'],
  },
  'Gatus by its file': {
    text: configMap(
      'gatus',
      'config.yaml',
      `security:\n  oidc:\n    issuer-url: ${issuer}\n    client-id: shelf\n    client-secret: \${GATUS_SECRET}\n    redirect-url: https://app.example.net/authorization-code/callback\n    scopes: [openid]\n`,
    ),
    back: ['/authorization-code/callback'],
  },
  'Headscale by its file': {
    text: configMap(
      'headscale',
      'config.yaml',
      `server_url: https://app.example.net\noidc:\n  issuer: ${issuer}\n  client_id: shelf\n  client_secret_path: /run/secret\n`,
    ),
    back: ['/oidc/callback'],
  },
  'Headscale by its operator': {
    text: `apiVersion: headscale.infrado.cloud/v1beta1\nkind: Headscale\nmetadata: { name: headscale, namespace: apps }\nspec: { config: { server_url: "https://app.example.net", oidc: { issuer: "${issuer}", client_id: shelf, client_secret_path: /run/secret } } }\n`,
    back: ['/oidc/callback'],
  },
  'ToolHive by its operator': {
    text: `apiVersion: toolhive.stacklok.dev/v1beta1\nkind: VirtualMCPServer\nmetadata: { name: gateway, namespace: apps }\nspec:\n  authServerConfig:\n    issuer: https://app.example.net\n    upstreamProviders:\n      - name: house\n        type: oidc\n        oidcConfig: { issuerUrl: "${issuer}", clientId: shelf, redirectUri: "https://app.example.net/oauth/callback", clientSecretRef: { name: gateway, key: secret } }\n`,
    back: ['/oauth/callback'],
  },
  'Semaphore by a variable': {
    text: pod('semaphore', [
      { name: 'SEMAPHORE_WEB_ROOT', value: 'https://app.example.net' },
      {
        name: 'SEMAPHORE_OIDC_PROVIDERS',
        value: JSON.stringify({ house: { provider_url: issuer, client_id: 'shelf', client_secret: 'x', scopes: ['openid', 'profile', 'email'] } }),
      },
    ]),
    back: ['/api/auth/oidc/house/redirect'],
  },
  'Papra by a variable': {
    text: pod('papra', [
      { name: 'APP_BASE_URL', value: 'https://app.example.net' },
      {
        name: 'AUTH_PROVIDERS_CUSTOMS',
        value: JSON.stringify([{ providerId: 'house', clientId: 'shelf', clientSecret: 'x', type: 'oidc', discoveryUrl: discovery }]),
      },
    ]),
    back: ['/api/auth/oauth2/callback/house'],
  },
  'Seafile by its file in Python': {
    text: configMap(
      'seafile',
      'seahub_settings.py',
      `SECRET_KEY = 'x'\nENABLE_OAUTH = True\nOAUTH_CLIENT_ID = "shelf"\nOAUTH_CLIENT_SECRET = os.environ["OIDC_SECRET"]\nOAUTH_REDIRECT_URL = 'https://app.example.net/oauth/callback/'\nOAUTH_AUTHORIZATION_URL = 'https://id.example.net/application/o/authorize/'\nOAUTH_TOKEN_URL = 'https://id.example.net/application/o/token/'\nOAUTH_USER_INFO_URL = 'https://id.example.net/application/o/userinfo/'\nOAUTH_SCOPE = ["openid", "profile", "email"]\n`,
    ),
    back: ['/oauth/callback/'],
  },
  'an app that nobody knows by its TOML': {
    text: configMap(
      'ledger',
      'ledger.toml',
      `# the house\nport = 80\n\n[login.oidc]\nclient_id = "shelf"\nissuer_url = "${issuer}" # no slash is added\nredirect_url = "https://app.example.net/back"\nscopes = ["openid", "email"]\n`,
    ),
    back: ['/back'],
  },
  'a chart that nobody knows': {
    text: release('ledger', {
      web: { login: { oidc: { clientId: 'shelf', issuerUrl: issuer, redirectUri: 'https://app.example.net/back', scopes: ['openid', 'email'] } } },
    }),
    back: ['/back'],
  },
};

export const client = (back: readonly string[], more: object = {}) =>
  blueprintFor('shelf', { redirects: back.map((one) => (one.startsWith('/') ? `https://app.example.net${one}` : one)), ...more });
