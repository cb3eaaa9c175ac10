import { describe, expect, it } from 'vitest';
import { codesSaid, treeSaid } from '../support/tree-said.ts';

const blueprint = (redirect: string, scopes = 'openid') =>
  `version: 1\nmetadata: {name: web}\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: {name: web}\n    attrs:\n      client_id: web\n      client_type: confidential\n      redirect_uris: [{matching_mode: strict, url: "${redirect}"}]\n      property_mappings:\n${scopes
    .split(' ')
    .map((scope) => `        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-${scope}]]\n`)
    .join('')}  - model: authentik_core.application\n    identifiers: {slug: web}\n    attrs: {name: Web, provider: !KeyOf p}\n`;

describe('Grafana on plain http', () => {
  const grafana = (base: string) =>
    `apiVersion: grafana.integreatly.org/v1beta1\nkind: Grafana\nmetadata: {name: g, namespace: m}\nspec:\n  config:\n    server: {root_url: "http://g.home.lan"}\n    auth.generic_oauth:\n      enabled: "True"\n      use_refresh_token: "True"\n      scopes: openid offline_access\n      client_id: web\n      auth_url: ${base}/application/o/authorize/\n      token_url: ${base}/application/o/token/\n      api_url: ${base}/application/o/userinfo/\n`;
  const said = (files: Record<string, string>) => codesSaid(files).filter((line) => /grafana-root-url|issuer-not-https|refresh-token-unused/.test(line));

  it('at both ends is a warning, once', () => {
    const files = { 'g.yaml': grafana('http://id.home.lan'), 'bp.yaml': blueprint('http://g.home.lan/login/generic_oauth') };
    expect(said(files)).toEqual(['warning issuer-not-https']);
    expect(codesSaid(files)).not.toContain('error redirect-missing');
    // At a port of its own, or at a name that nobody certifies, somebody meant it.
    expect(said({ ...files, 'g.yaml': grafana('http://id.box01') })).toEqual(['info issuer-not-https']);
    // A Service and its namespace.
    expect(said({ ...files, 'g.yaml': grafana('http://id.m') })).toEqual([]);
    expect(said({ ...files, 'g.yaml': grafana('http://id.home.lan:9000') })).toEqual(['info issuer-not-https']);
  });

  it('at one endpoint of several may work', () => {
    const mixed = grafana('http://id.example.org').replace('auth_url: http:', 'auth_url: https:');
    expect(said({ 'g.yaml': mixed })).toContain('warning issuer-not-https');
  });

  it('against an https redirect URI is an error, and alone a warning', () => {
    const files = { 'g.yaml': grafana('https://id.example.org'), 'bp.yaml': blueprint('https://g.home.lan/login/generic_oauth') };
    expect(said(files)).toEqual([]);
    expect(codesSaid(files)).toContain('error redirect-missing');
    expect(said({ 'g.yaml': grafana('https://id.example.org') })).toEqual(['warning grafana-root-url']);
  });
});

describe('an app of which nobody knows whether it looks at email_verified', () => {
  const app = (scopes: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: web}\nspec: {template: {spec: {containers: [{name: a, image: "example.org/web:1", env: [{name: OIDC_ISSUER, value: "https://id.example.org/application/o/web/"}, {name: OIDC_CLIENT_ID, value: web}, {name: OIDC_SCOPES, value: '${scopes}'}]}]}}}\n`;
  const authentik = (version: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: authentik, namespace: auth}\nspec: {interval: 1h, chart: {spec: {chart: authentik, version: ${version}, sourceRef: {kind: HelmRepository, name: a}}}}\n`;
  const said = (scopes: string, version: string) =>
    treeSaid({ 'app.yaml': app(scopes), 'bp.yaml': blueprint('https://web.example.org/cb', 'openid email'), 'authentik.yaml': authentik(version) })
      .filter((line) => line.includes('email-unverified'))
      .map((line) => line.split(' ')[0]);

  it('is told, when it asks for the address, in whatever form', () => {
    expect(said('openid email', '2026.2.1')).toEqual(['info']);
    expect(said('["openid", "email"]', '2026.2.1')).toEqual(['info']);
    expect(said('openid', '2026.2.1')).toEqual([]);
    expect(said('openid email', '2025.8.1')).toEqual([]);
  });
});

describe('an address that is none of the login', () => {
  const release = (values: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: web}\nspec: {interval: 1h, chart: {spec: {chart: siem, version: 1.0.0, sourceRef: {kind: HelmRepository, name: a}}}, values: ${values}}\n`;
  const pod = (image: string, env: Record<string, string>) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: web}\nspec: {template: {spec: {containers: [{name: a, image: "${image}", env: ${JSON.stringify(Object.entries(env).map(([name, value]) => ({ name, value })))}}]}}}\n`;
  const about = (text: string) =>
    treeSaid({ 'app.yaml': text, 'bp.yaml': blueprint('https://web.example.org/auth/login') }).filter((line) => line.includes('redirect-missing'));
  const issuer = 'https://id.example.org/application/o/web/';

  it('is the base of one', () => {
    const values = (key: string) => `{sso: {clientId: web, issuer: "${issuer}", ${key}: "https://web.example.org"}}`;
    expect(about(release(values('redirectUrl')))).toHaveLength(1);
    expect(about(release(values('baseRedirectUrl')))).toEqual([]);
  });

  it('is where the browser goes after sign-out', () => {
    const said = (name: string) => about(pod('example.org/web:1', { WEB_OIDC_ISSUER: issuer, WEB_OIDC_CLIENT_ID: 'web', [name]: 'https://id.example.org/' }));
    expect(said('WEB_OIDC_REDIRECT_URL')).toHaveLength(1);
    expect(said('WEB_OIDC_SIGNOUT_REDIRECT_URL')).toEqual([]);
    expect(said('WEB_OIDC_BASE_REDIRECT_URL')).toEqual([]);
  });

  it('is in a variable that the app does not read', () => {
    const said = (name: string) =>
      about(pod('bellamy/wallos:5.4.4', { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'web', [name]: 'https://web.example.org/callback' }));
    expect(said('OIDC_REDIRECT_URL')).toHaveLength(1);
    expect(said('OIDC_REDIRECT_URI')).toEqual([]);
  });
});

describe('Grafana whose operator gives it its login as environment', () => {
  const grafana = (url: string) =>
    `apiVersion: grafana.integreatly.org/v1beta1\nkind: Grafana\nmetadata: {name: g, namespace: m}\nspec:\n  config:\n    server: {root_url: "${url}"}\n  deployment:\n    spec:\n      template:\n        spec:\n          containers:\n            - name: grafana\n              envFrom: [{secretRef: {name: g-env}}]\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: g-env, namespace: m}\nstringData:\n  GF_AUTH_GENERIC_OAUTH_ENABLED: "true"\n  GF_AUTH_GENERIC_OAUTH_CLIENT_ID: web\n  GF_AUTH_GENERIC_OAUTH_AUTH_URL: https://id.example.org/application/o/authorize/\n  GF_AUTH_SIGNOUT_REDIRECT_URL: https://id.example.org/\n`;
  const said = (url: string) =>
    codesSaid({ 'g.yaml': grafana(url), 'bp.yaml': blueprint('https://g.example.org/login/generic_oauth') }).filter((line) =>
      line.endsWith('redirect-missing'),
    );

  it('has the address of its file', () => {
    expect(said('https://g.example.org')).toEqual([]);
    expect(said('https://graphs.example.org')).toEqual(['error redirect-missing']);
  });
});

describe('Headlamp that ignores OIDC_SCOPES', () => {
  const said = (secret: string, env = '') =>
    codesSaid({
      'app.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: web}\nspec: {interval: 1h, chart: {spec: {chart: headlamp, version: 0.45.0, sourceRef: {kind: HelmRepository, name: a}}}, values: {config: {oidc: {secret: {create: false}, externalSecret: {enabled: true, name: login}}}${env}}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: web}\nstringData: {OIDC_CLIENT_ID: web, OIDC_CLIENT_SECRET: x, OIDC_ISSUER_URL: "https://id.example.org"${secret}}\n`,
    }).filter((line) => line.endsWith('headlamp-external-scopes'));

  it('misses what differs from its default', () => {
    expect(said(', OIDC_SCOPES: "profile,email,groups"')).toEqual(['warning headlamp-external-scopes']);
    expect(said('', ', env: [{name: OIDC_SCOPES, value: openid groups}]')).toEqual(['warning headlamp-external-scopes']);
    expect(said(', OIDC_SCOPES: openid email profile')).toEqual([]);
    expect(said('')).toEqual([]);
  });
});
