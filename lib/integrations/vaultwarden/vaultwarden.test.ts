import { manifestsIn, said } from '../../../test/support/said.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { readVaultwarden } from './read.ts';
import { vaultwarden, vaultwardenIntegration } from './vaultwarden.ts';
import type { VaultwardenOptions } from './options.ts';
import { runs } from '../../../test/support/runs.ts';

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'secret', 'issuer'] as const;

const clusterOf = (options: Partial<VaultwardenOptions> = {}, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [vaultwarden({ host: 'passwords', access: everyone(), ...options })], ...cluster });
const env = (options: Partial<VaultwardenOptions> = {}) => {
  const release = clusterOf(options).apps[0]!.end.objects.find(({ kind }) => kind === 'HelmRelease')!['spec'] as {
    values: { controllers: Record<string, { containers: { app: { env: { name: string; value?: string; valueFrom?: unknown }[] } } }> };
  };
  return Object.fromEntries(
    Object.values(release.values.controllers)[0]!.containers.app.env.map(({ name, value, valueFrom }) => [name, value ?? (valueFrom as object)]),
  );
};

describe('the read laws of Vaultwarden', () => {
  it('hold in every version of the window', () => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom('vaultwarden', 'secret-x'),
          access: fc.constantFrom(everyone(), groups('a', 'b')),
          ssoOnly: fc.boolean(),
          signups: fc.constantFrom('sso', 'open', 'closed'),
          admin: fc.boolean(),
          secretGeneration: fc.integer({ min: 1, max: 9999 }),
        }),
        fc.constantFrom(...supported.authentik),
        (options, version) => {
          expectReadLaws(clusterOf(options, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }), vaultwardenIntegration, holds);
        },
      ),
      { numRuns: runs(8) },
    );
  });
});

describe('what is written', () => {
  it('keeps the slash of the issuer, asks for a refresh token, and has an address that authentik calls verified', () => {
    expect(env()).toMatchObject({
      DOMAIN: 'https://passwords.home.example.org',
      SSO_AUTHORITY: 'https://auth.home.example.org/application/o/vaultwarden/',
      SSO_SCOPES: 'profile email offline_access',
      SSO_CLIENT_SECRET: { secretKeyRef: { name: 'vaultwarden-oidc-1', key: 'client-secret' } },
      SSO_ONLY: 'false',
      SSO_SIGNUPS_ALLOWED: 'true',
      SIGNUPS_ALLOWED: 'false',
    });
    const { contracts } = clusterOf().apps[0]!;
    expect(contracts[0]).toMatchObject({ emailVerified: 'trusted', grants: ['authorization_code', 'refresh_token'] });
  });

  it('opens the admin page only when asked, with a token that is made in the cluster', () => {
    expect(env()).not.toHaveProperty('ADMIN_TOKEN');
    expect(env({ admin: true })).toMatchObject({ ADMIN_TOKEN: { secretKeyRef: { name: 'vaultwarden-admin-1', key: 'token' } } });
    expect(clusterOf({ admin: true }).apps[0]!.end.generated).toEqual([{ name: 'vaultwarden-admin', generation: 1, key: 'token' }]);
  });

  it('takes more variables, but none of the login', () => {
    expect(env({ env: { SMTP_HOST: 'mail' } })).toMatchObject({ SMTP_HOST: 'mail' });
  });
});

describe('releases of others', () => {
  it('are read with the scopes that Vaultwarden asks for when none are set', () => {
    const text =
      'kind: Deployment\nspec: { template: { spec: { containers: [{ env: [{ name: SSO_AUTHORITY, value: "https://id.example.org/application/o/vw" }, { name: SSO_CLIENT_ID, value: vw }] }] } } }\n';
    expect(readVaultwarden(manifestsIn(text)).map(said)).toEqual([
      {
        end: 'app',
        protocol: 'oidc',
        slug: 'vw',
        issuer: 'https://id.example.org/application/o/vw',
        clientId: 'vw',
        clientType: 'public',
        scopes: ['openid', 'email', 'profile'],
        grants: ['authorization_code'],
      },
    ]);
  });
});
