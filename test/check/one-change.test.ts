import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

/**
 * A login as other people write it, at each provider, and then one change of it that makes the login fail. Nothing may be said of the first, and the change
 * has to be found. Every value that is changed stands once.
 */
const callback = 'https://feeds.example.org/oauth2/oidc/callback';
const other = 'https://news.example.org/oauth2/oidc/callback';

const object = (kind: string, apiVersion: string, name: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: web }\n${rest}\n`;

const deployment = (name: string, container: string): string =>
  object('Deployment', 'apps/v1', name, `spec: { template: { spec: { containers: [{ name: app, ${container} }] } } }`);

const providers = {
  authelia: {
    issuer: 'https://id.example.org',
    idp: `identity_providers:\n  oidc:\n    clients:\n      - { client_id: feeds, redirect_uris: ['${callback}'] }\n      - { client_id: others, redirect_uris: ['${other}'] }\n`,
  },
  'pocket-id': {
    issuer: 'https://id.example.org',
    idp: object('PocketIDOIDCClient', 'pocketid.internal/v1alpha1', 'one', `spec: { clientID: feeds, callbackUrls: ['${callback}'] }`),
  },
  keycloak: {
    issuer: 'https://id.example.org/realms/home',
    idp: `realm: home\nclients:\n  - { clientId: feeds, redirectUris: ['${callback}'] }\n`,
  },
  kanidm: {
    issuer: 'https://id.example.org/oauth2/openid/feeds',
    idp: object(
      'KanidmOAuth2Client',
      'kaniop.rs/v1beta1',
      'feeds',
      `spec: { origin: 'https://feeds.example.org', redirectUrl: ['${callback}'], allowInsecureClientDisablePkce: true }`,
    ),
  },
  dex: {
    issuer: 'https://id.example.org/dex',
    idp: `config:\n  issuer: https://id.example.org/dex\n  staticClients:\n    - { id: feeds, redirectURIs: ['${callback}'] }\n`,
  },
} as const;
type Provider = keyof typeof providers;

/** Miniflux sends what it is told; Komga sends the host that the browser has open. */
const apps = (issuer: string) => ({
  miniflux: deployment(
    'reader',
    `image: "ghcr.io/miniflux/miniflux:2.2.8", env: [{ name: OAUTH2_PROVIDER, value: oidc }, { name: OAUTH2_CLIENT_ID, value: "feeds" }, { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "${issuer}" }, { name: OAUTH2_REDIRECT_URL, value: "${callback}" }], envFrom: [{ secretRef: { name: reader-login } }]`,
  ),
  route: object(
    'HTTPRoute',
    'gateway.networking.k8s.io/v1',
    'reader',
    'spec: { hostnames: [feeds.example.org], rules: [{ backendRefs: [{ name: reader, port: 8080 }] }] }',
  ),
  secret: object(
    'ExternalSecret',
    'external-secrets.io/v1',
    'reader-login',
    'spec: { secretStoreRef: { name: vault, kind: ClusterSecretStore }, target: { template: { data: { OAUTH2_CLIENT_SECRET: "{{ .secret }}" } } }, dataFrom: [{ extract: { key: reader } }] }',
  ),
});

const treeOf = (provider: Provider): Record<string, string> => {
  const { idp, issuer } = providers[provider];
  return { 'idp.yaml': idp, ...Object.fromEntries(Object.entries(apps(issuer)).map(([name, text]) => [`${name}.yaml`, text])) };
};

const changed = (provider: Provider, file: string, from: string, to: string): string[] => {
  const tree = treeOf(provider);
  expect(tree[file]).toContain(from);
  return codesSaid({ ...tree, [file]: tree[file]!.replace(from, to) });
};

describe.each(Object.keys(providers) as Provider[])('a login at %s', (provider) => {
  const { issuer } = providers[provider];

  it('is right as it is', () => expect(codesSaid(treeOf(provider)).filter((line) => !line.startsWith('info'))).toEqual([]));

  it.each([
    ['the client id in the app', 'miniflux.yaml', 'value: "feeds"', 'value: "feedx"', /client-id-mismatch|client-unknown/],
    ['the redirect URI at the provider', 'idp.yaml', callback, `${callback}s`, /redirect-missing/],
    ['the redirect URI in the app', 'miniflux.yaml', callback, callback.replace('feeds', 'feed'), /redirect-missing|host-not-served/],
    ['the path of the issuer', 'miniflux.yaml', `"${issuer}"`, `"${issuer}/oidc"`, /issuer-mismatch/],
    ['a slash at the end of the issuer', 'miniflux.yaml', `"${issuer}"`, `"${issuer}/"`, /issuer-mismatch/],
    ['the discovery URL in place of the issuer', 'miniflux.yaml', `"${issuer}"`, `"${issuer}/.well-known/openid-configuration"`, /issuer-or-discovery/],
    ['the name of the Secret', 'miniflux.yaml', 'name: reader-login', 'name: reader-logins', /secret-missing/],
  ])('fails by %s', (_what, file, from, to, code) => {
    const said = changed(provider, file, from, to).filter((line) => !line.startsWith('info'));
    expect(said.join()).toMatch(code);
  });
});

it('is no login of a provider at which a client of before is left', () => {
  const tree = { ...treeOf('authelia'), 'miniflux.yaml': apps('https://tenant.example.net/oauth2/default/').miniflux.replace('"feeds"', '"0oa1b2c3"') };
  expect(codesSaid(tree).filter((line) => line.endsWith('issuer-mismatch'))).toEqual([]);
});

describe('an app that sends the host at which the browser has it open', () => {
  const komga = (id: string, host: string, own = 'komga'): string[] =>
    codesSaid({
      'komga.yaml': deployment(
        'komga',
        `image: "ghcr.io/gotson/komga:1.26.3", env: [{ name: SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOME_CLIENT_ID, value: ${own} }, { name: SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOME_SCOPE, value: "openid,email" }, { name: SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_HOME_ISSUER_URI, value: "https://id.example.org" }], envFrom: [{ secretRef: { name: komga } }]`,
      ),
      'route.yaml': object(
        'HTTPRoute',
        'gateway.networking.k8s.io/v1',
        'komga',
        'spec: { hostnames: [comics.example.org], rules: [{ backendRefs: [{ name: komga, port: 25600 }] }] }',
      ),
      'instance.yaml': object('PocketIDInstance', 'pocketid.internal/v1alpha1', 'id', 'spec: { appUrl: https://id.example.org }'),
      'client.yaml': object(
        'PocketIDOIDCClient',
        'pocketid.internal/v1alpha1',
        'komga',
        `spec: { clientID: ${id}, callbackUrls: ['https://${host}/login/oauth2/code/home'] }`,
      ),
    }).filter((line) => !line.startsWith('info'));

  it('is right as it is', () => expect(komga('komga', 'comics.example.org')).toEqual([]));
  it('may have another domain by a tunnel', () => expect(komga('komga', 'comics.example.net')).toEqual([]));
  it('is not served at the host of its client', () => expect(komga('komga', 'comic.example.org')).toEqual(['warning host-not-served']));
  it('has another client id than the client with its redirect URI', () => {
    expect(komga('library', 'comics.example.org')).toEqual(['warning client-id-mismatch']);
    expect(komga('komga', 'comics.example.org', 'komgo')).toEqual(['warning client-id-mismatch']);
  });
});

describe('an app that gives roles by groups', () => {
  const grafana = (provider: Provider, scopes: string): string[] =>
    codesSaid({
      'idp.yaml': providers[provider].idp.replaceAll(callback, 'https://graphs.example.org/login/generic_oauth'),
      'grafana.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: grafana, namespace: web }\nspec:\n  interval: 1h\n  chart: { spec: { chart: grafana, version: 10.1.0, sourceRef: { kind: HelmRepository, name: grafana } } }\n  values: { grafana.ini: { server: { root_url: "https://graphs.example.org" }, auth.generic_oauth: { enabled: true, client_id: feeds, client_secret: "$__file{/s}", scopes: "${scopes}", role_attribute_path: "contains(groups[*], 'admins') && 'Admin' || 'Viewer'", auth_url: "https://id.example.org/authorize", token_url: "https://id.example.org/token", api_url: "https://id.example.org/userinfo" } } }\n`,
    }).filter((line) => line.endsWith('groups-scope-missing'));

  it.each(['authelia', 'pocket-id', 'dex'] as const)('gets none of %s without their scope', (provider) => {
    expect(grafana(provider, 'openid profile email groups')).toEqual([]);
    expect(grafana(provider, 'openid profile email')).toEqual(['warning groups-scope-missing']);
    // A scope that somebody made may carry them.
    expect(grafana(provider, 'openid profile email roles')).toEqual([]);
  });

  it.each(['keycloak', 'kanidm'] as const)('may get them of %s with any scope', (provider) => expect(grafana(provider, 'openid profile email')).toEqual([]));

  it('may ask for their scope without a word', () => {
    const proxy = (more: string) =>
      codesSaid({
        'idp.yaml': providers.authelia.idp.replaceAll(callback, 'https://files.example.org/oauth2/callback'),
        'proxy.yaml': deployment(
          'files',
          `image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.3", args: ["--provider=oidc", "--oidc-issuer-url=https://id.example.org", "--client-id=feeds", "--redirect-url=https://files.example.org/oauth2/callback", "--allowed-group=family"${more}]`,
        ),
      }).filter((line) => line.endsWith('groups-scope-missing'));
    expect(proxy('')).toEqual([]);
    expect(proxy(', "--scope=openid email"')).toEqual(['error groups-scope-missing']);
  });

  it('may give them by another claim', () => {
    const chat = (claim: string) =>
      codesSaid({
        'idp.yaml': providers.authelia.idp.replaceAll(callback, 'https://chat.example.org/oauth/oidc/callback'),
        'chat.yaml': deployment(
          'chat',
          `image: "ghcr.io/open-webui/open-webui:0.6.30", env: [{ name: WEBUI_URL, value: "https://chat.example.org" }, { name: OAUTH_CLIENT_ID, value: feeds }, { name: OPENID_PROVIDER_URL, value: "https://id.example.org/.well-known/openid-configuration" }, { name: OAUTH_ADMIN_ROLES, value: admins }${claim}]`,
        ),
      }).filter((line) => line.endsWith('groups-scope-missing'));
    expect(chat(', { name: OAUTH_ROLES_CLAIM, value: groups }')).toEqual(['warning groups-scope-missing']);
    // Without the variable it looks into `roles`.
    expect(chat('')).toEqual([]);
  });

  it('lets nobody in where one of them decides', () => {
    const rustical = (scope: string) =>
      codesSaid({
        'idp.yaml': providers.authelia.idp.replaceAll(callback, 'https://books.example.org/frontend/login/oidc/callback'),
        'rustical.yaml': deployment(
          'rustical',
          `image: "ghcr.io/lennart-k/rustical:0.16.4", env: [{ name: RUSTICAL_OIDC__ISSUER, value: "https://id.example.org" }, { name: RUSTICAL_OIDC__CLIENT_ID, value: feeds }, { name: RUSTICAL_OIDC__REQUIRE_GROUP, value: family }, { name: RUSTICAL_OIDC__SCOPES, value: '["openid", "profile"${scope}]' }]`,
        ),
      }).filter((line) => line.endsWith('groups-scope-missing'));
    expect(rustical('')).toEqual(['error groups-scope-missing']);
    expect(rustical(', "groups"')).toEqual([]);
  });
});

describe('a Secret that is not here, beside one that nobody reads', () => {
  const secret = apps('').secret;
  const values = (more = '') =>
    `{ controllers: { main: { containers: { app: { image: { repository: ghcr.io/example/reader, tag: 1.0.0 }, envFrom: [{ secretRef: { name: reader-logins } }] } } } }${more} }`;
  const release = (chart: string, of: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: reader, namespace: web }\nspec: { interval: 1h, chart: { spec: { chart: ${chart}, version: 4.4.0, sourceRef: { kind: HelmRepository, name: n } } }, values: ${of} }\n`;
  const said = (app: string) => codesSaid({ 'secret.yaml': secret, 'app.yaml': app }).filter((line) => line.endsWith('secret-missing'));

  it('is most likely that one', () => expect(said(release('app-template', values()))).toEqual(['warning secret-missing']));
  it('may be one that the chart makes', () => {
    expect(said(release('reader', values()))).toEqual([]);
    expect(said(release('app-template', values(', secrets: { logins: { stringData: { A: b } } }')))).toEqual([]);
  });
  it('is another one where its name is not near', () => expect(said(release('app-template', values().replace('reader-logins', 'postgres-app')))).toEqual([]));
  it('is not meant where that one is read by another app', () => {
    const other = `---\n${apps('https://id.example.org').miniflux.replace('name: reader,', 'name: other,')}`;
    expect(said(release('app-template', values()) + other)).toEqual([]);
  });
});
