import { describe, expect, it } from 'vitest';
import { manifestsIn, said } from '../../../test/support/said.ts';
import { readEnds } from '../read-ends.ts';
import { readOauth2Proxy } from './read.ts';

const pod = (container: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: proxy, namespace: proxy }
spec: { template: { spec: { containers: [{ name: proxy, image: quay.io/oauth2-proxy/oauth2-proxy:v7.15.0, ${container} }] } } }
`;
const issuer = 'https://id.example.org/application/o/wiki/';
const flags = [
  '--provider=oidc',
  `--oidc-issuer-url=${issuer}`,
  '--client-id=wiki',
  '--redirect-url=https://wiki.example.org/oauth2/callback',
  '--allowed-group=wiki-users',
];
const wanted = {
  end: 'app',
  protocol: 'oidc',
  slug: 'wiki',
  issuer,
  clientId: 'wiki',
  redirects: [{ url: 'https://wiki.example.org/oauth2/callback', use: 'login', matching: 'strict' }],
};

describe('oauth2-proxy is read', () => {
  it('by its flags', () => {
    const [end, ...more] = readOauth2Proxy(manifestsIn(pod(`args: ${JSON.stringify(flags)}`)));
    expect(more).toEqual([]);
    expect(said(end!)).toMatchObject(wanted);
    expect(end!.deciders?.map(({ groups }) => groups.map(({ value }) => value))).toEqual([['wiki-users']]);
    expect(end!.needsVerifiedEmail).toBeDefined();
  });

  it('by its environment, once', () => {
    const env = [
      { name: 'OAUTH2_PROXY_OIDC_ISSUER_URL', value: issuer },
      { name: 'OAUTH2_PROXY_CLIENT_ID', value: 'wiki' },
      { name: 'OAUTH2_PROXY_REDIRECT_URL', value: 'https://wiki.example.org/oauth2/callback' },
    ];
    const ends = readEnds(manifestsIn(pod(`env: ${JSON.stringify(env)}`)));
    expect(ends.map(({ by, end }) => [by, said(end)])).toEqual([['oauth2-proxy', expect.objectContaining(wanted)]]);
  });

  it('by the values of its chart, and lets unverified addresses pass when it says so', () => {
    const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: proxy, namespace: proxy }
spec:
  chart: { spec: { chart: oauth2-proxy } }
  values: { extraArgs: { oidc-issuer-url: ${issuer}, client-id: wiki, insecure-oidc-allow-unverified-email: true } }
`;
    const [end] = readOauth2Proxy(manifestsIn(release));
    expect(said(end!)).toMatchObject({ slug: 'wiki', clientId: 'wiki', scopes: ['openid', 'email', 'profile'] });
    expect(end!.needsVerifiedEmail).toBeUndefined();
  });

  const settings = `provider = "oidc"
# oidc_issuer_url = "https://old.example.org/"
oidc_issuer_url = "${issuer}"
redirect_url = 'https://wiki.example.org/oauth2/callback'
client_id = "wiki"
email_domains = ["example.org"]
allowed_groups = [
  "wiki-users",
  "wiki-admins",
]
`;
  const indented = (depth: number, text: string) => text.replaceAll(/^(?=.)/gm, ' '.repeat(depth));
  const chart = (values: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: proxy, namespace: proxy }
spec:
  chart: { spec: { chart: oauth2-proxy } }
  values:
${indented(4, values)}
`;

  it("by the values of Bitnami's chart, which takes its client from a Secret by targetPath", () => {
    const bitnami = chart(
      `configuration:\n  oidcIssuerUrl: ${issuer}\n  redirectUrl: https://wiki.example.org/oauth2/callback\nextraEnvVars: [{ name: OAUTH2_PROXY_PROVIDER, value: oidc }]`,
    );
    const from = '  valuesFrom: [{ kind: Secret, name: wiki-login, valuesKey: id, targetPath: configuration.clientID }]\n';
    const [end, ...more] = readOauth2Proxy(manifestsIn(bitnami.replace('  values:\n', `${from}  values:\n`)));
    expect([end?.missing, more]).toEqual([undefined, []]);
    expect(said(end!)).toMatchObject({ issuer, redirects: wanted.redirects });
    expect(readOauth2Proxy(manifestsIn(bitnami))[0]?.missing?.map(({ name }) => name)).toEqual(['client id']);
  });

  it("by the file in its chart's values", () => {
    const [end, ...more] = readOauth2Proxy(manifestsIn(chart(`config:\n  existingSecret: wiki-login\n  configFile: |-\n${indented(4, settings)}`)));
    expect(more).toEqual([]);
    expect(said(end!)).toMatchObject({ ...wanted, secret: { name: 'wiki-login', key: 'client-secret' } });
    expect(end!.groups.map(({ value }) => value)).toEqual(['wiki-users', 'wiki-admins']);
    expect(end!.needsVerifiedEmail).toBeDefined();
    const lenient = chart(`config:\n  configFile: |-\n${indented(4, settings)}\n    insecure_oidc_allow_unverified_email = true`);
    expect(readOauth2Proxy(manifestsIn(lenient))[0]!.needsVerifiedEmail).toBeUndefined();
    const other = chart(`config:\n  configFile: |-\n${indented(4, settings)}\nextraArgs: { oidc-email-claim: sub, client-id: other }`);
    const [strong] = readOauth2Proxy(manifestsIn(other));
    expect(strong!.needsVerifiedEmail).toBeUndefined();
    expect(strong!.clientId?.value).toBe('other');
  });

  it('by a file in a ConfigMap, or in the template of a Secret', () => {
    const deployment = pod('args: [--config=/etc/proxy/proxy.cfg]');
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: proxy }\ndata:\n  proxy.cfg: |\n${indented(4, settings)}`;
    const secret = `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: settings, namespace: proxy }\nspec:\n  target:\n    template:\n      data:\n        proxy.cfg: |\n${indented(10, settings)}`;
    for (const text of [map, secret]) expect(readOauth2Proxy(manifestsIn(deployment, text)).map(said)).toEqual([expect.objectContaining(wanted)]);
  });

  it('by its structured configuration', () => {
    const alpha = `providers:\n  - provider: oidc\n    clientID: wiki\n    allowedGroups: [wiki-users]\n    oidcConfig: { issuerURL: '${issuer}', insecureAllowUnverifiedEmail: true }`;
    const [end] = readOauth2Proxy(manifestsIn(chart(`alphaConfig:\n  enabled: true\n  configData:\n${indented(4, alpha)}`)));
    expect(said(end!)).toMatchObject({ slug: 'wiki', clientId: 'wiki' });
    expect(end!.groups.map(({ value }) => value)).toEqual(['wiki-users']);
    expect(end!.needsVerifiedEmail).toBeUndefined();
    expect(end!.pkce).toBe(false);
    const other = alpha.replace('clientID', 'clientId').replace('provider: oidc', 'provider: oidc\n    code_challenge_method: S256');
    const [same] = readOauth2Proxy(manifestsIn(chart(`alphaConfig:\n  enabled: true\n  configData:\n${indented(4, other)}`)));
    expect(same!.clientId?.value).toBe('wiki');
    expect(same!.pkce).toBe(true);
  });

  it('lacks something only when nothing hides it', () => {
    const missing = (text: string) => readOauth2Proxy(manifestsIn(text)).flatMap((end) => end.missing?.map(({ name }) => name) ?? []);
    expect(missing(pod(`args: ['--provider=oidc', '--oidc-issuer-url=${issuer}']`))).toEqual(['client id']);
    expect(missing(pod("args: ['--provider=oidc', '--client-id=wiki']"))).toEqual(['issuer']);
    expect(missing(pod("args: ['--provider=oidc'], envFrom: [{ secretRef: { name: proxy } }]"))).toEqual([]);
    expect(missing(pod("args: ['--provider=oidc', '--config=/etc/proxy.cfg']"))).toEqual([]);
    // GitHub needs no issuer.
    expect(readOauth2Proxy(manifestsIn(pod("args: ['--provider=github', '--client-id=wiki']")))).toEqual([]);
  });
});
