import { manifestsIn, said } from '../../../test/support/said.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { supported } from '../../contract/versions.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import { kubectl, kubectlIntegration } from './kubectl.ts';
import type { KubectlOptions } from './options.ts';
import { blueprintIn } from '../../../test/support/blueprint-of.ts';
import { runs } from '../../../test/support/runs.ts';

const group = fc.stringMatching(/^[a-zé_][a-z0-9._:@/+-]{0,12}( [a-z0-9]{1,5})?$/);
const held = fc.uniqueArray(group, { minLength: 1, maxLength: 3 });
const roles = fc.dictionary(fc.constantFrom('cluster-admin', 'view', 'edit', 'my:role'), held, { minKeys: 1 });
const options = fc.record({
  roles,
  namespaces: fc.dictionary(fc.constantFrom('team-a', 'team-b'), roles, { maxKeys: 2 }),
  name: fc.constantFrom('kubectl', 'kubernetes'),
});

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'issuer'] as const;

describe('the read laws', () => {
  it('hold for both ends in every version of the window', () => {
    fc.assert(
      fc.property(options, fc.constantFrom(...supported.authentik), (input, version) => {
        const cluster = clusterWith({ apps: [kubectl(input)], versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } });
        expectReadLaws(cluster, kubectlIntegration, holds);
      }),
      { numRuns: runs(8) },
    );
  });
});

const user = (exec: object) => readOne({ apiVersion: 'v1', kind: 'Config', users: [{ name: 'x', user: { exec } }] });
const readOne = (config: object) => kubectlIntegration.read(manifestsIn(yamlText(config))).map(said);

describe('kubeconfigs of others', () => {
  it('are read with separate arguments, another port and a secret', () => {
    const args = [
      'get-token',
      '--oidc-issuer-url',
      'https://auth.example.org/application/o/k8s/',
      '--oidc-client-id',
      'k8s',
      '--oidc-client-secret=x',
      '--listen-address=127.0.0.1:9000',
    ];
    expect(user({ command: '/usr/local/bin/kubelogin', args })).toEqual([
      {
        end: 'app',
        protocol: 'oidc',
        slug: 'k8s',
        issuer: 'https://auth.example.org/application/o/k8s/',
        clientId: 'k8s',
        clientType: 'confidential',
        redirects: [{ url: 'http://localhost:9000', use: 'login', matching: 'strict' }],
        scopes: ['openid'],
        grants: ['authorization_code'],
      },
    ]);
  });

  it('are skipped when they log in by something else', () => {
    expect(user({ command: 'aws', args: ['eks', 'get-token'] })).toEqual([]);
    expect(readOne({ apiVersion: 'v1', kind: 'Config', users: [{ name: 'x', user: { token: 'y' } }] })).toEqual([]);
  });
});

describe('what is written', () => {
  const written = (input: Partial<KubectlOptions>, cluster: object = {}) => clusterWith({ apps: [kubectl({ roles: { view: ['a'] }, ...input })], ...cluster });
  const identity = (cluster: ReturnType<typeof clusterWith>) => blueprintIn(cluster, 'kubectl')!;

  it('has no tile, as each version of authentik hides one', () => {
    expect(identity(written({}))).toMatch(/ meta_hide: true/);
    const older = identity(written({}, { versions: { kubernetes: '1.36', authentik: '2026.2.1', flux: '2.9' } }));
    expect(older).toContain('meta_launch_url: blank://blank');
    expect(older).not.toContain('meta_hide');
  });

  it('asks for a verified e-mail address only when that is the username', () => {
    expect(written({}, { apiserver: { username: 'email' } }).apps[0]!.contracts[0]).toMatchObject({
      emailVerified: 'trusted',
      scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    });
    expect(written({}).apps[0]!.contracts[0]).toMatchObject({ emailVerified: 'managed', scopes: ['openid', 'profile', 'groups', 'offline_access'] });
  });
});
