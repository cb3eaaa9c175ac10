import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';
import { blueprintFor } from '../support/login-pair.ts';

/** Repositories that work although something in them looks wrong, each beside one that fails for sure. */

const said = (files: Record<string, string>, code: string): string[] => codesSaid(files).filter((line) => line.endsWith(` ${code}`));
const object = (kind: string, name: string, namespace: string, rest: string, apiVersion = 'v1'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\n${rest}\n`;
const release = (chart: string, values: string, version = '10.1.0', more = ''): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${chart}, namespace: web }\nspec:\n  interval: 1h\n${more}  chart: { spec: { chart: ${chart}, version: ${version}, sourceRef: { kind: HelmRepository, name: ${chart} } } }\n  values: ${values}\n`;
const app = (name: string, image: string, env: Record<string, string>): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: web }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: ${image}\n          env:\n${Object.entries(
    env,
  )
    .map(([key, value]) => `            - { name: ${key}, ${value.startsWith('{') ? `valueFrom: ${value}` : `value: "${value}"`} }\n`)
    .join('')}`;
const blueprint = (entries: string, name = 'apps'): string => `version: 1\nmetadata: { name: ${name} }\nentries:\n${entries}`;
const proxy = (attrs: string): string =>
  blueprint(
    `  - model: authentik_providers_proxy.proxyprovider\n    id: p\n    identifiers: { name: door }\n    attrs: { ${attrs} }\n  - { model: authentik_core.application, identifiers: { slug: door }, attrs: { name: Door, provider: !KeyOf p } }\n`,
  );
const oauth = (host: string, more = ''): string =>
  `auth_url: "https://${host}/application/o/authorize/${more}", token_url: "https://${host}/application/o/token/", api_url: "https://${host}/application/o/userinfo/"`;
const grafana = (settings: string, root = 'https://grafana.example.org/', host = 'id.example.org', more = ''): string =>
  release(
    'grafana',
    `{ grafana.ini: { server: { root_url: "${root}" }, auth.generic_oauth: { enabled: true, client_id: grafana, client_secret: "$__file{/s}", ${oauth(host, more)}, ${settings} } } }`,
  );
const redirects = ['https://grafana.example.org/login/generic_oauth'];
const client = (options: Partial<Parameters<typeof blueprintFor>[1]> = {}) => blueprintFor('grafana', { redirects, ...options }).text;

describe('authentik', () => {
  it('takes a proxy provider without a mode that says what it stands before', () => {
    expect(said({ 'b.yaml': proxy('external_host: https://web.example.org, internal_host: http://web') }, 'proxy-mode-missing')).toEqual([]);
    expect(said({ 'b.yaml': proxy('external_host: https://web.example.org') }, 'proxy-mode-missing')).toEqual(['error proxy-mode-missing']);
  });

  it('finds its app by its own host for a whole domain', () => {
    const ingress = (host: string, annotation = '') =>
      `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: ${host.split('.')[0]!}, namespace: web, annotations: { ${annotation} } }\nspec: { rules: [{ host: ${host}, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }\n`;
    const files = (attrs: string) => ({
      'b.yaml': proxy(attrs),
      'id.yaml': ingress('id.example.org'),
      'web.yaml': ingress('web.example.org', 'nginx.ingress.kubernetes.io/auth-url: "https://id.example.org/outpost.goauthentik.io/auth/nginx"'),
    });
    expect(said(files('mode: forward_domain, external_host: https://id.example.org, cookie_domain: example.org'), 'forward-auth-public-url')).toEqual([]);
    expect(said(files('mode: forward_single, external_host: https://web.example.org'), 'forward-auth-public-url')).toEqual(['error forward-auth-public-url']);
    expect(said(files('mode: forward_single, external_host: https://shop.example.org'), 'forward-auth-public-url')).toEqual([
      'warning forward-auth-public-url',
    ]);
    // Traefik's way of asking. What was made by hand may be for the whole domain.
    const asked = (more: Record<string, string>) => ({
      'id.yaml': ingress('id.example.org'),
      'm.yaml': object(
        'Middleware',
        'door',
        'web',
        'spec: { forwardAuth: { address: https://id.example.org/outpost.goauthentik.io/auth/traefik } }',
        'traefik.io/v1alpha1',
      ),
      ...more,
    });
    expect(said(asked({ 'b.yaml': proxy('mode: forward_single, external_host: https://web.example.org') }), 'forward-auth-public-url')).toEqual([
      'error forward-auth-public-url',
    ]);
    expect(said(asked({}), 'forward-auth-public-url')).toEqual(['warning forward-auth-public-url']);
  });

  it('stays within a class of letters that leaves out what ends a host', () => {
    const files = (host: string) => ({
      'b.yaml': client().replace(/redirect_uris: .*/, () => `redirect_uris: [{ matching_mode: regex, url: 'https://${host}\\.example\\.org/cb' }]`),
    });
    expect(said(files('[^./?#]+'), 'redirect-wildcard')).not.toContain('error redirect-wildcard');
    expect(said(files('[^/]+'), 'redirect-wildcard')).toEqual(['error redirect-wildcard']);
    expect(said(files('.*'), 'redirect-wildcard')).toEqual(['error redirect-wildcard']);
    const strict = (...urls: readonly string[]) => said({ 'b.yaml': client({ redirects: urls }) }, 'redirect-wildcard');
    expect(strict('https://*.example.org/cb')).toEqual(['error redirect-wildcard']);
    expect(strict('https://*.example.org/cb', ...redirects)).toEqual(['warning redirect-wildcard']);
  });

  it('keeps what was made by hand', () => {
    const entry = (model: string, identifiers: string, attrs: string) =>
      blueprint(`  - { model: ${model}, identifiers: { ${identifiers} }, attrs: { ${attrs} } }\n`);
    const icon = entry('authentik_core.application', 'slug: wiki', 'meta_icon: https://example.org/wiki.png');
    expect(said({ 'b.yaml': icon }, 'application-incomplete')).toEqual(['info application-incomplete']);
    const validity = entry('authentik_providers_oauth2.oauth2provider', 'name: wiki', 'access_token_validity: hours=1');
    expect(codesSaid({ 'b.yaml': validity }).filter((line) => line.startsWith('error'))).toEqual([]);
    const made = entry('authentik_providers_oauth2.oauth2provider', 'name: wiki', 'authorization_flow: !Find [authentik_flows.flow, [slug, x]]');
    expect(said({ 'b.yaml': made }, 'scope-openid-missing')).toEqual(['error scope-openid-missing']);
  });

  it('is another one in each stage', () => {
    const stage = (host: string) =>
      blueprint(
        `  - model: authentik_providers_proxy.proxyprovider\n    id: p\n    identifiers: { name: door }\n    attrs: { mode: forward_single, external_host: https://${host} }\n  - { model: authentik_core.application, identifiers: { slug: door }, attrs: { name: Door, provider: !KeyOf p } }\n  - { model: authentik_outposts.outpost, identifiers: { managed: goauthentik.io/outposts/embedded }, attrs: { providers: [!KeyOf p] } }\n`,
      );
    const grave = (a: string, b: string) =>
      codesSaid({ [a]: stage('a.example.org'), [b]: stage('b.example.org') }).filter((line) =>
        /owned-twice|without-outpost|forward-auth-mismatch|duplicate/.test(line),
      );
    expect(grave('staging/door.yaml', 'production/door.yaml')).toEqual([]);
    expect(grave('home/door.yaml', 'cabin/door.yaml')).toEqual(['warning outpost-owned-twice']);
    expect(grave('staging.yaml', 'production.yaml')).toEqual([]);
    expect(grave('a.yaml', 'b.yaml')).toEqual(expect.arrayContaining(['error outpost-owned-twice', 'error blueprint-name-duplicate']));
  });

  it('asks no public client for its secret', () => {
    const files = { 'g.yaml': grafana('scopes: openid'), 'b.yaml': client({ type: 'public' }) };
    expect(said(files, 'client-type-mismatch')).toEqual(['warning client-type-mismatch']);
  });

  it('lets people in without the claims of a scope that the app can do without', () => {
    const files = (scopes: string) => ({ 'g.yaml': grafana(`scopes: ${scopes}`), 'b.yaml': client({ scopes: ['openid', 'email'] }) });
    expect(said(files('openid email profile'), 'scope-unmapped')).toEqual(['warning scope-unmapped']);
    // It loses its session without a refresh token.
    expect(said(files('openid email offline_access'), 'scope-unmapped')).toEqual(['error scope-unmapped']);
    // An id token comes without openid too: with an address in it that is enough for many.
    const mapped = (...scopes: string[]) => ({ ...files('openid'), 'b.yaml': client({ scopes }) });
    expect(said(mapped('email'), 'scope-unmapped')).toEqual([]);
    expect(said(mapped('email'), 'scope-openid-missing')).toEqual(['warning scope-openid-missing']);
    expect(said(mapped('profile'), 'scope-openid-missing')).toEqual(['error scope-openid-missing']);
  });

  it('has its addresses refused by apps that want them verified', () => {
    const issuer = 'https://id.example.org/application/o/grafana/';
    const packaged = client().replace(
      '!KeyOf email',
      '!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-email]]',
    );
    const files = (image: string, env: Record<string, string>) => ({ 'b.yaml': packaged, 'a.yaml': app('it', image, env) });
    const journiv = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'grafana', OIDC_REDIRECT_URI: redirects[0]! };
    const excalidash = { OIDC_ISSUER_URL: issuer, OIDC_CLIENT_ID: 'grafana', OIDC_REDIRECT_URI: redirects[0]! };
    const easy = { OAUTH_PROVIDERS: 'oidc', OAUTH_OIDC_SERVER: issuer, OAUTH_OIDC_CLIENT_ID: 'grafana' };
    // Without a version of authentik in git it may be one that calls them verified.
    const refused = ['warning email-unverified'];
    expect(said(files('swalabtech/journiv-app:1', journiv), 'email-unverified')).toEqual(refused);
    expect(said(files('zimengxiong/excalidash-backend:1', excalidash), 'email-unverified')).toEqual(refused);
    expect(said(files('ghcr.io/wg-easy/wg-easy:16', easy), 'email-unverified')).toEqual(refused);
    expect(said(files('swalabtech/journiv-app:1', { ...journiv, OIDC_REQUIRE_VERIFIED_EMAIL: 'false' }), 'email-unverified')).toEqual([]);
  });

  it('may encrypt tokens for an app that was given the other half of the key', () => {
    const encrypted = client().replace(
      /( +)redirect_uris:/,
      (line, indent: string) => `${indent}encryption_key: !Find [authentik_crypto.certificatekeypair, [name, k]]\n${line}`,
    );
    const own = app('own', 'registry.example.org/own:1', { OIDC_CLIENT_ID: 'grafana', OIDC_ISSUER: 'https://id.example.org/application/o/grafana/' });
    expect(said({ 'b.yaml': encrypted, 'a.yaml': own }, 'encryption-key-set')).toEqual(['warning encryption-key-set']);
    expect(said({ 'b.yaml': encrypted, 'g.yaml': grafana('scopes: openid') }, 'encryption-key-set')).toEqual(['error encryption-key-set']);
    // An app that keeps its settings in a database.
    expect(said({ 'b.yaml': encrypted }, 'encryption-key-set')).toEqual(['error encryption-key-set']);
  });

  it('may have groups in a scope that was made by hand', () => {
    const files = (scopes: string) => ({
      'g.yaml': grafana(`scopes: ${scopes}, groups_attribute_path: groups, role_attribute_path: "contains(groups, 'x') && 'Admin'"`),
    });
    expect(said(files('openid email home'), 'groups-claim-empty')).toEqual([]);
    expect(said(files('openid email'), 'groups-claim-empty')).toEqual(['error groups-claim-empty']);
  });

  it('answers at a second host, but not at a misspelt one', () => {
    const files = (host: string) => ({
      'g.yaml': grafana('scopes: openid', undefined, host),
      'b.yaml': client(),
      'id.yaml': object('HTTPRoute', 'authentik', 'auth', 'spec: { hostnames: [id.example.org] }', 'gateway.networking.k8s.io/v1'),
      'a.yaml': release('authentik', '{ server: { ingress: { enabled: true, hosts: [id.example.org] } } }', '2026.2.1'),
    });
    expect(new Set(said(files('sso.example.net'), 'issuer-host-unknown'))).toEqual(new Set(['warning issuer-host-unknown']));
    expect(said(files('id.exampel.org'), 'issuer-host-unknown')).toContain('error issuer-host-unknown');
  });
});

describe('Grafana', () => {
  it('asks for no role where it takes none from tokens', () => {
    const strict = 'scopes: openid, role_attribute_strict: true';
    expect(said({ 'g.yaml': grafana(`${strict}, skip_org_role_sync: true`) }, 'grafana-role-path-missing')).toEqual([]);
    expect(said({ 'g.yaml': grafana(strict) }, 'grafana-role-path-missing')).toEqual(['error grafana-role-path-missing']);
    const path = (text: string) => said({ 'g.yaml': grafana(`scopes: openid, role_attribute_path: "${text}"`) }, 'grafana-role-unknown');
    expect(path("'x' == login && 'y' == name && 'Admin'")).toEqual([]);
    expect(path("'x' == login && 'Boss'")).toEqual(['error grafana-role-unknown']);
  });

  it('is open at its port where its client allows that', () => {
    const root = 'http://192.0.2.20:3000/';
    expect(said({ 'g.yaml': grafana('scopes: openid', root), 'b.yaml': client({ redirects: [`${root}login/generic_oauth`] }) }, 'grafana-root-url')).toEqual(
      [],
    );
    expect(said({ 'g.yaml': grafana('scopes: openid', root) }, 'grafana-root-url')).toEqual(['warning grafana-root-url']);
  });

  it('adds its parameters to those of an endpoint', () => {
    const files = (more: string) => ({ 'g.yaml': grafana('scopes: openid', undefined, undefined, more) });
    expect(said(files('?prompt=login'), 'grafana-endpoint-wrong')).toEqual([]);
    expect(said(files('grafana/'), 'grafana-endpoint-wrong')).toEqual(['error grafana-endpoint-wrong']);
  });
});

describe('an app', () => {
  it('may be a fork with its own versions', () => {
    const files = (image: string) => ({ 'a.yaml': app('vault', image, { SSO_ENABLED: 'true' }) });
    expect(said(files('timshel/vaultwarden:1.33.2-1'), 'vaultwarden-too-old')).toEqual([]);
    expect(said(files('docker.io/vaultwarden/server:1.33.2'), 'vaultwarden-too-old')).toEqual(['error vaultwarden-too-old']);
    const page = (image: string) => said({ 'a.yaml': app('page', image, { TZ: 'UTC' }) }, 'homepage-allowed-hosts');
    expect(page(`ghcr.io/gethomepage/homepage@sha256:${'0'.repeat(64)}`)).toEqual(['warning homepage-allowed-hosts']);
    expect(page('ghcr.io/gethomepage/homepage:v1.2.0')).toEqual(['error homepage-allowed-hosts']);
  });

  it('may take the name of a user from another claim, or no login at all', () => {
    const feeds = (env: Record<string, string>, tag = '1.28.0') =>
      codesSaid({
        'a.yaml': app('feeds', `freshrss/freshrss:${tag}`, { OIDC_PROVIDER_METADATA_URL: 'https://id.example.org', OIDC_SCOPES: 'openid email', ...env }),
      });
    expect(feeds({ OIDC_ENABLED: '1', OIDC_REMOTE_USER_CLAIM: 'email' })).not.toContain('error freshrss-scopes');
    expect(feeds({ OIDC_ENABLED: '1' })).toContain('error freshrss-scopes');
    expect(feeds({ OIDC_ENABLED: '0' }, 'alpine').filter((line) => line.includes('freshrss'))).toEqual([]);
    expect(feeds({ OIDC_ENABLED: '1' }, 'alpine')).toContain('error freshrss-alpine');
  });

  it('starts without a key that is optional', () => {
    const files = (optional: string) => ({
      'a.yaml': app('wiki', 'ghcr.io/example/wiki:1', {
        OIDC_CLIENT_ID: 'wiki',
        OIDC_CLIENT_SECRET: `{ secretKeyRef: { name: wiki, key: oidc${optional} } }`,
        OIDC_ISSUER: 'https://id.example.org/application/o/wiki/',
      }),
      's.yaml': object('Secret', 'wiki', 'web', 'stringData: { password: "${PASSWORD}" }'),
    });
    expect(said(files(', optional: true'), 'secret-missing')).toEqual([]);
    expect(said(files(''), 'secret-missing')).toEqual(['error secret-missing']);
    // The keys of both, each of a cluster of its own; and of a template.
    expect(said({ ...files(''), 'b/s.yaml': object('Secret', 'wiki', 'web', 'stringData: { oidc: "${OIDC}" }') }, 'secret-missing')).toEqual([]);
    const sealed = 'spec: { encryptedData: { password: AgB }, template: { data: { oidc: "{{ .password }}" } } }';
    expect(said({ ...files(''), 's.yaml': object('SealedSecret', 'wiki', 'web', sealed, 'bitnami.com/v1alpha1') }, 'secret-missing')).toEqual([]);
  });

  it('of another house has its client there', () => {
    const files = (host: string) => ({ 'g.yaml': grafana('scopes: openid', `https://grafana.${host}/`, `id.${host}`), 'b.yaml': client() });
    expect(said(files('example.net'), 'redirect-missing')).toEqual(['warning redirect-missing']);
    expect(said(files('home.example.org'), 'redirect-missing')).toEqual(['error redirect-missing']);
  });
});
