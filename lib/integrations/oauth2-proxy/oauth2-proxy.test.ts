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
});
