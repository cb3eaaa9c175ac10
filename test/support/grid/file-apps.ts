import { authorize, discovery, issuer, token, url, userinfo } from './addresses.ts';
import type { GridApp } from './ways.ts';

/** Right settings of apps by a file. */
export const fileApps: Readonly<Record<string, GridApp>> = {
  'Immich, JSON': {
    runs: 'ghcr.io/immich-app/immich-server',
    file: [
      'immich.json',
      JSON.stringify({
        server: { externalDomain: url },
        oauth: { enabled: true, clientId: 'shelf', clientSecret: 'x', issuerUrl: issuer, scope: 'openid email profile' },
      }),
    ],
    back: ['/auth/login', '/user-settings', 'app.immich:///oauth-callback'],
  },
  'Immich, YAML': {
    runs: 'ghcr.io/immich-app/immich-server',
    file: ['immich-config.yaml', `oauth:\n  enabled: true\n  clientId: shelf\n  clientSecret: x\n  issuerUrl: ${discovery}\n  scope: openid email profile\n`],
    back: ['/auth/login', '/user-settings', 'app.immich:///oauth-callback'],
  },
  'Komga, YAML of Spring': {
    runs: 'ghcr.io/gotson/komga',
    file: [
      'application.yml',
      `komga:\n  oauth2-account-creation: true\nspring:\n  security:\n    oauth2:\n      client:\n        registration:\n          house:\n            provider: house\n            client-id: shelf\n            client-secret: x\n            client-name: House\n            scope: openid,email\n            authorization-grant-type: authorization_code\n            redirect-uri: "{baseUrl}/{action}/oauth2/code/{registrationId}"\n        provider:\n          house:\n            user-name-attribute: sub\n            issuer-uri: ${issuer}\n`,
    ],
    back: ['/login/oauth2/code/house'],
  },
  'Home Assistant': {
    runs: 'ghcr.io/home-operations/home-assistant',
    file: [
      'configuration.yaml',
      `default_config:\nautomation: !include automations.yaml\nauth_oidc:\n  client_id: "shelf"\n  client_secret: !secret oidc\n  discovery_url: "${discovery}"\n  roles:\n    admin: admins\n`,
    ],
    back: ['/auth/oidc/callback'],
  },
  Vikunja: {
    runs: 'vikunja/vikunja',
    file: [
      'config.yml',
      `service:\n  publicurl: ${url}/\nauth:\n  openid:\n    enabled: true\n    providers:\n      house:\n        name: House\n        authurl: ${issuer}\n        clientid: shelf\n        clientsecret: x\n        scope: openid profile email\n`,
    ],
    back: ['/auth/openid/house'],
  },
  Synapse: {
    runs: 'ghcr.io/element-hq/synapse',
    file: [
      'homeserver.yaml',
      `server_name: example.net\npublic_baseurl: ${url}/\noidc_providers:\n  - idp_id: house\n    idp_name: House\n    discover: true\n    issuer: ${issuer}\n    client_id: shelf\n    client_secret: x\n    scopes: [openid, profile, email]\n    user_mapping_provider:\n      config: { localpart_template: "{{ user.preferred_username }}" }\n`,
    ],
    back: ['/_synapse/client/oidc/callback'],
  },
  'Matrix Authentication Service': {
    runs: 'ghcr.io/element-hq/matrix-authentication-service',
    file: [
      'config.yaml',
      `http:\n  public_base: ${url}/\nupstream_oauth2:\n  providers:\n    - id: 01H8PKNWKKRPCBW4YGH1RWV279\n      issuer: ${issuer}\n      client_id: shelf\n      client_secret: x\n      token_endpoint_auth_method: client_secret_basic\n      scope: openid profile email\n`,
    ],
    back: ['/upstream/callback/01H8PKNWKKRPCBW4YGH1RWV279'],
  },
  'oauth2-proxy, its file': {
    runs: 'quay.io/oauth2-proxy/oauth2-proxy',
    file: [
      'oauth2-proxy.cfg',
      `provider = "oidc"\noidc_issuer_url = "${issuer}"\nclient_id = "shelf"\nclient_secret = "x"\ncookie_secret = "x"\nemail_domains = [ "*" ]\nscope = "openid profile email"\nredirect_url = "${url}/oauth2/callback"\nupstreams = [ "http://app" ]\n`,
    ],
    back: ['/oauth2/callback'],
    args: ['--config=/config/oauth2-proxy.cfg'],
  },
  'Grafana, its file': {
    runs: 'docker.io/grafana/grafana',
    file: [
      'grafana.ini',
      `[server]\nroot_url = ${url}/\n\n[auth.generic_oauth]\nenabled = true\nclient_id = shelf\nclient_secret = x\nscopes = openid profile email\nauth_url = ${authorize}\ntoken_url = ${token}\napi_url = ${userinfo}\n`,
    ],
    back: ['/login/generic_oauth'],
  },
  'Argo Workflows': {
    runs: 'quay.io/argoproj/argocli',
    file: [
      'sso',
      `issuer: ${issuer}\nclientId: { name: argo-sso, key: client-id }\nclientSecret: { name: argo-sso, key: client-secret }\nredirectUrl: ${url}/oauth2/callback\nscopes: [openid, profile, email]\n`,
    ],
    back: ['/oauth2/callback'],
  },
  pgAdmin: {
    runs: 'docker.io/dpage/pgadmin4',
    file: [
      'config_local.py',
      `AUTHENTICATION_SOURCES = ['oauth2', 'internal']\nOAUTH2_CONFIG = [{\n  'OAUTH2_NAME': 'house',\n  'OAUTH2_CLIENT_ID': 'shelf',\n  'OAUTH2_CLIENT_SECRET': 'x',\n  'OAUTH2_SERVER_METADATA_URL': '${discovery}',\n  'OAUTH2_SCOPE': 'openid email profile',\n}]\n`,
    ],
    back: ['/oauth2/authorize'],
  },
  JupyterHub: {
    runs: 'quay.io/jupyterhub/k8s-hub',
    file: [
      'jupyterhub_config.py',
      `c.JupyterHub.authenticator_class = "generic-oauth"\nc.GenericOAuthenticator.client_id = "shelf"\nc.GenericOAuthenticator.client_secret = "x"\nc.GenericOAuthenticator.oauth_callback_url = "${url}/hub/oauth_callback"\nc.GenericOAuthenticator.authorize_url = "${authorize}"\nc.GenericOAuthenticator.token_url = "${token}"\nc.GenericOAuthenticator.userdata_url = "${userinfo}"\nc.GenericOAuthenticator.scope = ["openid", "profile", "email"]\n`,
    ],
    back: ['/hub/oauth_callback'],
  },
  'Jellyfin, its plugin': {
    runs: 'ghcr.io/jellyfin/jellyfin',
    file: [
      'SSO-Auth.xml',
      `<?xml version="1.0" encoding="utf-8"?>\n<PluginConfiguration>\n  <OidConfigs>\n    <item>\n      <key><string>house</string></key>\n      <value>\n        <PluginConfiguration>\n          <OidEndpoint>${issuer}</OidEndpoint>\n          <OidClientId>shelf</OidClientId>\n          <OidSecret>x</OidSecret>\n          <Enabled>true</Enabled>\n        </PluginConfiguration>\n      </value>\n    </item>\n  </OidConfigs>\n</PluginConfiguration>\n`,
    ],
    back: ['/sso/OID/redirect/house'],
  },
  'Node-RED': {
    runs: 'docker.io/nodered/node-red',
    file: [
      'settings.js',
      `module.exports = {\n  adminAuth: {\n    type: "strategy",\n    strategy: {\n      name: "openidconnect",\n      label: "Sign in",\n      strategy: require("passport-openidconnect").Strategy,\n      options: {\n        issuer: "${issuer}",\n        authorizationURL: "${authorize}",\n        tokenURL: "${token}",\n        userInfoURL: "${userinfo}",\n        clientID: "shelf",\n        clientSecret: process.env.OIDC_SECRET,\n        callbackURL: "${url}/auth/strategy/callback",\n        scope: ["openid", "email", "profile"],\n        proxy: true,\n        verify: function (issuer, profile, done) {\n          done(null, profile);\n        },\n      },\n    },\n  },\n};\n`,
    ],
    back: ['/auth/strategy/callback'],
  },
  'NetBox, its file': {
    runs: 'ghcr.io/netbox-community/netbox',
    file: [
      'sso.py',
      `REMOTE_AUTH_ENABLED = True\nREMOTE_AUTH_BACKEND = 'social_core.backends.open_id_connect.OpenIdConnectAuth'\nSOCIAL_AUTH_OIDC_OIDC_ENDPOINT = '${issuer}'\nSOCIAL_AUTH_OIDC_KEY = 'shelf'\nSOCIAL_AUTH_OIDC_SECRET = 'x'\n`,
    ],
    back: ['/oauth/complete/oidc/'],
  },
  Gatus: {
    runs: 'ghcr.io/twin/gatus',
    file: [
      'config.yaml',
      `security:\n  oidc:\n    issuer-url: ${issuer}\n    client-id: shelf\n    client-secret: x\n    redirect-url: ${url}/authorization-code/callback\n    scopes: [openid]\nendpoints: []\n`,
    ],
    back: ['/authorization-code/callback'],
  },
  GoToSocial: {
    runs: 'superseriousbusiness/gotosocial',
    file: [
      'config.yaml',
      `host: app.example.net\noidc-enabled: true\noidc-idp-name: House\noidc-issuer: ${issuer}\noidc-client-id: shelf\noidc-client-secret: x\n`,
    ],
    back: ['/auth/callback'],
  },
  'an app that nobody knows, YAML': {
    runs: 'example.net/ledger',
    file: [
      'ledger.yaml',
      `server: { port: 80 }\nauth:\n  providers:\n    - name: house\n      type: oidc\n      client_id: shelf\n      client_secret: x\n      issuer: ${issuer}\n`,
    ],
    back: ['/callback'],
  },
  'an app that nobody knows, JSON that a script writes': {
    runs: 'example.net/ledger',
    file: [
      'start.sh',
      `#!/bin/sh\ncat > /config/config.json <<EOF\n{\n  "port": 80,\n  "oauth": { "providers": { "oidc": {\n    "clientId": "shelf",\n    "clientSecret": "$OIDC_SECRET",\n    "issuer": "${issuer}"\n  } } }\n}\nEOF\nexec ledger\n`,
    ],
    back: ['/callback'],
  },
  'an app that nobody knows, TOML': {
    runs: 'example.net/ledger',
    file: ['ledger.toml', `[server]\nport = 80\n\n[auth.oidc]\nclient_id = "shelf"\nclient_secret = "x"\ndiscovery_url = "${discovery}"\n`],
    back: ['/callback'],
  },
  'an app that nobody knows, flat keys': {
    runs: 'example.net/ledger',
    file: ['ledger.yaml', `listen: ":80"\noidc_issuer: ${issuer}\noidc_client_id: shelf\noidc_client_secret: x\n`],
    back: ['/callback'],
  },
  'an app that nobody knows, its addresses alone': {
    runs: 'example.net/ledger',
    file: [
      'ledger.json',
      JSON.stringify({ sso: { enabled: true, clientId: 'shelf', clientSecret: 'x', authorizationUrl: authorize, tokenUrl: token, userInfoUrl: userinfo } }),
    ],
    back: ['/callback'],
  },
  'an app that nobody knows, a file of variables': {
    runs: 'example.net/ledger',
    file: ['.env', `PORT=80\nOIDC_ISSUER=${issuer}\nOIDC_CLIENT_ID=shelf\nOIDC_CLIENT_SECRET=x\n`],
    back: ['/callback'],
  },
};
