import { manifestsIn, said } from '../../../test/support/said.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { freshrss, freshrssIntegration } from './freshrss.ts';
import type { FreshrssOptions } from './options.ts';
import { readFreshrss } from './read.ts';
import { runs } from '../../../test/support/runs.ts';

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'scopes', 'grants', 'secret', 'issuer'] as const;

const clusterOf = (options: Partial<FreshrssOptions> = {}, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [freshrss({ host: 'news', access: everyone(), admin: 'jan', ...options })], ...cluster });
const written = (options: Partial<FreshrssOptions> = {}) => JSON.stringify(clusterOf(options).apps[0]!.end.objects);

describe('the read laws of FreshRSS', () => {
  it('hold in every version of the window', () => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom('freshrss', 'news-2'),
          access: fc.constantFrom(everyone(), groups('a', 'b')),
          admin: fc.stringMatching(/^[0-9A-Za-z_][0-9A-Za-z_.@-]{0,9}$/),
          cryptoKeyGeneration: fc.integer({ min: 1, max: 9999 }),
          secretGeneration: fc.integer({ min: 1, max: 9999 }),
        }),
        fc.constantFrom(...supported.authentik),
        (options, version) => {
          expectReadLaws(clusterOf(options, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }), freshrssIntegration, holds);
        },
      ),
      { numRuns: runs(8) },
    );
  });
});

describe('what is written', () => {
  it('registers the redirect with and without the port', () => {
    expect(clusterOf().apps[0]!.contracts[0]).toMatchObject({
      redirects: [{ url: 'https://news.home.example.org/i/oidc/' }, { url: 'https://news.home.example.org:443/i/oidc/' }],
    });
  });

  it('runs on amd64, asks for a username, believes scheme and host and no port', () => {
    expect(written()).toContain('"nodeSelector":{"kubernetes.io/arch":"amd64"}');
    expect(written()).toContain('{"name":"OIDC_SCOPES","value":"openid profile email"}');
    expect(written()).toContain('{"name":"OIDC_X_FORWARDED_HEADERS","value":"X-Forwarded-Host X-Forwarded-Proto"}');
  });

  it('makes the administrator of the name that the claim has', () => {
    expect(written({ admin: 'a.b@c' })).toContain('--auth-type http_auth --base-url https://news.home.example.org --default-user a.b@c --language en');
  });

  it('keeps the key of the cookies when the client secret rotates, and the other way round', () => {
    expect(written({ secretGeneration: 2 })).toContain('"name":"freshrss-crypto-1","key":"key"');
    expect(written({ cryptoKeyGeneration: 3 })).toContain('"name":"freshrss-crypto-3","key":"key"');
    expect(written({ cryptoKeyGeneration: 3 })).toContain('"name":"freshrss-oidc-1","key":"client-secret"');
  });
});

describe('releases of others', () => {
  const read = (env: string) => readFreshrss(manifestsIn(`kind: Deployment\nspec: { template: { spec: { containers: [{ env: { ${env} } }] } } }\n`)).map(said);
  const known =
    'OIDC_PROVIDER_METADATA_URL: "https://id.example.org/application/o/f/.well-known/openid-configuration", OIDC_CLIENT_CRYPTO_KEY: x, OIDC_CLIENT_ID: f';

  it('send the port when they believe it, and ask for openid alone when nothing is said', () => {
    expect(
      read(`${known}, OIDC_X_FORWARDED_HEADERS: "X-Forwarded-Host X-Forwarded-Port X-Forwarded-Proto", FRESHRSS_INSTALL: "--base-url https://f.example.org/"`),
    ).toMatchObject([{ slug: 'f', redirects: [{ url: 'https://f.example.org:443/i/oidc/' }], scopes: ['openid'] }]);
  });

  it('may separate scopes by colons', () => {
    expect(read(`${known}, OIDC_SCOPES: "openid:profile"`)).toMatchObject([{ scopes: ['openid', 'profile'] }]);
  });
});
