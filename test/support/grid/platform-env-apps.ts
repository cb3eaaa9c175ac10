import { authorize, discovery, issuer, token, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

/** Right settings of what a platform is run with, and of apps that nobody knows, by variables of their container. */
export const platformEnvApps: Readonly<Record<string, GridApp>> = {
  Coder: {
    runs: 'ghcr.io/coder/coder',
    env: { CODER_ACCESS_URL: url, CODER_OIDC_ISSUER_URL: issuer, CODER_OIDC_CLIENT_ID: 'shelf', CODER_OIDC_CLIENT_SECRET: 'x' },
    back: ['/api/v2/users/oidc/callback'],
  },
  MinIO: {
    runs: 'quay.io/minio/minio',
    env: {
      MINIO_BROWSER_REDIRECT_URL: url,
      MINIO_IDENTITY_OPENID_CONFIG_URL: discovery,
      MINIO_IDENTITY_OPENID_CLIENT_ID: 'shelf',
      MINIO_IDENTITY_OPENID_CLIENT_SECRET: 'x',
      MINIO_IDENTITY_OPENID_SCOPES: 'openid,profile,email',
    },
    back: ['/oauth_callback'],
  },
  LiteLLM: {
    runs: 'ghcr.io/berriai/litellm-database',
    env: {
      PROXY_BASE_URL: url,
      GENERIC_CLIENT_ID: 'shelf',
      GENERIC_CLIENT_SECRET: 'x',
      GENERIC_AUTHORIZATION_ENDPOINT: authorize,
      GENERIC_TOKEN_ENDPOINT: token,
      GENERIC_USERINFO_ENDPOINT: userinfo,
    },
    back: ['/sso/callback'],
  },
  pgAdmin: {
    runs: 'docker.io/dpage/pgadmin4',
    env: {
      PGADMIN_CONFIG_AUTHENTICATION_SOURCES: "['oauth2']",
      PGADMIN_CONFIG_OAUTH2_CONFIG: `[{'OAUTH2_NAME': 'house', 'OAUTH2_CLIENT_ID': 'shelf', 'OAUTH2_CLIENT_SECRET': 'x', 'OAUTH2_SERVER_METADATA_URL': '${discovery}', 'OAUTH2_SCOPE': 'openid email profile'}]`,
    },
    back: ['/oauth2/authorize'],
  },
  Grafana: {
    runs: 'docker.io/grafana/grafana',
    env: {
      GF_SERVER_ROOT_URL: `${url}/`,
      GF_AUTH_GENERIC_OAUTH_ENABLED: 'true',
      GF_AUTH_GENERIC_OAUTH_CLIENT_ID: 'shelf',
      GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: 'x',
      GF_AUTH_GENERIC_OAUTH_SCOPES: 'openid profile email',
      GF_AUTH_GENERIC_OAUTH_AUTH_URL: authorize,
      GF_AUTH_GENERIC_OAUTH_TOKEN_URL: token,
      GF_AUTH_GENERIC_OAUTH_API_URL: userinfo,
    },
    back: ['/login/generic_oauth'],
  },
  'oauth2-proxy': {
    runs: 'quay.io/oauth2-proxy/oauth2-proxy',
    env: {
      OAUTH2_PROXY_PROVIDER: 'oidc',
      OAUTH2_PROXY_OIDC_ISSUER_URL: issuer,
      OAUTH2_PROXY_CLIENT_ID: 'shelf',
      OAUTH2_PROXY_CLIENT_SECRET: 'x',
      OAUTH2_PROXY_COOKIE_SECRET: 'x',
      OAUTH2_PROXY_EMAIL_DOMAINS: '*',
      OAUTH2_PROXY_SCOPE: 'openid profile email',
      OAUTH2_PROXY_REDIRECT_URL: `${url}/oauth2/callback`,
    },
    back: ['/oauth2/callback'],
  },
  Headlamp: {
    runs: 'ghcr.io/headlamp-k8s/headlamp',
    env: {
      HEADLAMP_CONFIG_OIDC_CLIENT_ID: 'shelf',
      HEADLAMP_CONFIG_OIDC_CLIENT_SECRET: 'x',
      HEADLAMP_CONFIG_OIDC_IDP_ISSUER_URL: issuer,
      HEADLAMP_CONFIG_OIDC_SCOPES: 'openid,profile,email,offline_access',
      HEADLAMP_CONFIG_OIDC_CALLBACK_URL: `${url}/oidc-callback`,
    },
    back: ['/oidc-callback'],
    scopes: ['offline_access'],
  },
  Harbor: {
    runs: 'goharbor/harbor-core',
    env: {
      EXT_ENDPOINT: url,
      CONFIG_OVERWRITE_JSON: JSON.stringify({
        auth_mode: 'oidc_auth',
        oidc_endpoint: issuer,
        oidc_client_id: 'shelf',
        oidc_client_secret: 'x',
        oidc_scope: 'openid,profile,email',
      }),
    },
    back: ['/c/oidc/callback'],
  },
  NetBox: {
    runs: 'ghcr.io/netbox-community/netbox',
    env: {
      REMOTE_AUTH_ENABLED: 'true',
      REMOTE_AUTH_BACKEND: 'social_core.backends.open_id_connect.OpenIdConnectAuth',
      SOCIAL_AUTH_OIDC_OIDC_ENDPOINT: issuer,
      SOCIAL_AUTH_OIDC_KEY: 'shelf',
      SOCIAL_AUTH_OIDC_SECRET: 'x',
    },
    back: ['/oauth/complete/oidc/'],
  },
  Langfuse: {
    runs: 'ghcr.io/langfuse/langfuse',
    env: { NEXTAUTH_URL: url, AUTH_CUSTOM_CLIENT_ID: 'shelf', AUTH_CUSTOM_CLIENT_SECRET: 'x', AUTH_CUSTOM_ISSUER: issuer, AUTH_CUSTOM_NAME: 'House' },
    back: ['/api/auth/callback/custom'],
  },
  Mattermost: {
    runs: 'mattermost/mattermost-enterprise-edition',
    env: {
      MM_SERVICESETTINGS_SITEURL: url,
      MM_OPENIDSETTINGS_ENABLE: 'true',
      MM_OPENIDSETTINGS_ID: 'shelf',
      MM_OPENIDSETTINGS_SECRET: 'x',
      MM_OPENIDSETTINGS_DISCOVERYENDPOINT: discovery,
    },
    back: ['/signup/openid/complete'],
  },
  'Rails with its own words': {
    runs: 'example.net/ledger',
    env: { LEDGER_AUTH_OPENID_ISSUER: issuer, LEDGER_AUTH_OPENID_CLIENT_ID: 'shelf', LEDGER_AUTH_OPENID_CLIENT_SECRET: 'x' },
    back: ['/callback'],
  },
  'ASP.NET with double underscores': {
    runs: 'example.net/ledger',
    env: { Authentication__Oidc__Authority: issuer, Authentication__Oidc__ClientId: 'shelf', Authentication__Oidc__ClientSecret: 'x' },
    back: ['/signin-oidc'],
  },
  'an app with addresses of its own': {
    runs: 'example.net/ledger',
    env: {
      AUTH__CUSTOM__ENABLED: 'true',
      AUTH__CUSTOM__CLIENT_ID: 'shelf',
      AUTH__CUSTOM__CLIENT_SECRET: 'x',
      AUTH__CUSTOM__AUTHORIZE_URL: authorize,
      AUTH__CUSTOM__TOKEN_URL: token,
    },
    back: ['/callback'],
  },
};
