import { manifestsIn, said } from '../../../test/support/said.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edges } from '../../../test/support/edges.ts';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { headlamp, headlampIntegration } from './headlamp.ts';
import type { HeadlampOptions } from './options.ts';
import { readHeadlamp } from './read.ts';
import { runs } from '../../../test/support/runs.ts';

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'secret', 'issuer', 'externalHost'] as const;

const clusterOf = (options: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [headlamp({ host: 'headlamp', namespace: 'headlamp', ...options } as unknown as HeadlampOptions)], ...cluster });
const holders = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9._-]{0,9}$/), { minLength: 1, maxLength: 3 });

describe('the read laws of Headlamp', () => {
  it('hold for the OpenID Connect client in every version of the window', () => {
    fc.assert(
      fc.property(
        fc.record({
          roles: fc.dictionary(fc.constantFrom('cluster-admin', 'view', 'system:monitoring'), holders, { minKeys: 1 }),
          secretGeneration: fc.integer({ min: 1, max: 9999 }),
          name: fc.constantFrom('headlamp', 'dashboard'),
        }),
        fc.constantFrom(...supported.authentik),
        (options, version) => {
          expectReadLaws(clusterOf(options, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }), headlampIntegration, holds);
        },
      ),
      { numRuns: runs(10) },
    );
  });

  it.each(Object.entries(edges))('hold behind forward-auth at %s', (_, edge) => {
    fc.assert(
      fc.property(holders, fc.constantFrom('headlamp', 'dashboard'), ([head, ...more], name) => {
        expectReadLaws(clusterOf({ mode: 'forward-auth', access: groups(head!, ...more), name }, { edge }), headlampIntegration, holds);
      }),
      { numRuns: 5 },
    );
  });
});

describe('what is written', () => {
  const end = clusterOf({ roles: { 'cluster-admin': ['admins'] } }).apps[0]!.end;
  const release = end.objects.find(({ kind }) => kind === 'HelmRelease')!['spec'] as { values: Record<string, unknown> };

  it('carries the secret by reference and nothing else of it', () => {
    expect(release.values['env']).toEqual([
      { name: 'HEADLAMP_CONFIG_OIDC_CLIENT_ID', value: 'headlamp' },
      { name: 'HEADLAMP_CONFIG_OIDC_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'headlamp-oidc-1', key: 'client-secret' } } },
      { name: 'HEADLAMP_CONFIG_OIDC_IDP_ISSUER_URL', value: 'https://auth.home.example.org/application/o/headlamp/' },
      { name: 'HEADLAMP_CONFIG_OIDC_SCOPES', value: 'profile,email,groups,offline_access' },
      { name: 'HEADLAMP_CONFIG_OIDC_CALLBACK_URL', value: 'https://headlamp.home.example.org/oidc-callback' },
      { name: 'HEADLAMP_CONFIG_OIDC_USE_PKCE', value: 'true' },
    ]);
    expect(end.secrets).toEqual([{ name: 'headlamp-oidc', generation: 1, key: 'client-secret' }]);
    expect(end.apiserverClients).toEqual(['headlamp']);
  });

  it('writes aliases only when the cluster chose them', () => {
    expect(release.values).not.toHaveProperty('hostAliases');
    const aliased = clusterOf({ roles: { view: ['a'] } }, { dns: { mode: 'hostAliases' } }).apps[0]!.end.objects;
    expect(JSON.stringify(aliased)).toContain('"hostAliases":[{"ip":"192.168.1.30","hostnames":["auth.home.example.org"]}]');
  });

  it('gives the one account of the stopgap a role that can be chosen, and no client', () => {
    const { end: open } = clusterOf({ mode: 'forward-auth', access: groups('a'), clusterRole: 'edit' }).apps[0]!;
    expect(JSON.stringify(open.objects)).toContain('"clusterRoleBinding":{"create":true,"clusterRoleName":"edit"}');
    expect(open.secrets).toEqual([]);
    expect(open.apiserverClients).toBeUndefined();
  });
});

describe('releases of others', () => {
  const read = (text: string) =>
    readHeadlamp(manifestsIn(`kind: HelmRelease\nmetadata: { name: headlamp }\nspec:\n  chart: { spec: { chart: headlamp } }\n  values:\n${text}`)).map(said);

  it("are read in the chart's own words", () => {
    expect(read('    config: { oidc: { clientID: hl, issuerURL: "https://auth.example.org/application/o/hl/", scopes: "profile groups" } }\n')).toMatchObject([
      {
        slug: 'hl',
        clientId: 'hl',
        issuer: 'https://auth.example.org/application/o/hl/',
        scopes: ['openid', 'profile', 'groups'],
        grants: ['authorization_code'],
      },
    ]);
  });

  it('have only profile and email when they say nothing of scopes', () => {
    expect(read('    env: [{ name: OIDC_CLIENT_ID, value: hl }]\n')).toMatchObject([{ clientId: 'hl', scopes: ['openid', 'profile', 'email'] }]);
  });

  it('without a login are skipped', () => {
    expect(read('    config: { oidc: { secret: { create: false } } }\n')).toEqual([]);
  });
});
