import type { GridApp } from './ways.ts';

const issuer = 'https://id.example.net/application/o/shelf/';
const discovery = `${issuer}.well-known/openid-configuration`;
const url = 'https://app.example.net';
const authorize = 'https://id.example.net/application/o/authorize/';
const token = 'https://id.example.net/application/o/token/';
const userinfo = 'https://id.example.net/application/o/userinfo/';
const json = JSON.stringify;

/** Right settings of apps by the values of their own charts. */
export const chartApps: Readonly<Record<string, GridApp>> = {
  Immich: {
    runs: 'immich',
    values: { immich: { configuration: { server: { externalDomain: url }, oauth: { enabled: true, clientId: 'shelf', issuerUrl: issuer } } } },
    back: ['/auth/login', '/user-settings', 'app.immich:///oauth-callback'],
  },
  Forgejo: {
    runs: 'forgejo',
    values: {
      gitea: {
        config: { server: { ROOT_URL: `${url}/` } },
        oauth: [{ name: 'house', provider: 'openidConnect', key: 'shelf', secret: 'x', autoDiscoverUrl: discovery, scopes: 'email profile' }],
      },
    },
    back: ['/user/oauth2/house/callback'],
  },
  Gitea: {
    runs: 'gitea',
    values: {
      gitea: {
        config: { server: { DOMAIN: 'app.example.net' } },
        oauth: [{ name: 'house', provider: 'openidConnect', key: 'shelf', secret: 'x', autoDiscoverUrl: discovery }],
      },
    },
    back: ['/user/oauth2/house/callback'],
  },
  'Argo CD, oidc.config': {
    runs: 'argo-cd',
    values: {
      configs: {
        cm: {
          url: url,
          'oidc.config': `name: House\nissuer: ${issuer}\nclientID: shelf\nclientSecret: $oidc.secret\nrequestedScopes: [openid, profile, email]\n`,
        },
      },
    },
    back: ['/auth/callback'],
  },
  'Argo CD, dex.config': {
    runs: 'argo-cd',
    values: {
      configs: {
        cm: {
          url: url,
          'dex.config': `connectors:\n  - type: oidc\n    id: house\n    name: House\n    config:\n      issuer: ${issuer}\n      clientID: shelf\n      clientSecret: $oidc.secret\n      insecureEnableGroups: true\n      scopes: [openid, profile, email]\n`,
        },
      },
    },
    back: ['/api/dex/callback'],
  },
  Harbor: {
    runs: 'harbor',
    values: {
      externalURL: url,
      core: {
        configureUserSettings: json({
          auth_mode: 'oidc_auth',
          oidc_endpoint: issuer,
          oidc_client_id: 'shelf',
          oidc_client_secret: 'x',
          oidc_scope: 'openid,profile,email',
        }),
      },
    },
    back: ['/c/oidc/callback'],
  },
  MinIO: {
    runs: 'minio',
    values: {
      oidc: {
        enabled: true,
        configUrl: discovery,
        clientId: 'shelf',
        clientSecret: 'x',
        claimName: 'policy',
        scopes: 'openid,profile,email',
        redirectUri: `${url}/oauth_callback`,
      },
    },
    back: ['/oauth_callback'],
  },
  JupyterHub: {
    runs: 'jupyterhub',
    values: {
      hub: {
        config: {
          GenericOAuthenticator: {
            client_id: 'shelf',
            client_secret: 'x',
            oauth_callback_url: `${url}/hub/oauth_callback`,
            authorize_url: authorize,
            token_url: token,
            userdata_url: userinfo,
            scope: ['openid', 'profile', 'email'],
          },
          JupyterHub: { authenticator_class: 'generic-oauth' },
        },
      },
    },
    back: ['/hub/oauth_callback'],
  },
  Kargo: {
    runs: 'kargo',
    values: { api: { host: 'app.example.net', oidc: { enabled: true, issuerURL: issuer, clientID: 'shelf' } } },
    back: ['/login'],
    type: 'public',
  },
  'oauth2-proxy, extraArgs': {
    runs: 'oauth2-proxy',
    values: {
      config: { clientID: 'shelf', clientSecret: 'x', cookieSecret: 'x' },
      extraArgs: { provider: 'oidc', 'oidc-issuer-url': issuer, 'redirect-url': `${url}/oauth2/callback`, 'email-domain': '*', scope: 'openid profile email' },
    },
    back: ['/oauth2/callback'],
  },
  'oauth2-proxy, a list of arguments': {
    runs: 'oauth2-proxy',
    values: {
      config: { existingSecret: 'shelf' },
      extraArgs: [
        '--provider=oidc',
        `--oidc-issuer-url=${issuer}`,
        '--client-id=shelf',
        `--redirect-url=${url}/oauth2/callback`,
        '--email-domain=*',
        '--scope=openid profile email',
      ],
    },
    back: ['/oauth2/callback'],
  },
  'oauth2-proxy, configFile': {
    runs: 'oauth2-proxy',
    values: {
      config: {
        clientID: 'shelf',
        clientSecret: 'x',
        cookieSecret: 'x',
        configFile: `provider = "oidc"\noidc_issuer_url = "${issuer}"\nredirect_url = "${url}/oauth2/callback"\nemail_domains = ["*"]\nscope = "openid profile email"\n`,
      },
    },
    back: ['/oauth2/callback'],
  },
  'oauth2-proxy, alphaConfig': {
    runs: 'oauth2-proxy',
    values: {
      config: { cookieSecret: 'x' },
      alphaConfig: {
        enabled: true,
        configData: {
          providers: [
            {
              id: 'house',
              provider: 'oidc',
              clientID: 'shelf',
              clientSecret: 'x',
              scope: 'openid profile email',
              oidcConfig: { issuerURL: issuer, emailClaim: 'email', groupsClaim: 'groups', audienceClaims: ['aud'] },
            },
          ],
          upstreamConfig: { upstreams: [{ id: 'app', path: '/', uri: 'http://app' }] },
        },
      },
      extraArgs: { 'redirect-url': `${url}/oauth2/callback`, 'email-domain': '*' },
    },
    back: ['/oauth2/callback'],
  },
  Grafana: {
    runs: 'grafana',
    values: {
      'grafana.ini': {
        server: { root_url: url },
        'auth.generic_oauth': {
          enabled: true,
          client_id: 'shelf',
          client_secret: '$__env{OIDC_SECRET}',
          scopes: 'openid profile email',
          auth_url: authorize,
          token_url: token,
          api_url: userinfo,
        },
      },
      envFromSecret: 'shelf',
    },
    back: ['/login/generic_oauth'],
  },
  'kube-prometheus-stack': {
    runs: 'kube-prometheus-stack',
    values: {
      grafana: {
        'grafana.ini': {
          server: { root_url: url },
          'auth.generic_oauth': {
            enabled: true,
            client_id: 'shelf',
            client_secret: '$__env{OIDC_SECRET}',
            scopes: 'openid profile email',
            auth_url: authorize,
            token_url: token,
            api_url: userinfo,
          },
        },
        envFromSecret: 'shelf',
      },
    },
    back: ['/login/generic_oauth'],
  },
  'kube-prometheus-stack, variables': {
    runs: 'kube-prometheus-stack',
    values: {
      grafana: {
        env: {
          GF_SERVER_ROOT_URL: url,
          GF_AUTH_GENERIC_OAUTH_ENABLED: 'true',
          GF_AUTH_GENERIC_OAUTH_CLIENT_ID: 'shelf',
          GF_AUTH_GENERIC_OAUTH_SCOPES: 'openid profile email',
          GF_AUTH_GENERIC_OAUTH_AUTH_URL: authorize,
          GF_AUTH_GENERIC_OAUTH_TOKEN_URL: token,
          GF_AUTH_GENERIC_OAUTH_API_URL: userinfo,
        },
        envFromSecret: 'shelf',
      },
    },
    back: ['/login/generic_oauth'],
  },
  Headlamp: {
    runs: 'headlamp',
    values: {
      config: {
        oidc: { clientID: 'shelf', clientSecret: 'x', issuerURL: issuer, scopes: 'openid,profile,email,offline_access', callbackURL: `${url}/oidc-callback` },
      },
    },
    back: ['/oidc-callback'],
    scopes: ['offline_access'],
  },
  GitLab: {
    runs: 'gitlab',
    values: {
      global: { appConfig: { omniauth: { enabled: true, providers: [{ secret: 'gitlab-oidc' }] } } },
      extra: {
        provider: json({
          name: 'openid_connect',
          args: {
            name: 'openid_connect',
            scope: ['openid', 'profile', 'email'],
            response_type: 'code',
            issuer,
            discovery: true,
            client_options: { identifier: 'shelf', secret: 'x', redirect_uri: `${url}/users/auth/openid_connect/callback` },
          },
        }),
      },
    },
    back: ['/users/auth/openid_connect/callback'],
  },
  Vikunja: {
    runs: 'vikunja',
    values: {
      vikunja: {
        configMaps: {
          config: {
            data: {
              'config.yml': `service:\n  publicurl: ${url}/\nauth:\n  openid:\n    enabled: true\n    providers:\n      house:\n        name: House\n        authurl: ${issuer}\n        clientid: shelf\n        clientsecret: x\n`,
            },
          },
        },
      },
    },
    back: ['/auth/openid/house'],
  },
  'Open WebUI': {
    runs: 'open-webui',
    values: {
      sso: { enabled: true, oidc: { enabled: true, clientId: 'shelf', clientSecret: 'x', providerUrl: discovery, scopes: 'openid email profile' } },
      extraEnvVars: [{ name: 'WEBUI_URL', value: url }],
    },
    back: ['/oauth/oidc/callback'],
  },
  'Argo Workflows': {
    runs: 'argo-workflows',
    values: {
      server: {
        sso: {
          enabled: true,
          issuer,
          clientId: { name: 'shelf', key: 'client-id' },
          clientSecret: { name: 'shelf', key: 'client-secret' },
          redirectUrl: `${url}/oauth2/callback`,
          scopes: ['openid', 'profile', 'email'],
        },
      },
    },
    back: ['/oauth2/callback'],
  },
  Synapse: {
    runs: 'matrix-synapse',
    values: {
      publicServerName: 'app.example.net',
      extraConfig: {
        public_baseurl: `${url}/`,
        oidc_providers: [{ idp_id: 'house', idp_name: 'House', issuer, client_id: 'shelf', client_secret: 'x', scopes: ['openid', 'profile', 'email'] }],
      },
    },
    back: ['/_synapse/client/oidc/callback'],
  },
  'Policy Reporter': {
    runs: 'policy-reporter',
    values: {
      ui: {
        enabled: true,
        openIDConnect: {
          enabled: true,
          discoveryUrl: discovery,
          callbackUrl: `${url}/callback`,
          clientId: 'shelf',
          clientSecret: 'x',
          scopes: ['openid', 'profile', 'email'],
        },
      },
    },
    back: ['/callback'],
  },
  NetBox: {
    runs: 'netbox',
    values: {
      remoteAuth: { enabled: true, backends: ['social_core.backends.open_id_connect.OpenIdConnectAuth'] },
      extraConfig: [{ values: { SOCIAL_AUTH_OIDC_OIDC_ENDPOINT: issuer, SOCIAL_AUTH_OIDC_KEY: 'shelf', SOCIAL_AUTH_OIDC_SECRET: 'x' } }],
    },
    back: ['/oauth/complete/oidc/'],
  },
  Coder: {
    runs: 'coder',
    values: {
      coder: {
        env: [
          { name: 'CODER_ACCESS_URL', value: url },
          { name: 'CODER_OIDC_ISSUER_URL', value: issuer },
          { name: 'CODER_OIDC_CLIENT_ID', value: 'shelf' },
          { name: 'CODER_OIDC_CLIENT_SECRET', value: 'x' },
        ],
      },
    },
    back: ['/api/v2/users/oidc/callback'],
  },
  Nextcloud: {
    runs: 'nextcloud',
    values: {
      nextcloud: {
        host: 'app.example.net',
        configs: {
          'oidc.config.php': `<?php\n$CONFIG = array(\n  'oidc_login_provider_url' => '${issuer}',\n  'oidc_login_client_id' => 'shelf',\n  'oidc_login_client_secret' => 'x',\n);\n`,
        },
      },
    },
    back: ['/apps/oidc_login/oidc'],
  },
  'Weave GitOps': {
    runs: 'weave-gitops',
    values: { oidcSecret: { create: true, clientID: 'shelf', clientSecret: 'x', issuerURL: issuer, redirectURL: `${url}/oauth2/callback` } },
    back: ['/oauth2/callback'],
  },
  'Flux Operator': {
    runs: 'flux-operator',
    values: {
      web: {
        enabled: true,
        config: { baseURL: url, authentication: { type: 'OAuth2', oauth2: { provider: 'OIDC', clientID: 'shelf', clientSecret: 'x', issuerURL: issuer } } },
      },
    },
    back: ['/oauth2/callback'],
  },
  Kiali: {
    runs: 'kiali-server',
    values: { auth: { strategy: 'openid', openid: { client_id: 'shelf', issuer_uri: issuer, scopes: ['openid', 'profile', 'email'] } } },
    back: ['/kiali'],
  },
  'a chart that nobody knows': {
    runs: 'ledger',
    values: { web: { oidc: { enabled: true, clientId: 'shelf', clientSecret: 'x', discoveryUrl: discovery } } },
    back: ['/callback'],
  },
  'a chart that nobody knows, the secret elsewhere': {
    runs: 'ledger',
    values: { auth: { sso: { provider: 'oidc', clientID: 'shelf', issuer, existingSecret: 'shelf' } } },
    back: ['/callback'],
  },
  'a chart that nobody knows, both in a Secret': {
    runs: 'ledger',
    values: { oidc: { enabled: true, issuerUrl: issuer, existingSecret: 'shelf', redirectUrl: `${url}/callback` } },
    back: ['/callback'],
  },
  'a chart that nobody knows, in parts': {
    runs: 'ledger',
    values: { oidc: { enabled: true, client: { clientId: 'shelf', clientSecret: 'x' }, provider: { issuer } } },
    back: ['/callback'],
  },
  Vaultwarden: {
    runs: 'vaultwarden',
    values: { domain: url, sso: { enabled: true, authority: issuer, scopes: 'email profile offline_access', existingSecret: 'shelf' } },
    back: ['/identity/connect/oidc-signin'],
    scopes: ['offline_access'],
  },
  'a chart that nobody knows, addresses alone': {
    runs: 'ledger',
    values: { oauth2: { clientId: 'shelf', clientSecret: 'x', authUrl: authorize, tokenUrl: token, userInfoUrl: userinfo } },
    back: ['/callback'],
  },
  'a chart that nobody knows, its configuration as a text': {
    runs: 'ledger',
    values: { config: `server:\n  port: 80\noidc:\n  client_id: shelf\n  client_secret: x\n  provider_url: ${issuer}\n` },
    back: ['/callback'],
  },
};
