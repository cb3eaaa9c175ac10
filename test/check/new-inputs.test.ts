import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

/** A provider of authentik that allows one redirect URI, with its application. */
const blueprint = (redirect: string, rest = '') => `version: 1
metadata: { name: board }
entries:
  - model: authentik_providers_oauth2.oauth2provider
    id: p
    identifiers: { name: board }
    attrs:
      client_id: board
      client_type: confidential
      client_secret: !Env BOARD
      grant_types: [authorization_code]
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      signing_key: !Format ["%s", !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]]
      redirect_uris: [{ matching_mode: strict, url: "${redirect}" }]
      property_mappings:
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-profile]]
  - model: authentik_core.application
    id: a
    identifiers: { slug: board }
    attrs: { name: Board, provider: !KeyOf p }
${rest}`;

/** A Deployment with variables, one a line. */
const app = (image: string, env: Readonly<Record<string, string>>) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: board, namespace: web }
spec:
  template:
    spec:
      containers:
        - name: app
          image: ${image}
          env:
${Object.entries({ ...env })
  .map(([name, value]) => `            - { name: ${name}, value: ${JSON.stringify(value)} }\n`)
  .join('')}            - { name: OIDC_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: board, key: secret } } }
`;

const wrong = (files: Readonly<Record<string, string>>) => codesSaid(files).filter((line) => !line.startsWith('info'));

describe('a login that is switched off', () => {
  const settings = { OIDC_ISSUER: 'https://id.example.org/application/o/bored/', OIDC_CLIENT_ID: 'board' };
  const said = (image: string, more: Readonly<Record<string, string>>) =>
    wrong({ 'bp.yaml': blueprint('https://board.example.org/cb'), 'app.yaml': app(image, { ...settings, ...more }) });

  it('is not judged, neither by the words of its app nor by those of another', () => {
    expect(said('ghcr.io/mealie-recipes/mealie:v3', { OIDC_AUTH_ENABLED: 'false', OIDC_CONFIGURATION_URL: settings.OIDC_ISSUER })).toEqual([]);
    expect(said('example.org/board:1', { OIDC_ENABLED: 'False' })).toEqual([]);
    expect(said('example.org/board:1', { ENABLE_OIDC: 'no' })).toEqual([]);
  });

  it('is judged when only a part of it is off', () => {
    expect(said('example.org/board:1', { OIDC_PKCE_ENABLED: 'false' })).toEqual(['error issuer-mismatch']);
    expect(said('example.org/board:1', { OIDC_ENABLED: 'true', SIGNUP_ENABLED: 'false' })).toEqual(['error issuer-mismatch']);
  });
});

describe('an entry with state created', () => {
  it('is the object that another file describes, whatever it says itself', () => {
    const names = `version: 1
metadata: { name: bindings }
entries:
  - model: authentik_providers_oauth2.oauth2provider
    state: created
    id: p
    identifiers: { name: board }
    attrs: { client_type: public, redirect_uris: [] }
  - model: authentik_core.application
    state: created
    id: a
    identifiers: { slug: board }
    attrs: { name: The board }
`;
    const only = blueprint('https://board.example.org/cb');
    expect(wrong({ 'a.yaml': only, 'b.yaml': names })).toEqual(wrong({ 'a.yaml': only }));
    expect(wrong({ 'a.yaml': names, 'b.yaml': only })).toEqual(wrong({ 'b.yaml': only }));
  });
});

describe('kubelogin without a browser', () => {
  const kubeconfig = (grant: string) => `apiVersion: v1
kind: Config
users:
  - name: sso
    user:
      exec:
        command: kubelogin
        args: [get-token, --grant-type=${grant}, "--oidc-issuer-url=https://id.example.org/application/o/board/", --oidc-client-id=board, --oidc-client-secret=x]
`;
  const said = (grant: string) => wrong({ 'bp.yaml': blueprint('http://localhost:9999'), 'config.yaml': kubeconfig(grant) });

  it('sends no redirect URI, and needs a grant of its own', () => {
    expect(said('authcode')).toContain('error redirect-missing');
    expect(said('device-code')).toEqual(['error grant-missing']);
    expect(said('password')).toEqual(['error grant-missing']);
  });
});

describe('the root of authentik as issuer', () => {
  it('is told where a client id leads to its client, and nothing else names its host', () => {
    const flags = (issuer: string) => `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
apiServer:
  extraArgs: { oidc-issuer-url: "${issuer}", oidc-client-id: board, oidc-username-claim: sub, oidc-username-prefix: "sso:" }
`;
    const said = (issuer: string) => wrong({ 'bp.yaml': blueprint('http://localhost:8000'), 'kubeadm.yaml': flags(issuer) });
    expect(said('https://id.example.org/')).toEqual(['warning issuer-no-slug']);
    expect(said('https://id.example.org')).toEqual(['warning issuer-no-slug']);
    expect(said('https://id.example.org/realms/home')).toEqual([]);
    expect(said('https://id.example.org/application/o/board/')).toEqual([]);
  });
});

describe('redirect URIs as text, the format before 2024.12', () => {
  const authentik = (version: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: authentik, namespace: auth }
spec: { interval: 1h, chart: { spec: { chart: authentik, version: ${version}, sourceRef: { kind: HelmRepository, name: authentik } } } }
`;
  const old = blueprint('https://board.example.org/cb').replace(/redirect_uris: .*/, 'redirect_uris: https://board.example.org/cb');

  it('are right for an older authentik, and for no other', () => {
    const said = (version: string) => wrong({ 'bp.yaml': old, 'authentik.yaml': authentik(version) }).includes('error redirects-empty');
    expect(said('2024.10.5')).toBe(false);
    expect(said('2026.2.1')).toBe(true);
  });
});
