import { authorize, discovery, issuer, token, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

const json = JSON.stringify;

/** Right settings of apps that people use, by the values of their own charts. */
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
