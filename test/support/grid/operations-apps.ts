import { authorize, discovery, issuer, token, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

/** Right settings of what watches and serves machines, by variables of their container. */
export const operationsEnvApps: Readonly<Record<string, GridApp>> = {
  Guacamole: {
    runs: 'docker.io/guacamole/guacamole',
    env: {
      OPENID_ENABLED: 'true',
      OPENID_AUTHORIZATION_ENDPOINT: authorize,
      OPENID_CLIENT_ID: 'shelf',
      OPENID_ISSUER: issuer,
      OPENID_JWKS_ENDPOINT: `${issuer}jwks/`,
      OPENID_REDIRECT_URI: `${url}/`,
    },
    back: ['/'],
  },
  Gotify: {
    runs: 'ghcr.io/gotify/server',
    env: {
      GOTIFY_OIDC_ENABLED: 'true',
      GOTIFY_OIDC_ISSUER: issuer,
      GOTIFY_OIDC_CLIENTID: 'shelf',
      GOTIFY_OIDC_CLIENTSECRET: 'x',
      GOTIFY_OIDC_REDIRECTURL: `${url}/auth/oidc/callback`,
    },
    back: ['/auth/oidc/callback', 'gotify://oidc/callback'],
  },
  Pulse: {
    runs: 'docker.io/rcourtman/pulse',
    env: { OIDC_ENABLED: 'true', OIDC_ISSUER_URL: issuer, OIDC_CLIENT_ID: 'shelf', OIDC_CLIENT_SECRET: 'x' },
    back: ['/api/oidc/callback'],
  },
  Termix: {
    runs: 'ghcr.io/lukegus/termix',
    env: {
      OIDC_CLIENT_ID: 'shelf',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_ISSUER_URL: issuer,
      OIDC_AUTHORIZATION_URL: authorize,
      OIDC_TOKEN_URL: token,
      OIDC_USERINFO_URL: userinfo,
    },
    back: ['/users/oidc/callback'],
  },
  'mailcow Logs Viewer': {
    runs: 'ghcr.io/shlomiporush/mailcow-logs-viewer',
    env: {
      OAUTH2_ENABLED: 'true',
      OAUTH2_ISSUER_URL: issuer,
      OAUTH2_CLIENT_ID: 'shelf',
      OAUTH2_CLIENT_SECRET: 'x',
      OAUTH2_REDIRECT_URI: `${url}/api/auth/callback`,
    },
    back: ['/api/auth/callback'],
  },
  SnapOtter: {
    runs: 'ghcr.io/snapotter-hq/snapotter',
    env: { EXTERNAL_URL: url, OIDC_ENABLED: 'true', OIDC_ISSUER_URL: issuer, OIDC_CLIENT_ID: 'shelf', OIDC_CLIENT_SECRET: 'x' },
    back: ['/api/auth/oidc/callback'],
  },
  Weblate: {
    runs: 'docker.io/weblate/weblate',
    env: { WEBLATE_SOCIAL_AUTH_OIDC_OIDC_ENDPOINT: issuer, WEBLATE_SOCIAL_AUTH_OIDC_KEY: 'shelf', WEBLATE_SOCIAL_AUTH_OIDC_SECRET: 'x' },
    back: ['/accounts/complete/oidc/'],
  },
  Reitti: {
    runs: 'docker.io/dedicatedcode/reitti',
    env: { OIDC_ENABLED: 'true', OIDC_ISSUER_URI: issuer, OIDC_CLIENT_ID: 'shelf', OIDC_CLIENT_SECRET: 'x' },
    back: ['/login/oauth2/code/oauth'],
  },
  Ganymede: {
    runs: 'ghcr.io/zibbp/ganymede',
    env: {
      OAUTH_ENABLED: 'true',
      OAUTH_PROVIDER_URL: issuer,
      OAUTH_CLIENT_ID: 'shelf',
      OAUTH_CLIENT_SECRET: 'x',
      OAUTH_REDIRECT_URL: `${url}/api/v1/auth/oauth/callback`,
    },
    back: ['/api/v1/auth/oauth/callback'],
    scopes: ['groups'],
  },
  Traccar: {
    runs: 'docker.io/traccar/traccar',
    env: {
      CONFIG_USE_ENVIRONMENT_VARIABLES: 'true',
      WEB_URL: url,
      OPENID_CLIENT_ID: 'shelf',
      OPENID_CLIENT_SECRET: 'x',
      OPENID_ISSUER_URL: issuer,
    },
    back: ['/api/session/openid/callback'],
  },
  RustFS: {
    runs: 'docker.io/rustfs/rustfs',
    env: {
      RUSTFS_IDENTITY_OPENID_ENABLE: 'on',
      RUSTFS_IDENTITY_OPENID_CONFIG_URL: discovery,
      RUSTFS_IDENTITY_OPENID_CLIENT_ID: 'shelf',
      RUSTFS_IDENTITY_OPENID_CLIENT_SECRET: 'x',
    },
    back: ['/rustfs/admin/v3/oidc/callback/default'],
  },
  Chronograf: {
    runs: 'docker.io/library/chronograf',
    env: {
      PUBLIC_URL: url,
      GENERIC_NAME: 'house',
      GENERIC_CLIENT_ID: 'shelf',
      GENERIC_CLIENT_SECRET: 'x',
      GENERIC_SCOPES: 'openid,email',
      GENERIC_AUTH_URL: authorize,
      GENERIC_TOKEN_URL: token,
      GENERIC_API_URL: userinfo,
    },
    back: ['/oauth/house/callback'],
  },
};

/** The same by a file. */
export const operationsFileApps: Readonly<Record<string, GridApp>> = {
  'Guacamole, properties': {
    runs: 'docker.io/guacamole/guacamole',
    file: [
      'guacamole.properties',
      `openid-authorization-endpoint=${authorize}\nopenid-client-id=shelf\nopenid-issuer=${issuer}\nopenid-jwks-endpoint=${issuer}jwks/\nopenid-redirect-uri=${url}/\n`,
    ],
    back: ['/'],
  },
  RabbitMQ: {
    runs: 'docker.io/library/rabbitmq',
    file: [
      'rabbitmq.conf',
      `auth_backends.1 = rabbit_auth_backend_oauth2\nauth_oauth2.resource_server_id = rabbitmq\nauth_oauth2.issuer = ${issuer}\nmanagement.oauth_enabled = true\nmanagement.oauth_client_id = shelf\nmanagement.oauth_scopes = openid profile\n`,
    ],
    back: ['/js/oidc-oauth/login-callback.html'],
    type: 'public',
  },
  WriteFreely: {
    runs: 'docker.io/writeas/writefreely',
    file: [
      'config.ini',
      `[app]\nhost = ${url}\n\n[oauth.generic]\nclient_id = shelf\nclient_secret = x\nhost = ${new URL(authorize).origin}\ntoken_endpoint = ${new URL(token).pathname}\ninspect_endpoint = ${new URL(userinfo).pathname}\nauth_endpoint = ${new URL(authorize).pathname}\nscope = openid email\n`,
    ],
    back: ['/oauth/callback/generic'],
  },
  'Komodo, TOML': {
    runs: 'ghcr.io/moghtech/komodo-core',
    file: ['core.config.toml', `host = "${url}"\noidc_enabled = true\noidc_provider = "${issuer}"\noidc_client_id = "shelf"\noidc_client_secret = "x"\n`],
    back: ['/auth/oidc/callback'],
  },
  BuildBuddy: {
    runs: 'gcr.io/flame-public/buildbuddy-app-enterprise',
    file: [
      'buildbuddy.yaml',
      `app:\n  build_buddy_url: ${url}\nauth:\n  oauth_providers:\n    - issuer_url: ${issuer}\n      client_id: shelf\n      client_secret: x\n`,
    ],
    back: ['/auth/'],
  },
  Dashy: {
    runs: 'docker.io/lissy93/dashy',
    file: [
      'conf.yml',
      `appConfig:\n  auth:\n    enableOidc: true\n    oidc:\n      endpoint: ${issuer}\n      clientId: shelf\n      scope: openid profile email\n`,
    ],
    back: ['/'],
    type: 'public',
  },
  MeshCentral: {
    runs: 'ghcr.io/ylianst/meshcentral',
    file: [
      'config.json',
      JSON.stringify({ domains: { '': { authStrategies: { oidc: { issuer, client: { client_id: 'shelf', client_secret: 'x' } } } } } }, undefined, 2),
    ],
    back: ['/auth-oidc-callback'],
  },
  'ezBookkeeping, INI': {
    runs: 'docker.io/mayswind/ezbookkeeping',
    file: [
      'ezbookkeeping.ini',
      `[server]\nroot_url = ${url}/\n\n[auth]\nenable_oauth2_auth = true\noauth2_provider = oidc\noauth2_client_id = shelf\noauth2_client_secret = x\noidc_provider_base_url = ${issuer}\n`,
    ],
    back: ['/oauth2/callback'],
  },
  'Actual Budget, JSON': {
    runs: 'ghcr.io/actualbudget/actual',
    file: ['config.json', JSON.stringify({ openId: { discoveryURL: issuer, client_id: 'shelf', client_secret: 'x', server_hostname: url } }, undefined, 2)],
    back: ['/openid/callback'],
  },
  ownCloud: {
    runs: 'docker.io/owncloud/server',
    file: [
      'oidc.config.php',
      `<?php\n$CONFIG = [\n  'openid-connect' => [\n    'provider-url' => '${issuer}',\n    'client-id' => 'shelf',\n    'client-secret' => 'x',\n    'auto-provision' => [\n      'enabled' => true,\n      'update' => ['enabled' => true],\n    ],\n  ],\n];\n`,
    ],
    back: ['/index.php/apps/openidconnect/redirect'],
  },
  Mobilizon: {
    runs: 'docker.io/kaihuri/mobilizon',
    file: [
      'config.exs',
      `import Config\n\nconfig :ueberauth, Ueberauth.Strategy.Keycloak.OAuth,\n  client_id: "shelf",\n  client_secret: System.get_env("OIDC_SECRET"),\n  authorize_url: "${authorize}",\n  token_url: "${token}",\n  userinfo_url: "${userinfo}",\n  token_method: :post\n`,
    ],
    back: ['/auth/keycloak/callback'],
  },
  'Pingvin Share': {
    runs: 'docker.io/stonith404/pingvin-share',
    file: [
      'config.yaml',
      `general:\n  appUrl: ${url}\noauth:\n  oidc-enabled: "true"\n  oidc-discoveryUri: ${discovery}\n  oidc-clientId: shelf\n  oidc-clientSecret: x\n`,
    ],
    back: ['/api/oauth/callback/oidc'],
  },
  Velociraptor: {
    runs: 'docker.io/wlambert/velociraptor',
    file: [
      'server.config.yaml',
      `GUI:\n  authenticator:\n    type: OIDC\n    oidc_issuer: ${issuer}\n    oauth_client_id: shelf\n    oauth_client_secret: x\n`,
    ],
    back: ['/auth/oidc/callback'],
  },
  'Traccar, XML': {
    runs: 'docker.io/traccar/traccar',
    file: [
      'traccar.xml',
      `<?xml version='1.0' encoding='UTF-8'?>\n<properties>\n  <entry key='web.url'>${url}</entry>\n  <entry key='openid.clientId'>shelf</entry>\n  <entry key='openid.clientSecret'>x</entry>\n  <entry key='openid.issuerUrl'>${issuer}</entry>\n</properties>\n`,
    ],
    back: ['/api/session/openid/callback'],
  },
  'Paperless, file of variables': {
    runs: 'ghcr.io/paperless-ngx/paperless-ngx',
    file: [
      'paperless.conf',
      `PAPERLESS_APPS=allauth.socialaccount.providers.openid_connect\nPAPERLESS_SOCIALACCOUNT_PROVIDERS={"openid_connect":{"APPS":[{"provider_id":"house","name":"House","client_id":"shelf","secret":"x","settings":{"server_url":"${discovery}"}}]}}\n`,
    ],
    back: ['/accounts/oidc/house/login/callback/'],
  },
};
