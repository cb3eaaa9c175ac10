import { manifestsIn, said } from '../../../test/support/said.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { oidcApp, oidcAppIntegration } from './oidc-app.ts';
import type { OidcAppOptions, OidcLate } from './options.ts';
import { readEnds } from '../read-ends.ts';
import { readOidcApp } from './read.ts';
import { runs } from '../../../test/support/runs.ts';

const chart = { oci: 'oci://ghcr.io/example/charts/rss', version: '1.2.3' };
const env = ({ client, issuer, secret, redirectUrl }: OidcLate) => ({
  LOGIN_CLIENT_ID: client.clientId,
  ...(secret === undefined ? {} : { LOGIN_CLIENT_SECRET: secret }),
  LOGIN_ISSUER: issuer.url,
  LOGIN_REDIRECT_URL: redirectUrl,
  SCOPES: client.scopes.join(' '),
});
/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'secret', 'issuer'] as const;

const clusterOf = (options: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [oidcApp({ name: 'rss', access: everyone(), redirects: ['/callback'], ...options } as unknown as OidcAppOptions)], ...cluster });
const release = (options: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterOf(options, cluster).apps[0]!.end.objects.find(({ kind }) => kind === 'HelmRelease')!['spec'] as { values: Record<string, unknown> };

describe('the read laws of any app', () => {
  it('hold for what stands in its environment, with an image and with a chart', () => {
    const held = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9._-]{0,9}$/), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom('rss', 'secret-x', 'a-2'),
          clientType: fc.constantFrom('confidential', 'public'),
          access: held.map(([head, ...more]) => groups(head!, ...more)),
          redirects: fc.constantFrom(['/a'], ['/a', '/b/'], ['https://elsewhere.example.org/cb'], ['http://localhost:8085/cb', '/x']),
          scopes: fc.constantFrom(undefined, ['openid'], ['openid', 'groups', 'offline_access']),
          emailVerified: fc.constantFrom('managed', 'trusted'),
          secretGeneration: fc.integer({ min: 1, max: 9999 }),
        }),
        fc.boolean(),
        fc.constantFrom(...supported.authentik),
        ({ emailVerified, secretGeneration, ...given }, image, version) => {
          // Nothing says whether an address is verified when none is asked for.
          const generation = given.clientType === 'public' ? {} : { secretGeneration };
          const options = { ...given, ...generation, ...(given.scopes === undefined ? { emailVerified } : {}) };
          const run = image ? { image: 'ghcr.io/example/rss:1.2.3', env } : { chart, values: (late: OidcLate) => ({ app: { env: variables(env(late)) } }) };
          expectReadLaws(
            clusterOf({ ...options, ...run }, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }),
            oidcAppIntegration,
            holds,
          );
        },
      ),
      { numRuns: runs(12) },
    );
  });
});

/** A chart that takes a map from name to value. */
const variables = (all: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, typeof value === 'string' ? value : { valueFrom: { secretKeyRef: value } }]));

describe('what late-bound values see', () => {
  it('is the finished contract, with every address of authentik', () => {
    let seen: OidcLate | undefined;
    clusterOf({ chart, postLogout: ['/bye'], generated: ['database'], values: (late: OidcLate) => ((seen = late), {}) }, { dns: { mode: 'pihole' } });
    expect(seen).toMatchObject({
      client: { slug: 'rss', clientId: 'rss', scopes: ['openid', 'profile', 'email'], grants: ['authorization_code'] },
      issuer: {
        url: 'https://auth.home.example.org/application/o/rss/',
        discoveryUrl: 'https://auth.home.example.org/application/o/rss/.well-known/openid-configuration',
      },
      secret: { name: 'rss-oidc-1', key: 'client-secret' },
      idp: {
        authorizationUrl: 'https://auth.home.example.org/application/o/authorize/',
        tokenUrl: 'https://auth.home.example.org/application/o/token/',
        userinfoUrl: 'https://auth.home.example.org/application/o/userinfo/',
        jwksUrl: 'https://auth.home.example.org/application/o/rss/jwks/',
        endSessionUrl: 'https://auth.home.example.org/application/o/rss/end-session/',
      },
      host: 'rss.home.example.org',
      url: 'https://rss.home.example.org',
      redirectUrl: 'https://rss.home.example.org/callback',
      hostAliases: [],
    });
    expect(seen!.generated('database')).toEqual({ name: 'rss-database-1', key: 'value' });
    expect(seen!.client.redirects).toContainEqual({ url: 'https://rss.home.example.org/bye', use: 'logout', matching: 'strict' });
  });

  it('has no secret for a public client', () => {
    let seen: object = {};
    clusterOf({ chart, clientType: 'public', values: (late: object) => ((seen = late), {}) });
    expect(seen).not.toHaveProperty('secret');
  });
});

describe('a container', () => {
  it('keeps the order of its variables, so that one can name those before it', () => {
    const { controllers } = release({ image: 'ghcr.io/example/rss:1.2.3', env: { Z_USER: 'x', A_URL: 'db:$(Z_USER)' } }).values as {
      controllers: { rss: { containers: { app: { env: { name: string }[] } } } };
    };
    expect(controllers.rss.containers.app.env.map(({ name }) => name)).toEqual(['Z_USER', 'A_URL']);
  });

  it('gets the aliases that the cluster chose', () => {
    const { defaultPodOptions } = release({ image: 'ghcr.io/example/rss:1.2.3' }, { dns: { mode: 'hostAliases' } }).values;
    expect(defaultPodOptions).toMatchObject({
      hostAliases: [{ ip: '192.168.1.30', hostnames: ['auth.home.example.org'] }],
      automountServiceAccountToken: false,
    });
  });

  it('gets a chart that its Kubernetes can run', () => {
    const tag = (kubernetes: string) =>
      clusterOf({ image: 'ghcr.io/example/rss:1.2.3' }, { versions: { kubernetes, authentik: '2026.8.3', flux: '2.9' } }).apps[0]!.end.objects.find(
        ({ kind }) => kind === 'OCIRepository',
      )!['spec'];
    expect(tag('1.30')).toMatchObject({ ref: { tag: '4.1.1' } });
    expect(tag('1.37')).toMatchObject({ ref: { tag: '5.2.1' } });
  });
});

describe('apps of others', () => {
  const read = (env: string) => readOidcApp(manifestsIn(`kind: Deployment\nspec: { template: { spec: { containers: [{ env: ${env} }] } } }\n`)).map(said);

  it('are found by an address of authentik and a client id, with the slash that the issuer has', () => {
    expect(
      read(
        '[{ name: LOGIN_URL, value: "https://id.example.org/application/o/chat/.well-known/openid-configuration" }, { name: LOGIN_CLIENT_ID, value: chat }]',
      ),
    ).toEqual([{ end: 'app', protocol: 'oidc', slug: 'chat', issuer: 'https://id.example.org/application/o/chat/', clientId: 'chat', clientType: 'public' }]);
    expect(read('[{ name: ISSUER, value: "https://id.example.org/application/o/chat" }, { name: CLIENT_ID, value: chat }]')).toMatchObject([
      { issuer: 'https://id.example.org/application/o/chat/' },
    ]);
  });

  it("are found by an issuer with the name of its provider, where the client id is the app's own", () => {
    const named = (name: string) => read(`[{ name: ${name}, value: "https://id.example.org" }, { name: CHAT_CLIENT_SECRET, value: x }]`);
    expect(named('KEYCLOAK_ISSUER')).toMatchObject([{ issuer: 'https://id.example.org' }]);
    expect(named('PAYMENT_ISSUER')).toEqual([]);
  });

  it('are not found without, and left to the integration that knows them', () => {
    expect(read('[{ name: CLIENT_ID, value: chat }]')).toEqual([]);
    const vaultwarden = manifestsIn(
      'kind: Deployment\nspec: { template: { spec: { containers: [{ env: [{ name: SSO_AUTHORITY, value: "https://id.example.org/application/o/v/" }, { name: SSO_CLIENT_ID, value: v }] }] } } }\n',
    );
    expect(readEnds(vaultwarden).map(({ by }) => by)).toEqual(['vaultwarden']);
  });
});
