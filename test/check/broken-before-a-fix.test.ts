import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';
import { blueprintFor } from '../support/login-pair.ts';

/** Logins as they were before their owners mended them, each beside what works. */

const said = (files: Record<string, string>, code: string): string[] => codesSaid(files).filter((line) => line.endsWith(` ${code}`));
const app = (image: string, env: Record<string, string>): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: app, namespace: web }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: ${image}\n          env:\n${Object.entries(
    env,
  )
    .map(([key, value]) => `            - { name: ${key}, value: "${value}" }\n`)
    .join('')}`;

describe('a redirect URI at a host that ends in a variable', () => {
  const files = (allowed: string) => ({
    'b.yaml': blueprintFor('coder', { redirects: [allowed] }).text,
    'app.yaml': app('ghcr.io/coder/coder:v2.20.0', {
      CODER_ACCESS_URL: 'https://coder.example.org',
      CODER_OIDC_ISSUER_URL: 'https://id.example.org/application/o/coder/',
      CODER_OIDC_CLIENT_ID: 'coder',
    }),
  });

  it('has the path that it has: a domain holds no slash', () => {
    expect(said(files('https://coder.${DOMAIN}/oidc/callback'), 'redirect-missing')).toEqual(['error redirect-missing']);
    expect(said(files('https://coder.${DOMAIN}/api/v2/users/oidc/callback'), 'redirect-missing')).toEqual([]);
    // This may hold a path.
    expect(said(files('https://${CODER}/oidc/callback'), 'redirect-missing')).toEqual([]);
  });
});

describe('Mealie', () => {
  const files = (version: string, more: Record<string, string> = {}) => ({
    'app.yaml': app(`ghcr.io/mealie-recipes/mealie:${version}`, {
      BASE_URL: 'https://food.example.org',
      OIDC_AUTH_ENABLED: 'true',
      OIDC_CLIENT_ID: 'mealie',
      OIDC_CONFIGURATION_URL: 'https://id.example.org/application/o/mealie/.well-known/openid-configuration',
      ...more,
    }),
  });

  it('shows no button without its client secret since version 2', () => {
    expect(said(files('v2.8.0'), 'login-incomplete')).toEqual(['error login-incomplete']);
    expect(said(files('v2.8.0', { OIDC_CLIENT_SECRET: '${SECRET}' }), 'login-incomplete')).toEqual([]);
    expect(said(files('v1.12.0'), 'login-incomplete')).toEqual([]);
    expect(said(files('latest'), 'login-incomplete')).toEqual([]);
  });
});

describe('MiroTalk', () => {
  const files = (issuer: string) => ({
    'b.yaml': blueprintFor('meet', { redirects: ['https://meet.example.org/auth/callback'] }).text,
    'id.yaml': `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: authentik, namespace: auth }\nspec: { rules: [{ host: id.example.org }] }\n`,
    'app.yaml': app('mirotalk/p2p:latest', {
      OIDC_ENABLED: 'true',
      OIDC_BASE_URL: 'https://meet.example.org',
      OIDC_ISSUER_BASE_URL: issuer,
      OIDC_CLIENT_ID: 'meet',
      OIDC_CLIENT_SECRET: '${SECRET}',
    }),
  });

  it('looks for a discovery document below its issuer', () => {
    expect(said(files('https://id.example.org'), 'issuer-no-slug')).toEqual(['error issuer-no-slug']);
    expect(said(files('https://id.example.org/application/o/meet/'), 'issuer-no-slug')).toEqual([]);
  });
});

describe('the entries of a client id and its secret', () => {
  const files = (id: string, secret: string) => ({
    'secret.yaml': `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: login, namespace: web }\nspec:\n  secretStoreRef: { kind: ClusterSecretStore, name: vault }\n  data:\n    - { secretKey: OIDC_CLIENT_ID, remoteRef: { key: ${id} } }\n    - { secretKey: OIDC_CLIENT_SECRET, remoteRef: { key: ${secret} } }\n`,
    'app.yaml':
      app('ghcr.io/mealie-recipes/mealie:v2.8.0', {
        OIDC_AUTH_ENABLED: 'true',
        OIDC_CONFIGURATION_URL: 'https://id.example.org/.well-known/openid-configuration',
      }) + '          envFrom: [{ secretRef: { name: login } }]\n',
  });

  it('are told by their names, where both are the wrong way round', () => {
    expect(said(files('MEALIE_CLIENT_SECRET', 'MEALIE_CLIENT_ID'), 'client-id-and-secret-swapped')).toEqual(['error client-id-and-secret-swapped']);
    expect(said(files('MEALIE_CLIENT_ID', 'MEALIE_CLIENT_SECRET'), 'client-id-and-secret-swapped')).toEqual([]);
    expect(said(files('MEALIE_CLIENT_ID', 'MEALIE_CLIENT_ID'), 'client-id-and-secret-swapped')).toEqual([]);
  });
});

describe('a port of authentik', () => {
  const files = (port: string, path: string) => ({
    'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: authentik, namespace: auth }\nspec:\n  interval: 1h\n  chart: { spec: { chart: authentik, version: 2026.5.0, sourceRef: { kind: HelmRepository, name: authentik } } }\n  valuesFrom: [{ kind: Secret, name: login, valuesKey: key, targetPath: ${path} }]\n  values: {}\n`,
    'guard.yaml': `apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: sso, namespace: auth }\nspec: { forwardAuth: { address: 'http://authentik-server.auth.svc.cluster.local:${port}/outpost.goauthentik.io/auth/traefik' } }\n`,
  });

  it('is known where another value comes from a Secret', () => {
    expect(said(files('9000', 'authentik.secret_key'), 'backend-missing')).toEqual(['error backend-missing']);
    expect(said(files('80', 'authentik.secret_key'), 'backend-missing')).toEqual([]);
    expect(said(files('9000', 'server.service.servicePortHttp'), 'backend-missing')).toEqual([]);
  });
});

describe('Headlamp without a callback URL', () => {
  const files = (redirect: string) => ({
    'b.yaml': blueprintFor('headlamp', { redirects: [redirect] }).text,
    'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: headlamp, namespace: web }\nspec:\n  interval: 1h\n  chart: { spec: { chart: headlamp, version: 0.40.0, sourceRef: { kind: HelmRepository, name: headlamp } } }\n  values: { config: { oidc: { clientID: headlamp, issuerURL: "https://id.example.org/application/o/headlamp/", scopes: "openid profile email" } } }\n`,
  });

  it('sends its own path all the same', () => {
    expect(said(files('https://headlamp.example.org/login/generic_oauth'), 'redirect-missing')).toEqual(['error redirect-missing']);
    expect(said(files('https://headlamp.example.org/oidc-callback'), 'redirect-missing')).toEqual([]);
  });
});

describe('Synapse', () => {
  const files = (issuer: string) => ({
    'homeserver.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: synapse, namespace: chat }\ndata:\n  homeserver.yaml: |\n    public_baseurl: https://chat.example.org\n    oidc_providers:\n      - idp_id: sso\n        idp_name: Sign in\n        ${issuer}: https://id.example.org/application/o/chat/\n        client_id: chat\n        client_secret: "\${SECRET}"\n`,
  });

  it('needs the issuer under its own name', () => {
    expect(said(files('issuer_url'), 'login-incomplete')).toEqual(['error login-incomplete']);
    expect(said(files('issuer'), 'login-incomplete')).toEqual([]);
  });
});

describe('LibreChat', () => {
  const files = (more: Record<string, string>) => ({
    'app.yaml': app('ghcr.io/danny-avila/librechat:v0.8.2', {
      DOMAIN_SERVER: 'https://chat.example.org',
      OPENID_CLIENT_ID: 'chat',
      OPENID_CLIENT_SECRET: 'x',
      OPENID_ISSUER: 'https://id.example.org/application/o/chat/',
      OPENID_CALLBACK_URL: '/oauth/openid/callback',
      ...more,
    }),
  });

  it('shows no button without a secret for its sessions', () => {
    expect(said(files({}), 'login-incomplete')).toEqual(['error login-incomplete']);
    expect(said(files({ OPENID_SESSION_SECRET: 'y' }), 'login-incomplete')).toEqual([]);
  });
});

describe('settings of oauth2-proxy', () => {
  const files = (args: readonly string[], env: Record<string, string>) => ({
    'app.yaml': app('quay.io/oauth2-proxy/oauth2-proxy:v7.15.3', { OAUTH2_PROXY_PROVIDER: 'oidc', OAUTH2_PROXY_CLIENT_ID: 'wiki', ...env }).replace(
      /$/,
      `          args: ${JSON.stringify(['--oidc-issuer-url=https://id.example.org/application/o/wiki/', ...args])}\n`,
    ),
  });

  it('have one name as flags, and another elsewhere', () => {
    expect(said(files(['--upstreams=http://wiki'], {}), 'oauth2-proxy-setting-unknown')).toEqual(['error oauth2-proxy-setting-unknown']);
    expect(said(files(['--upstream=http://wiki'], { OAUTH2_PROXY_EMAIL_DOMAIN: '*' }), 'oauth2-proxy-setting-unknown')).toEqual([
      'warning oauth2-proxy-setting-unknown',
    ]);
    expect(
      said(files(['--email-domain=*'], { OAUTH2_PROXY_UPSTREAMS: 'http://wiki', OAUTH2_PROXY_EMAIL_DOMAIN: '*' }), 'oauth2-proxy-setting-unknown'),
    ).toEqual([]);
  });

  it('of the file are told by its keys', () => {
    const release = (line: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: oauth2-proxy, namespace: web}\nspec:\n  chart: {spec: {chart: oauth2-proxy, version: 8.3.0, sourceRef: {kind: HelmRepository, name: o}}}\n  values:\n    config:\n      configFile: |\n        oidc_issuer_url = "https://id.example.org/application/o/wiki/"\n        ${line}\n`;
    expect(said({ 'a.yaml': release('email_domain = "*"') }, 'oauth2-proxy-setting-unknown')).toEqual(['error oauth2-proxy-setting-unknown']);
    expect(said({ 'a.yaml': release('email_domains = ["*"]') }, 'oauth2-proxy-setting-unknown')).toEqual([]);
  });
});
