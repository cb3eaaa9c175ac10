import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { codesSaid } from '../support/tree-said.ts';

/** Settings as the documentation of apps and identity providers shows them, each beside its client at an Authelia. */

const callback = (path: string) => `https://shelf.example.org${path}`;
const authelia = (path: string, isPublic = false) => `apiVersion: v1
kind: ConfigMap
metadata: { name: authelia, namespace: auth }
data:
  configuration.yml: |
    session: { cookies: [{ domain: example.org, authelia_url: "https://id.example.org" }] }
    identity_providers:
      oidc:
        clients:
          - client_id: shelf
            ${isPublic ? 'public: true' : 'client_secret: $pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR'}
            redirect_uris: ["${callback(path)}"]
            scopes: [openid, profile, email, groups]
`;
const file = (name: string, text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shelf, namespace: shelf }\ndata:\n  ${name}: |\n${text.replace(/^/gm, '    ')}\n`;
const pod = (image: string, env: Readonly<Record<string, string>>) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shelf, namespace: shelf }\nspec:\n  selector: { matchLabels: { app: shelf } }\n  template:\n    metadata: { labels: { app: shelf } }\n    spec:\n      containers:\n        - name: app\n          image: ${image}\n          env:\n${Object.entries(
    env,
  )
    .map(
      ([name, value]) =>
        `            - { name: ${name}, ${value === '' ? `valueFrom: { secretKeyRef: { name: shelf, key: ${name} } }` : `value: ${JSON.stringify(value)}`} }\n`,
    )
    .join('')}`;
const secret =
  'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: shelf, namespace: shelf }\nspec: { secretStoreRef: { name: store, kind: ClusterSecretStore }, dataFrom: [{ extract: { key: shelf } }] }\n';

type Files = Readonly<Record<string, string>>;
const rows = (files: Files) =>
  checkFiles(Object.entries(files).map(([one, text]) => ({ file: one, text })))
    .logins()
    .map(({ read, pairedBy, client }) => [read, pairedBy, client].join(' '));
const errors = (files: Files) => codesSaid(files).filter((line) => !line.startsWith('info') && !line.endsWith('secret-literal'));

const texts: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'TOML without a section': [
    'config.toml',
    'host = "https://shelf.example.org"\noidc_enabled = true\noidc_provider = "https://id.example.org"\noidc_client_id = "shelf"',
  ],
  'INI with an issuer by another name': [
    'shelf.ini',
    '[server]\nroot_url = https://shelf.example.org\n\n[auth]\noauth2_client_id = shelf\noidc_provider_base_url = https://id.example.org',
  ],
  'a host beside paths': [
    'config.ini',
    '[oauth.generic]\nclient_id = shelf\nhost = https://id.example.org\ntoken_endpoint = /api/oidc/token\nscope = openid email',
  ],
  'an endpoint that is the issuer': ['conf.yml', 'appConfig:\n  auth:\n    oidc:\n      clientId: shelf\n      endpoint: https://id.example.org'],
  'keys with dots': [
    'config.yml',
    'oidc.provider-name: Home\noidc.client-key: shelf\noidc.discovery-url: https://id.example.org/.well-known/openid-configuration',
  ],
  'a discovery endpoint beside an id': [
    'config.json',
    '{\n  "GitLabSettings": { "Enable": true, "Id": "shelf", "Scope": "openid profile", "DiscoveryEndpoint": "https://id.example.org/.well-known/openid-configuration" }\n}',
  ],
  'assignments of PHP': [
    'custom.inc.php',
    "<?php\n$config['oauth_provider'] = 'generic';\n$config['oauth_client_id'] = 'shelf';\n$config['oauth_auth_uri'] = 'https://id.example.org/api/oidc/authorization';\n$config['oauth_token_uri'] = 'https://id.example.org/api/oidc/token';\n// $config['oauth_login_redirect'] = true;",
  ],
};

describe.each(Object.entries(texts))('%s', (_, [name, text]) => {
  it('is a login of the client that it names', () => {
    expect(rows({ 'idp.yaml': authelia('/back'), 'app.yaml': file(name, text) })).toEqual(['both client-id shelf']);
  });
});

it('a variable of the environment stands where a setting of PHP has its value', () => {
  const text =
    "<?php\n$config['oauth_provider'] = 'generic';\n$config['oauth_client_id'] = getenv('ID');\n$config['oauth_client_secret'] = $_ENV['KEY'];\n$config['oauth_auth_uri'] = 'https://id.example.org/api/oidc/authorization';";
  expect(rows({ 'app.yaml': file('custom.inc.php', text) })).toEqual(['app  $(code)']);
});

it('an address of something else beside a client id is no issuer', () => {
  const text = 'client_id = shelf\nhost = https://stats.example.org\nscope = all';
  expect(rows({ 'idp.yaml': authelia('/back'), 'app.yaml': file('config.toml', text) })).toEqual(['provider  shelf']);
  expect(rows({ 'idp.yaml': authelia('/back'), 'app.yaml': file('config.toml', text.replace('stats', 'id')) })).toEqual(['both client-id shelf']);
});

describe('variables that several apps share', () => {
  const shared = {
    GENERIC_CLIENT_ID: 'shelf',
    GENERIC_CLIENT_SECRET: '',
    GENERIC_AUTH_URL: 'https://id.example.org/api/oidc/authorization',
    GENERIC_TOKEN_URL: 'https://id.example.org/api/oidc/token',
    GENERIC_SCOPES: 'openid,email,profile',
  };

  it('of Chronograf are not those of tinyauth', () => {
    const env = { ...shared, GENERIC_API_URL: 'https://id.example.org/api/oidc/userinfo', GENERIC_NAME: 'home', PUBLIC_URL: 'https://shelf.example.org' };
    const files = { 'idp.yaml': authelia('/oauth/home/callback'), 'app.yaml': pod('chronograf:1.10', env), 'secret.yaml': secret };
    expect(rows(files)).toEqual(['both client-id shelf']);
    expect(errors(files)).toEqual([]);
  });

  it('of tinyauth still lead to its own address', () => {
    const env = { ...shared, GENERIC_USER_URL: 'https://id.example.org/api/oidc/userinfo', APP_URL: 'https://shelf.example.org' };
    const app = pod('ghcr.io/steveiliop56/tinyauth:v3', env);
    expect(errors({ 'idp.yaml': authelia('/api/oauth/callback/generic'), 'app.yaml': app, 'secret.yaml': secret })).toEqual([]);
    expect(errors({ 'idp.yaml': authelia('/elsewhere'), 'app.yaml': app, 'secret.yaml': secret })).toEqual(['error redirect-missing']);
  });
});

describe('a client id that an app has of its own accord', () => {
  it('is none that is missing, and may be told by WebFinger', () => {
    const env = { OC_OIDC_ISSUER: 'https://id.example.org', OC_URL: 'https://shelf.example.org', WEBFINGER_WEB_OIDC_CLIENT_ID: 'shelf' };
    const idp = authelia('/oidc-callback.html', true);
    expect(errors({ 'idp.yaml': idp, 'app.yaml': pod('opencloudeu/opencloud-rolling:4', env) })).toEqual([]);
    const own = { OC_OIDC_ISSUER: env.OC_OIDC_ISSUER, OC_URL: env.OC_URL };
    expect(errors({ 'idp.yaml': idp.replace('client_id: shelf', 'client_id: web'), 'app.yaml': pod('opencloudeu/opencloud-rolling:4', own) })).toEqual([]);
  });
});

describe('django-allauth', () => {
  const text = (id: string) =>
    `social_providers:\n  openid_connect:\n    APPS:\n      - { provider_id: ${id}, name: Home, client_id: shelf, settings: { server_url: "https://id.example.org" } }`;
  const files = (name: string, path: string) => ({ 'idp.yaml': authelia(path), 'app.yaml': file(name, text('home')) });

  it('has no prefix in InvenTree', () => {
    expect(errors(files('inventree.yaml', '/accounts/home/login/callback/'))).toEqual([]);
    expect(errors(files('inventree.yaml', '/accounts/oidc/home/login/callback/'))).toEqual(['error redirect-missing']);
  });

  it('has one of the app’s own elsewhere', () => {
    for (const prefix of ['', 'oidc/', 'sso/']) expect(errors(files('config.yaml', `/accounts/${prefix}home/login/callback/`))).toEqual([]);
  });
});

describe('a redirect URI that is not allowed', () => {
  const fix = (path: string) => {
    const env = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'shelf', OIDC_CLIENT_SECRET: '', OIDC_REDIRECT_URI: callback('/oidc/callback') };
    const checked = checkFiles(
      Object.entries({ 'idp.yaml': authelia(path), 'app.yaml': pod('shelf:1', env) }).map(([one, said]) => ({ file: one, text: said })),
    );
    return checked.findings.filter(({ code }) => code === 'redirect-missing').map((one) => one.fix);
  };

  it('is shown beside one that differs in a letter, and added otherwise', () => {
    expect(fix('/oicd/callback')).toEqual([
      `write the same URL at both ends: the app has ${callback('/oidc/callback')}, and redirect_uris in idp.yaml has ${callback('/oicd/callback')}`,
    ]);
    expect(fix('/login')).toEqual([`add ${callback('/oidc/callback')} to redirect_uris in idp.yaml, or correct the URL in the app`]);
  });
});

describe('words that many apps share, in an image that speaks of another app', () => {
  const env = {
    OIDC_ISSUER_URL: 'https://id.example.org',
    OIDC_CLIENT_ID: 'shelf',
    OIDC_CLIENT_SECRET: '',
    OIDC_AUTH_URI: 'https://id.example.org/api/oidc/authorization',
    OIDC_TOKEN_URI: 'https://id.example.org/api/oidc/token',
    URL: 'https://shelf.example.org',
  };
  const files = (image: string) => ({ 'idp.yaml': authelia('/back'), 'app.yaml': pod(image, env), 'secret.yaml': secret });

  it('are not those of the app that they remind of', () => {
    for (const image of ['docker.getoutline.com/outlinewiki/outline:1.1', 'harbor.example.org/mirror/outline-enterprise:1.1'])
      expect(errors(files(image))).toEqual(['error redirect-missing', 'error client-auth-method']);
    expect(errors(files('ghcr.io/somebody/notes:2'))).toEqual([]);
    expect(rows(files('ghcr.io/somebody/notes:2'))).toEqual(['both client-id shelf']);
  });
});
