import { authorize, discovery, issuer, token, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

/** Right settings of apps that people use, by variables of their container. */
export const envApps: Readonly<Record<string, GridApp>> = {
  Komga: {
    runs: 'ghcr.io/gotson/komga',
    env: {
      SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_HOUSE_ISSUER_URI: issuer,
      SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOUSE_CLIENT_ID: 'shelf',
      SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOUSE_CLIENT_SECRET: 'x',
      SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOUSE_SCOPE: 'openid,email',
    },
    back: ['/login/oauth2/code/house'],
  },
  Linkwarden: {
    runs: 'ghcr.io/linkwarden/linkwarden',
    env: {
      NEXTAUTH_URL: `${url}/api/v1/auth`,
      NEXT_PUBLIC_AUTHENTIK_ENABLED: 'true',
      AUTHENTIK_ISSUER: issuer.replace(/\/$/, ''),
      AUTHENTIK_CLIENT_ID: 'shelf',
      AUTHENTIK_CLIENT_SECRET: 'x',
    },
    back: ['/api/v1/auth/callback/authentik'],
  },
  RomM: {
    runs: 'ghcr.io/rommapp/romm',
    env: {
      OIDC_ENABLED: 'true',
      OIDC_PROVIDER: 'authentik',
      OIDC_CLIENT_ID: 'shelf',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_REDIRECT_URI: `${url}/api/oauth/openid`,
      OIDC_SERVER_APPLICATION_URL: issuer.replace(/\/$/, ''),
    },
    back: ['/api/oauth/openid'],
  },
  Vikunja: {
    runs: 'vikunja/vikunja',
    env: {
      VIKUNJA_SERVICE_PUBLICURL: `${url}/`,
      VIKUNJA_AUTH_OPENID_ENABLED: 'true',
      VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_AUTHURL: issuer,
      VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_CLIENTID: 'shelf',
      VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_CLIENTSECRET: 'x',
    },
    back: ['/auth/openid/house'],
  },
  Mealie: {
    runs: 'ghcr.io/mealie-recipes/mealie',
    env: { BASE_URL: url, OIDC_AUTH_ENABLED: 'true', OIDC_CONFIGURATION_URL: discovery, OIDC_CLIENT_ID: 'shelf', OIDC_CLIENT_SECRET: 'x' },
    back: ['/login'],
  },
  'Stirling-PDF': {
    runs: 'docker.stirlingpdf.com/stirlingtools/stirling-pdf',
    env: {
      SECURITY_OAUTH2_ENABLED: 'true',
      SECURITY_OAUTH2_ISSUER: issuer,
      SECURITY_OAUTH2_CLIENTID: 'shelf',
      SECURITY_OAUTH2_CLIENTSECRET: 'x',
      SECURITY_OAUTH2_SCOPES: 'openid,profile,email',
      SECURITY_OAUTH2_PROVIDER: 'authentik',
    },
    back: ['/login/oauth2/code/authentik'],
  },
  Paperless: {
    runs: 'ghcr.io/paperless-ngx/paperless-ngx',
    env: {
      PAPERLESS_URL: url,
      PAPERLESS_APPS: 'allauth.socialaccount.providers.openid_connect',
      PAPERLESS_SOCIALACCOUNT_PROVIDERS: JSON.stringify({
        openid_connect: { APPS: [{ provider_id: 'house', name: 'House', client_id: 'shelf', secret: 'x', settings: { server_url: discovery } }] },
      }),
    },
    back: ['/accounts/oidc/house/login/callback/'],
  },
  Tandoor: {
    runs: 'vabene1111/recipes',
    env: {
      SOCIAL_PROVIDERS: 'allauth.socialaccount.providers.openid_connect',
      SOCIALACCOUNT_PROVIDERS: JSON.stringify({
        openid_connect: { APPS: [{ provider_id: 'house', name: 'House', client_id: 'shelf', secret: 'x', settings: { server_url: discovery } }] },
      }),
    },
    back: ['/accounts/oidc/house/login/callback/'],
  },
  FreshRSS: {
    runs: 'freshrss/freshrss',
    env: {
      OIDC_ENABLED: '1',
      OIDC_PROVIDER_METADATA_URL: discovery,
      OIDC_CLIENT_ID: 'shelf',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_CLIENT_CRYPTO_KEY: 'x',
      OIDC_REMOTE_USER_CLAIM: 'preferred_username',
      OIDC_SCOPES: 'openid profile',
      OIDC_X_FORWARDED_HEADERS: 'X-Forwarded-Host X-Forwarded-Port X-Forwarded-Proto',
    },
    back: ['/i/oidc/'],
  },
  Actual: {
    runs: 'ghcr.io/actualbudget/actual',
    env: {
      ACTUAL_OPENID_DISCOVERY_URL: discovery,
      ACTUAL_OPENID_CLIENT_ID: 'shelf',
      ACTUAL_OPENID_CLIENT_SECRET: 'x',
      ACTUAL_OPENID_SERVER_HOSTNAME: url,
      ACTUAL_LOGIN_METHOD: 'openid',
      ACTUAL_OPENID_ENFORCE: 'true',
      ACTUAL_USER_CREATION_MODE: 'login',
      ACTUAL_ALLOWED_LOGIN_METHODS: 'openid',
    },
    back: ['/openid/callback'],
  },
  Vaultwarden: {
    runs: 'ghcr.io/dani-garcia/vaultwarden',
    env: {
      DOMAIN: url,
      SSO_ENABLED: 'true',
      SSO_AUTHORITY: issuer,
      SSO_CLIENT_ID: 'shelf',
      SSO_CLIENT_SECRET: 'x',
      SSO_SCOPES: 'email profile offline_access',
    },
    back: ['/identity/connect/oidc-signin'],
    scopes: ['offline_access'],
  },
  Miniflux: {
    runs: 'ghcr.io/miniflux/miniflux',
    env: {
      OAUTH2_PROVIDER: 'oidc',
      OAUTH2_OIDC_DISCOVERY_ENDPOINT: issuer,
      OAUTH2_CLIENT_ID: 'shelf',
      OAUTH2_CLIENT_SECRET: 'x',
      OAUTH2_REDIRECT_URL: `${url}/oauth2/oidc/callback`,
      OAUTH2_USER_CREATION: '1',
    },
    back: ['/oauth2/oidc/callback'],
  },
  GoToSocial: {
    runs: 'superseriousbusiness/gotosocial',
    env: {
      GTS_HOST: 'app.example.net',
      GTS_OIDC_ENABLED: 'true',
      GTS_OIDC_IDP_NAME: 'House',
      GTS_OIDC_ISSUER: issuer,
      GTS_OIDC_CLIENT_ID: 'shelf',
      GTS_OIDC_CLIENT_SECRET: 'x',
    },
    back: ['/auth/callback'],
  },
  OpenCloud: {
    runs: 'opencloudeu/opencloud-rolling',
    env: { OC_URL: url, OC_OIDC_ISSUER: issuer, OC_EXCLUDE_RUN_SERVICES: 'idp', WEB_OIDC_CLIENT_ID: 'shelf', PROXY_OIDC_REWRITE_WELLKNOWN: 'true' },
    back: ['/', '/oidc-callback.html', '/oidc-silent-redirect.html'],
    type: 'public',
  },
  'ownCloud Infinite Scale': {
    runs: 'owncloud/ocis',
    env: { OCIS_URL: url, OCIS_OIDC_ISSUER: issuer, OCIS_EXCLUDE_RUN_SERVICES: 'idp', WEB_OIDC_CLIENT_ID: 'shelf' },
    back: ['/', '/oidc-callback.html', '/oidc-silent-redirect.html'],
    type: 'public',
  },
  Zipline: {
    runs: 'ghcr.io/diced/zipline',
    env: {
      OAUTH_OIDC_CLIENT_ID: 'shelf',
      OAUTH_OIDC_CLIENT_SECRET: 'x',
      OAUTH_OIDC_AUTHORIZE_URL: authorize,
      OAUTH_OIDC_TOKEN_URL: token,
      OAUTH_OIDC_USERINFO_URL: userinfo,
    },
    back: ['/api/auth/oauth/oidc'],
  },
  Penpot: {
    runs: 'penpotapp/backend',
    env: {
      PENPOT_PUBLIC_URI: url,
      PENPOT_FLAGS: 'enable-login-with-oidc',
      PENPOT_OIDC_CLIENT_ID: 'shelf',
      PENPOT_OIDC_CLIENT_SECRET: 'x',
      PENPOT_OIDC_BASE_URI: issuer,
    },
    back: ['/api/auth/oidc/callback'],
  },
  LubeLogger: {
    runs: 'ghcr.io/hargata/lubelogger',
    env: {
      OpenIDConfig__Name: 'House',
      OpenIDConfig__ClientId: 'shelf',
      OpenIDConfig__ClientSecret: 'x',
      OpenIDConfig__AuthURL: authorize,
      OpenIDConfig__TokenURL: token,
      OpenIDConfig__RedirectURL: `${url}/Login/RemoteAuth`,
      OpenIDConfig__Scope: 'openid email',
    },
    back: ['/Login/RemoteAuth'],
  },
  autobrr: {
    runs: 'ghcr.io/autobrr/autobrr',
    env: {
      AUTOBRR__OIDC_ENABLED: 'true',
      AUTOBRR__OIDC_ISSUER: issuer,
      AUTOBRR__OIDC_CLIENT_ID: 'shelf',
      AUTOBRR__OIDC_CLIENT_SECRET: 'x',
      AUTOBRR__OIDC_REDIRECT_URL: `${url}/api/auth/oidc/callback`,
    },
    back: ['/api/auth/oidc/callback'],
  },
  'FileBrowser Quantum': {
    runs: 'gtstef/filebrowser',
    env: { FILEBROWSER_OIDC_CLIENT_ID: 'shelf', FILEBROWSER_OIDC_CLIENT_SECRET: 'x', FILEBROWSER_OIDC_ISSUER_URL: issuer },
    back: ['/api/auth/oidc/callback'],
  },
};
