import { describe, expect, it } from 'vitest';
import { manifestsIn, said } from '../../../test/support/said.ts';
import { readEnvoyOidc } from './read.ts';

const policy = (targets: string, more: string) => `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: { name: cameras, namespace: home }
spec:
  ${targets}
  oidc:
    provider: { issuer: 'https://sso.example.net/application/o/cameras/' }
    clientID: cameras
    clientSecret: { name: cameras-login }
    ${more}
`;
const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cameras, namespace: home }
spec: { hostnames: [cameras.example.net], parentRefs: [{ name: outside, namespace: network }] }
`;
const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cameras, namespace: home }
spec: { chart: { spec: { chart: app-template } }, values: { route: { app: { hostnames: [cameras.example.net], parentRefs: [{ name: outside, namespace: network }] } } } }
`;
const onRoute = 'targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: cameras }]';
const onGateway = 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: outside, namespace: network }]';
const login = { slug: 'cameras', clientId: 'cameras', clientType: 'confidential', secret: { name: 'cameras-login', key: 'client-secret' } };
const sent = (url: string) => [{ url, use: 'login', matching: 'strict' }];

describe('a login at Envoy Gateway is read', () => {
  it('with its redirect URI and scopes', () => {
    const [end, ...more] = readEnvoyOidc(
      manifestsIn(policy(onRoute, "redirectURL: 'https://cameras.example.net/signed-in'\n    scopes: [email, groups]"), route),
    );
    expect(more).toEqual([]);
    expect(said(end!)).toMatchObject({ ...login, scopes: ['openid', 'email', 'groups'], redirects: sent('https://cameras.example.net/signed-in') });
  });

  it.each([
    ['of its route', onRoute, route],
    ['of the route that a chart makes', onRoute, release],
    ['of its Gateway', onGateway, route],
    ["of the Gateway that a chart's values name", onGateway, release],
  ])('with the host %s', (_, targets, text) => {
    expect(said(readEnvoyOidc(manifestsIn(policy(targets, 'refreshToken: false'), text))[0]!)).toMatchObject({
      ...login,
      scopes: ['openid'],
      redirects: sent('https://cameras.example.net/oauth2/callback'),
    });
  });

  it('without the issuer where both endpoints are given: Envoy then asks nobody', () => {
    const told = (more: string) => policy(onRoute, '').replace("cameras/' }", `cameras/'${more} }`);
    const token = ', tokenEndpoint: https://sso.example.net/application/o/token/';
    const [one, both] = [token, `${token}, authorizationEndpoint: https://sso.example.net/application/o/authorize/`].map(
      (more) => readEnvoyOidc(manifestsIn(told(more), route))[0]!,
    );
    expect([one!.issuer?.value, one!.slug?.value]).toEqual(['https://sso.example.net/application/o/cameras/', 'cameras']);
    expect([both!.issuer, both!.slug?.value]).toEqual([undefined, 'cameras']);
  });

  it('with a redirect URI of the request, which nobody can tell', () => {
    const text = policy(onRoute, "redirectURL: '%REQ(x-forwarded-proto)%://%REQ(:authority)%/oauth2/callback'");
    expect(readEnvoyOidc(manifestsIn(text, route))[0]!.redirects).toBeUndefined();
  });

  it('with the groups that it lets in', () => {
    const rules =
      'authorization: { defaultAction: Deny, rules: [{ action: Allow, principal: { jwt: { provider: sso, claims: [{ name: groups, valueType: StringArray, values: [family] }] } } }] }';
    const [end] = readEnvoyOidc(manifestsIn(`${policy(onRoute, 'scopes: [profile]')}  ${rules}\n`, route));
    expect(end!.groups.map(({ value }) => value)).toEqual(['family']);
  });

  it('from the values of a chart, which names the policy', () => {
    const raw = (more: string) =>
      release.replace(
        'values: {',
        `values: { rawResources: { login: { manifest: { apiVersion: gateway.envoyproxy.io/v1alpha1, kind: SecurityPolicy, spec: { targetRefs: [{ kind: HTTPRoute, name: "{{ .Release.Name }}" }], oidc: { provider: { issuer: 'https://sso.example.net/application/o/cameras/' }, clientID: cameras, clientSecret: { name: cameras-login } } } }${more} } },`,
      );
    const [end, ...more] = readEnvoyOidc(manifestsIn(raw('')));
    expect(more).toEqual([]);
    expect(said(end!)).toMatchObject({ ...login, redirects: sent('https://cameras.example.net/oauth2/callback') });
  });

  it('not from a guard', () => {
    expect(
      readEnvoyOidc(
        manifestsIn(
          `apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: a, namespace: b }\nspec: { ${onRoute}, extAuth: { http: { path: /outpost.goauthentik.io/auth/envoy } } }\n`,
          route,
        ),
      ),
    ).toEqual([]);
  });

  it('from an extension of kgateway', () => {
    const text = `apiVersion: gateway.kgateway.dev/v1alpha1
kind: GatewayExtension
metadata: { name: cameras, namespace: home }
spec:
  oauth2:
    backendRef: { group: gateway.kgateway.dev, kind: Backend, name: sso }
    authorizationEndpoint: https://sso.example.net/authorize
    tokenEndpoint: https://sso.example.net/api/oidc/token
    credentials: { clientID: cameras, clientSecretRef: { name: cameras-login } }
    redirectURI: https://cameras.example.net/oauth2/callback
    scopes: [openid, email]
---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: GatewayExtension
metadata: { name: limits, namespace: home }
spec: { rateLimit: { domain: a } }
`;
    const [end, ...more] = readEnvoyOidc(manifestsIn(text));
    expect(more).toEqual([]);
    expect(said(end!)).toMatchObject({
      clientId: 'cameras',
      clientType: 'confidential',
      secret: { name: 'cameras-login', key: 'client-secret' },
      scopes: ['openid', 'email'],
      redirects: sent('https://cameras.example.net/oauth2/callback'),
    });
    expect(end!.label).toBe('kgateway (GatewayExtension home/cameras)');
  });

  const at = 'metadata: { name: cameras, namespace: home }';
  const config =
    '{ client_id: cameras, client_secret: x, discovery: "https://sso.example.net/application/o/cameras/.well-known/openid-configuration", scope: "openid email", redirect_uri: "https://cameras.example.net/redirect_uri" }';
  it.each([
    [
      'a route of APISIX',
      `apiVersion: apisix.apache.org/v2\nkind: ApisixRoute\n${at}\nspec: { http: [{ name: a, match: { hosts: [cameras.example.net] }, plugins: [{ name: limit-count, config: {} }, { name: openid-connect, enable: true, config: ${config} }] }] }\n`,
    ],
    [
      "APISIX's plugins by themselves",
      `apiVersion: apisix.apache.org/v2\nkind: ApisixPluginConfig\n${at}\nspec: { plugins: [{ name: openid-connect, enable: true, config: ${config} }] }\n`,
    ],
    ['a plugin of Kong', `apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\n${at}\nplugin: oidc\nconfig: ${config}\n`],
  ])('from %s, which only judges tokens when it says so', (_, text) => {
    const [end, ...more] = readEnvoyOidc(manifestsIn(text));
    expect(more).toEqual([]);
    expect(said(end!)).toMatchObject({
      slug: 'cameras',
      clientId: 'cameras',
      clientType: 'confidential',
      scopes: ['openid', 'email'],
      redirects: sent('https://cameras.example.net/redirect_uri'),
    });
    expect(readEnvoyOidc(manifestsIn(text.replace('client_id:', 'bearer_only: true, client_id:')))).toEqual([]);
  });

  it('from a Policy of NGINX Ingress Controller', () => {
    const text = `apiVersion: k8s.nginx.org/v1\nkind: Policy\n${at}\nspec: { oidc: { clientID: cameras, clientSecret: cameras-login, authEndpoint: "https://sso.example.net/authorize", tokenEndpoint: "https://sso.example.net/token", jwksURI: "https://sso.example.net/jwks", scope: openid+email } }\n`;
    expect(said(readEnvoyOidc(manifestsIn(text))[0]!)).toMatchObject({ clientId: 'cameras', clientType: 'confidential', scopes: ['openid', 'email'] });
  });
});
