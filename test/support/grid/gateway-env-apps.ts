import { authorize, issuer, token, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

/** Right settings of gateways that sign in for the apps behind them, by variables of their container. */
export const gatewayEnvApps: Readonly<Record<string, GridApp>> = {
  'traefik-forward-auth': {
    runs: 'thomseddon/traefik-forward-auth',
    env: { DEFAULT_PROVIDER: 'oidc', PROVIDERS_OIDC_ISSUER_URL: issuer, PROVIDERS_OIDC_CLIENT_ID: 'shelf', PROVIDERS_OIDC_CLIENT_SECRET: 'x' },
    back: ['/_oauth'],
  },
  Tinyauth: {
    runs: 'ghcr.io/steveiliop56/tinyauth',
    env: {
      APP_URL: url,
      PROVIDERS_HOUSE_CLIENT_ID: 'shelf',
      PROVIDERS_HOUSE_CLIENT_SECRET: 'x',
      PROVIDERS_HOUSE_AUTH_URL: authorize,
      PROVIDERS_HOUSE_TOKEN_URL: token,
      PROVIDERS_HOUSE_USER_INFO_URL: userinfo,
    },
    back: ['/api/oauth/callback/house'],
  },
  'Tinyauth, version 5': {
    runs: 'ghcr.io/steveiliop56/tinyauth',
    env: {
      TINYAUTH_APPURL: url,
      TINYAUTH_OAUTH_PROVIDERS_HOUSE_CLIENTID: 'shelf',
      TINYAUTH_OAUTH_PROVIDERS_HOUSE_CLIENTSECRET: 'x',
      TINYAUTH_OAUTH_PROVIDERS_HOUSE_AUTHURL: authorize,
      TINYAUTH_OAUTH_PROVIDERS_HOUSE_TOKENURL: token,
      TINYAUTH_OAUTH_PROVIDERS_HOUSE_USERINFOURL: userinfo,
    },
    back: ['/api/oauth/callback/house'],
  },
  'Tinyauth, version 3': {
    runs: 'ghcr.io/steveiliop56/tinyauth',
    env: {
      APP_URL: url,
      GENERIC_CLIENT_ID: 'shelf',
      GENERIC_CLIENT_SECRET: 'x',
      GENERIC_AUTH_URL: authorize,
      GENERIC_TOKEN_URL: token,
      GENERIC_USER_URL: userinfo,
    },
    back: ['/api/oauth/callback/generic'],
  },
  Pomerium: {
    runs: 'pomerium/pomerium',
    env: { AUTHENTICATE_SERVICE_URL: url, IDP_PROVIDER: 'oidc', IDP_PROVIDER_URL: issuer, IDP_CLIENT_ID: 'shelf', IDP_CLIENT_SECRET: 'x' },
    back: ['/oauth2/callback'],
  },
};
