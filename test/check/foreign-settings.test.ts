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
