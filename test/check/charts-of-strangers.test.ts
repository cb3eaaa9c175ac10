import { describe, expect, it } from 'vitest';
import { blueprintFor } from '../support/login-pair.ts';
import { rows } from '../support/foreign-trees.ts';
import { codesSaid } from '../support/tree-said.ts';

const release = (chart: string, values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${chart}, namespace: rooms }\nspec:\n  interval: 1h\n  chart: { spec: { chart: ${chart}, version: 4.0.0, sourceRef: { kind: HelmRepository, name: b } } }\n  values: ${values}\n`;
const codes = (files: Record<string, string>, about: RegExp) => codesSaid(files).filter((line) => about.test(line));

describe('a chart that says where a secret is', () => {
  it.each([
    ['{ mail: { existingSecret: mail, existingSecretKeys: { username: login, password: password } } }'],
    ['{ auth: { oauth: { existingSecret: web, secretKeys: { OAUTH_CLIENT_ID: clientID, OAUTH_CLIENT_SECRET: clientSecret } } } }'],
    ['{ masterSecretName: keys, masterSecretKey: masterKey }'],
    ['{ config: "password: process.env.REGISTRY_PASSWORD" }'],
    ['{ config: "stream: http://camera/live?user={CAMERA_USER}&password={CAMERA_PASSWORD}#audio" }'],
  ])('%s', (values) => {
    expect(codes({ 'a.yaml': release('board', values) }, /secret-literal/)).toEqual([]);
  });
});

describe('a setting that stands elsewhere', () => {
  const env = 'env: { OIDC_CLIENT_ID: board, OIDC_CLIENT_SECRET: { valueFrom: { secretKeyRef: { name: s, key: k } } } }';
  const vikunja = 'env: { VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_CLIENTID: board, VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_CLIENTSECRET: x }';
  const pod = (more: string) =>
    release('app-template', `{ controllers: { board: { containers: { app: { image: { repository: vikunja/vikunja, tag: "1" }, ${vikunja} } } } }${more} }`);

  it('in a file that is mounted, is not missing', () => {
    expect(codes({ 'a.yaml': pod('') }, /login-incomplete/)).toEqual(['error login-incomplete']);
    expect(codes({ 'a.yaml': pod(', persistence: { config: { type: configMap, name: board } }') }, /login-incomplete/)).toEqual([]);
  });

  it('in values of a chart of its own, is not missing', () => {
    expect(
      codes(
        { 'a.yaml': release('homarr', '{ env: { AUTH_OIDC_ISSUER: "https://id.example.net/application/o/board" }, envSecrets: { oidc: board } }') },
        /login-inc/,
      ),
    ).toEqual([]);
  });

  it('of a database is no login', () => {
    const secret = `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: board, namespace: rooms }\nspec: { secretStoreRef: { kind: ClusterSecretStore, name: s }, target: { name: board }, data: [{ secretKey: OIDC_CLIENT_ID, remoteRef: { key: board } }, { secretKey: POSTGRES_PASSWORD, remoteRef: { key: board } }] }\n`;
    const store = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: store, namespace: rooms }\nspec: { template: { spec: { containers: [{ name: store, image: "docker.io/library/postgres:17", envFrom: [{ secretRef: { name: board } }], ${env.replace(/env: .*/, 'env: []')} }] } } }\n`;
    expect(codes({ 'a.yaml': secret, 'b.yaml': store }, /login-incomplete|client-/)).toEqual([]);
  });
});

describe('variables that a chart keeps in two maps, for the secret ones', () => {
  const open = 'OAUTH2_PROVIDER: oidc, OAUTH2_OIDC_DISCOVERY_ENDPOINT: "https://id.example.net/application/o/shelf/"';
  const own = 'OAUTH2_CLIENT_ID: board, OAUTH2_CLIENT_SECRET: "${SECRET}"';
  it.each([
    ['one beside the other', `{ env: { ${open} }, secretEnv: { ${own} } }`],
    ['a list beside a map', `{ env: [{ name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "https://id.example.net/application/o/shelf/" }], secretEnv: { ${own} } }`],
    ['below one name', `{ common: { variables: { nonSecret: { ${open} }, secret: { data: { ${own} } } } } }`],
  ])('%s', (_, values) => {
    expect(rows({ 'a.yaml': release('feeds', values) })).toEqual(['feeds board app']);
  });

  it('are one login, whose settings are judged together', () => {
    const text = release('feeds', `{ common: { variables: { nonSecret: { ${open} }, secret: { data: { ${own} } } } } }`);
    const client = blueprintFor('board', { redirects: ['https://feeds.example.net/oauth2/oidc/callback'] });
    expect(codes({ 'a.yaml': text, [client.file]: client.text }, /issuer/)).toEqual(['error issuer-mismatch']);
  });
});

describe('an app of a stranger', () => {
  it('Argo CD takes its client id out of a Secret', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: argocd, labels: { app.kubernetes.io/part-of: argocd } }\ndata:\n  url: https://cd.example.net\n  oidc.config: |\n    name: House\n    issuer: https://id.example.net/application/o/argocd/\n    clientID: $oidc.house.id\n    clientSecret: $oidc.house.secret\n    requestedScopes: [openid, profile, email]\n';
    const client = blueprintFor('argocd', { redirects: ['https://cd.example.net/auth/callback'] });
    expect(codes({ 'a.yaml': text, [client.file]: client.text }, /client-id-mismatch/)).toEqual([]);
  });

  it('has a proxy beside it whose settings are in its arguments', () => {
    const text = release(
      'pdf',
      '{ deployment: { sidecarContainers: { door: { image: "quay.io/oauth2-proxy/oauth2-proxy:v7.16.0", args: [--provider=oidc, "--oidc-issuer-url=https://id.example.net/application/o/board/", "--redirect-url=https://pdf.example.net/oauth2/callback"], env: [{ name: OAUTH2_PROXY_CLIENT_ID, valueFrom: { secretKeyRef: { name: door, key: id } } }] } } } }',
    );
    const client = blueprintFor('board', { redirects: ['https://pdf.example.net/back'] });
    expect(codes({ 'a.yaml': text, [client.file]: client.text }, /redirect-missing/)).toEqual(['error redirect-missing']);
  });

  it('Nextcloud sends one of two redirect URIs', () => {
    const text = (host: string) =>
      release(
        'nextcloud',
        `{ nextcloud: { host: ${host}, hooks: { before-starting: "php occ user_oidc:provider house --clientid=files --clientsecret=$SECRET --discoveryuri=https://id.example.net/application/o/files/.well-known/openid-configuration" } } }`,
      );
    const client = blueprintFor('files', { redirects: ['https://files.example.net/apps/user_oidc/code'] });
    const said = (host: string) => codes({ 'a.yaml': text(host), [client.file]: client.text }, /redirect-missing/);
    expect(said('files.example.net')).toEqual([]);
    expect(said('cloud.example.net')).not.toEqual([]);
  });

  it('asks its provider at another port of the same host', () => {
    const grafana = (host: string) =>
      release(
        'grafana',
        `{ grafana.ini: { server: { root_url: "https://g.example.net" }, auth.generic_oauth: { enabled: true, client_id: g, scopes: openid, auth_url: "https://${host}/application/o/authorize/", token_url: "https://${host}/application/o/token/", api_url: "https://${host}/application/o/userinfo/" } } }`,
      );
    const idp = release('authentik', '{ server: { ingress: { enabled: true, hosts: [id.example.net] } } }');
    const said = (host: string) => codes({ 'a.yaml': grafana(host), 'b.yaml': idp }, /issuer-host-unknown/);
    expect(said('id.example.net:30443')).toEqual([]);
    expect(said('idp.example.net')).not.toEqual([]);
    // The template's own host, which nobody has replaced yet.
    expect(said('id.house.dev')).toEqual([]);
  });
});
