import { discovery, issuer, token, authorize, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

/** Right settings of tools by a file. */
export const toolFileApps: Readonly<Record<string, GridApp>> = {
  Backstage: {
    runs: 'example.net/backstage',
    file: [
      'app-config.production.yaml',
      `app: { baseUrl: "${url}" }\nauth:\n  environment: production\n  providers:\n    oidc:\n      production:\n        metadataUrl: ${discovery}\n        clientId: shelf\n        clientSecret: x\n        callbackUrl: ${url}/api/auth/oidc/handler/frame\n`,
    ],
    back: ['/api/auth/oidc/handler/frame'],
  },
  Kavita: {
    runs: 'jvmilazz0/kavita',
    file: [
      'appsettings.json',
      JSON.stringify({ TokenKey: 'x', OpenIdConnectSettings: { Authority: issuer, ClientId: 'shelf', Secret: 'x', CustomScopes: [] } }),
    ],
    back: ['/signin-oidc'],
  },
  AKHQ: {
    runs: 'tchiotludo/akhq',
    file: [
      'application.yml',
      `micronaut:\n  security:\n    enabled: true\n    oauth2:\n      enabled: true\n      clients:\n        house:\n          client-id: shelf\n          client-secret: x\n          scopes: [openid, profile, email]\n          openid:\n            issuer: ${issuer}\n`,
    ],
    back: ['/oauth/callback/house'],
  },
  'Kafka UI': {
    runs: 'ghcr.io/kafbat/kafka-ui',
    file: [
      'config.yml',
      `auth:\n  type: OAUTH2\n  oauth2:\n    client:\n      house:\n        clientId: shelf\n        clientSecret: x\n        scope: openid\n        client-name: house\n        provider: house\n        redirect-uri: ${url}/login/oauth2/code/house\n        issuer-uri: ${issuer}\n`,
    ],
    back: ['/login/oauth2/code/house'],
  },
  'OpenSearch Dashboards': {
    runs: 'opensearchproject/opensearch-dashboards',
    file: [
      'opensearch_dashboards.yml',
      `opensearch_security.auth.type: openid\nopensearch_security.openid.connect_url: ${discovery}\nopensearch_security.openid.client_id: shelf\nopensearch_security.openid.client_secret: x\nopensearch_security.openid.scope: openid profile email\nopensearch_security.openid.base_redirect_url: ${url}\n`,
    ],
    back: ['/auth/openid/login'],
  },
  Quay: {
    runs: 'quay.io/projectquay/quay',
    file: [
      'config.yaml',
      `SERVER_HOSTNAME: app.example.net\nHOUSE_LOGIN_CONFIG:\n  SERVICE_NAME: House\n  OIDC_SERVER: ${issuer}\n  CLIENT_ID: shelf\n  CLIENT_SECRET: x\n  LOGIN_SCOPES: [openid, profile, email]\n`,
    ],
    back: ['/oauth2/house/callback'],
  },
  Etherpad: {
    runs: 'etherpad/etherpad',
    file: ['settings.json', JSON.stringify({ title: 'Pads', ep_openid_connect: { issuer, client_id: 'shelf', client_secret: 'x', base_url: url } })],
    back: ['/ep_openid_connect/callback'],
  },
  'wg-portal': {
    runs: 'wgportal/wg-portal',
    file: [
      'config.yaml',
      `web:\n  external_url: ${url}\nauth:\n  oidc:\n    - provider_name: house\n      display_name: House\n      base_url: ${issuer}\n      client_id: shelf\n      client_secret: x\n      extra_scopes: [email, profile]\n`,
    ],
    back: ['/api/v0/auth/login/house/callback'],
  },
  Warpgate: {
    runs: 'ghcr.io/warp-tech/warpgate',
    file: [
      'warpgate.yaml',
      `external_host: app.example.net\nsso_providers:\n  - name: house\n    label: House\n    provider:\n      type: custom\n      client_id: shelf\n      client_secret: x\n      issuer_url: ${issuer}\n      scopes: ["openid", "email"]\n`,
    ],
    back: ['/@warpgate/api/sso/return'],
  },
  'FileBrowser Quantum': {
    runs: 'gtstef/filebrowser',
    file: [
      'config.yaml',
      `auth:\n  methods:\n    password: { enabled: false }\n    oidc:\n      enabled: true\n      clientId: shelf\n      clientSecret: x\n      issuerUrl: ${issuer}\n      scopes: openid email profile\n`,
    ],
    back: ['/api/auth/oidc/callback'],
  },
  Headplane: {
    runs: 'ghcr.io/tale/headplane',
    file: [
      'headplane.yaml',
      `server: { base_url: "${url}" }\nheadscale: { url: "https://net.example.net" }\noidc:\n  issuer: ${issuer}\n  client_id: shelf\n  client_secret: x\n  redirect_uri: ${url}/admin/oidc/callback\n`,
    ],
    back: ['/admin/oidc/callback'],
  },
  AFFiNE: {
    runs: 'ghcr.io/toeverything/affine',
    file: ['config.json', JSON.stringify({ server: { externalUrl: url }, oauth: { 'providers.oidc': { clientId: 'shelf', clientSecret: 'x', issuer } } })],
    back: ['/oauth/callback'],
  },
  Pomerium: {
    runs: 'pomerium/pomerium',
    file: [
      'config.yaml',
      `authenticate_service_url: ${url}\nidp_provider: oidc\nidp_provider_url: ${issuer}\nidp_client_id: shelf\nidp_client_secret: x\nroutes: [{ from: "https://a.example.net", to: "http://a" }]\n`,
    ],
    back: ['/oauth2/callback'],
  },
  GoToSocial: {
    runs: 'superseriousbusiness/gotosocial',
    file: [
      'config.yaml',
      `host: app.example.net\noidc-enabled: true\noidc-idp-name: House\noidc-issuer: ${issuer}\noidc-client-id: shelf\noidc-client-secret: x\noidc-scopes: [openid, email, profile]\n`,
    ],
    back: ['/auth/callback'],
  },
  'Superset, Python': {
    runs: 'apache/superset',
    file: [
      'superset_config.py',
      `AUTH_TYPE = AUTH_OAUTH\nOAUTH_PROVIDERS = [\n    {\n        'name': 'house',\n        'token_key': 'access_token',\n        'remote_app': {\n            'client_id': 'shelf',\n            'client_secret': 'x',\n            'client_kwargs': {'scope': 'openid email profile'},\n            'server_metadata_url': '${discovery}',\n            'api_base_url': '${userinfo}',\n        },\n    }\n]\n`,
    ],
    back: ['/oauth-authorized/house'],
  },
};

/** Right settings of tools by the values of their chart. */
export const toolChartApps: Readonly<Record<string, GridApp>> = {
  Jenkins: {
    runs: 'jenkins',
    values: {
      controller: {
        JCasC: {
          securityRealm: `oic:\n  clientId: "shelf"\n  clientSecret: "x"\n  serverConfiguration:\n    wellKnown:\n      scopesOverride: "openid profile email"\n      wellKnownOpenIDConfigurationUrl: "${discovery}"\n`,
        },
      },
    },
    back: ['/securityRealm/finishLogin'],
  },
  'Jenkins, as before version 4 of its plugin': {
    runs: 'jenkins',
    values: {
      controller: {
        JCasC: {
          configScripts: {
            login: `jenkins:\n  securityRealm:\n    oic:\n      clientId: shelf\n      clientSecret: x\n      authorizationServerUrl: ${authorize}\n      tokenServerUrl: ${token}\n      scopes: openid profile email\n`,
          },
        },
      },
    },
    back: ['/securityRealm/finishLogin'],
  },
  SonarQube: {
    runs: 'sonarqube',
    values: {
      sonarProperties: {
        'sonar.core.serverBaseURL': url,
        'sonar.auth.oidc.enabled': 'true',
        'sonar.auth.oidc.issuerUri': issuer,
        'sonar.auth.oidc.clientId.secured': 'shelf',
        'sonar.auth.oidc.clientSecret.secured': 'x',
      },
    },
    back: ['/oauth2/callback/oidc'],
  },
};
