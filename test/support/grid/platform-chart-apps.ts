import { authorize, discovery, issuer, token, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

const json = JSON.stringify;

/** Right settings of what a platform is run with, by the values of its own charts. */
export const platformChartApps: Readonly<Record<string, GridApp>> = {
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
};
