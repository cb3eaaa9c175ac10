import { describe, expect, it } from 'vitest';
import { object, said } from '../support/foreign-trees.ts';

const authelia = (values: string): string =>
  object(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    'authelia',
    `spec:\n  interval: 1h\n  chart: { spec: { chart: authelia, version: 0.10.0, sourceRef: { kind: HelmRepository, name: authelia } } }\n  values: ${values}`,
  );

describe('a provider beside authentik', () => {
  it('may demand PKCE', () => {
    const config = (more: string) =>
      authelia(
        `{ configMap: { identity_providers: { oidc: { clients: [{ client_id: files, redirect_uris: ["https://files.example.org/oauth2/callback"]${more} }] } } } }`,
      );
    const pocketId = (more: string) =>
      object(
        'pocketid.internal/v1alpha1',
        'PocketIDOIDCClient',
        'files',
        `spec: { clientID: files, callbackUrls: ["https://files.example.org/oauth2/callback"]${more} }`,
      );
    const realm = (more: string) =>
      object(
        'k8s.keycloak.org/v2alpha1',
        'KeycloakRealmImport',
        'home',
        `spec: { realm: { realm: home, clients: [{ clientId: files, redirectUris: ["https://files.example.org/oauth2/callback"]${more} }] } }`,
      );
    const proxy = (issuer: string, more = '') =>
      object(
        'apps/v1',
        'Deployment',
        'files',
        `spec: { template: { spec: { containers: [{ name: proxy, image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.3", args: ["--provider=oidc", "--oidc-issuer-url=${issuer}", "--client-id=files", "--redirect-url=https://files.example.org/oauth2/callback"${more}], env: [{ name: OAUTH2_PROXY_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: files, key: secret } } }] }] } } }`,
      );
    for (const [issuer, make, demand] of [
      ['https://id.example.org', config, ', require_pkce: true'],
      ['https://id.example.org', config, ', pkce_challenge_method: S256'],
      ['https://id.example.org', pocketId, ', pkceEnabled: true'],
      ['https://id.example.org/realms/home', realm, ', attributes: { pkce.code.challenge.method: S256 }'],
    ] as const) {
      expect(said({ 'idp.yaml': make(demand), 'app.yaml': proxy(issuer) }, 'pkce-required')).toEqual(['error pkce-required']);
      expect(said({ 'idp.yaml': make(demand), 'app.yaml': proxy(issuer, ', "--code-challenge-method=S256"') }, 'pkce-required')).toEqual([]);
      expect(said({ 'idp.yaml': make(''), 'app.yaml': proxy(issuer) }, 'pkce-required')).toEqual([]);
    }
  });

  it('may call itself by http', () => {
    const dex = (issuer: string) =>
      object(
        'v1',
        'Secret',
        'dex',
        `stringData: { config.yaml: '{ issuer: "${issuer}", staticClients: [{ id: board, redirectURIs: ["http://board.example.org/cb"] }] }' }`,
      );
    const board = object(
      'apps/v1',
      'Deployment',
      'board',
      `spec: { template: { spec: { containers: [{ name: app, image: "example.net/board:1", env: [{ name: OIDC_CLIENT_ID, value: board }, { name: OIDC_ISSUER, value: "http://id.example.org" }] }] } } }`,
    );
    expect(said({ 'dex.yaml': dex('http://id.example.org'), 'app.yaml': board }, 'issuer-not-https')).toEqual(['info issuer-not-https']);
    expect(said({ 'dex.yaml': dex('https://id.example.org'), 'app.yaml': board }, 'issuer-not-https')).toEqual(['warning issuer-not-https']);
  });

  it('may answer at a second host', () => {
    const miniflux = (name: string, host: string) =>
      object(
        'apps/v1',
        'Deployment',
        name,
        `spec: { template: { spec: { containers: [{ name: app, image: "ghcr.io/miniflux/miniflux:2.2.8", env: [{ name: OAUTH2_PROVIDER, value: oidc }, { name: OAUTH2_CLIENT_ID, value: ${name} }, { name: OAUTH2_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: ${name}, key: secret } } }, { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "https://${host}" }, { name: OAUTH2_REDIRECT_URL, value: "https://${name}.example.org/oauth2/oidc/callback" }] }] } } }`,
      );
    const files = (host: string, more = {}) => ({
      'authelia.yaml': authelia(
        '{ ingress: { enabled: true, hosts: [{ host: login.example.org }] }, configMap: { identity_providers: { oidc: { clients: [{ client_id: feeds, redirect_uris: ["https://feeds.example.org/oauth2/oidc/callback"] }, { client_id: news, redirect_uris: ["https://news.example.org/oauth2/oidc/callback"] }] } } } }',
      ),
      'feeds.yaml': miniflux('feeds', host),
      'news.yaml': miniflux('news', 'login.example.org'),
      ...more,
    });
    expect(said(files('login.example.org'), 'issuer-mismatch')).toEqual([]);
    expect(said(files('auth.example.org'), 'issuer-mismatch')).toEqual(['warning issuer-mismatch']);
    const route = { 'old.yaml': object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'old', 'spec: { hostnames: [auth.example.org] }', ', namespace: auth') };
    expect(said(files('auth.example.org', route), 'issuer-mismatch')).toEqual([]);
    // That of the cluster whose folder it is in.
    const inFolder = (folder: string) => ({
      ...files('login.example.org'),
      'feeds.yaml': '',
      [`${folder}/feeds.yaml`]: miniflux('feeds', 'login.cabin.example.org'),
    });
    expect(said(inFolder('overlays/cabin'), 'issuer-mismatch')).toEqual([]);
    expect(said(inFolder('overlays/house'), 'issuer-mismatch')).toEqual(['warning issuer-mismatch']);
  });
});
