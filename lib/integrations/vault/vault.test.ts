import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import type { OidcContract } from '../../contract/contract.ts';
import { supported } from '../../contract/versions.ts';
import { loginScript } from './login-script.ts';
import { identityGroup } from './settings.ts';
import { vault, vaultIntegration } from './vault.ts';
import { runs } from '../../../test/support/runs.ts';

const right = { host: 'vault', namespace: 'vault', roles: { admin: ['vault-admins'], reader: ['Küche + Bad', 'vault-readers'] } };
/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'access', 'roles', 'secret', 'issuer'] as const;

const clusterOf = (options: Readonly<Record<string, unknown>> = {}, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [vault({ ...right, ...options })], ...cluster });
const loginOf = (options: Readonly<Record<string, unknown>> = {}) => clusterOf(options).apps[0]!.end.login!;
const dataOf = (options: Readonly<Record<string, unknown>> = {}) =>
  loginOf(options).find(({ kind }) => kind === 'ConfigMap')!['data'] as Record<string, string>;

describe('the read laws of Vault', () => {
  const holders = fc.uniqueArray(
    fc.stringMatching(/^[a-z_][a-z0-9 ._:@/+-]{0,8}[a-z0-9]$/).filter((name) => !/ {2}/.test(name)),
    { minLength: 1, maxLength: 3 },
  );
  it('hold in every version of the window, for both products', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            roles: fc.dictionary(fc.constantFrom('admin', 'reader', 'backup_job'), holders, { minKeys: 1 }),
            secretGeneration: fc.integer({ min: 1, max: 9999 }),
            flavor: fc.constantFrom('vault', 'openbao'),
            mount: fc.constantFrom('oidc', 'authentik'),
            userClaim: fc.constantFrom('sub', 'preferred_username'),
            access: fc.constant(everyone()),
          },
          { requiredKeys: ['roles'] },
        ),
        fc.constantFrom(...supported.authentik),
        (options, version) => {
          expectReadLaws(clusterOf(options, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }), vaultIntegration, holds);
        },
      ),
      { numRuns: runs(15) },
    );
  });
});

describe('what is written', () => {
  it('asks for groups, binds them, and knows both redirect URIs', () => {
    const role = JSON.parse(dataOf()['role.json']!) as Record<string, unknown>;
    expect(role).toMatchObject({
      oidc_scopes: ['profile', 'email', 'groups'],
      groups_claim: 'groups',
      bound_claims: { groups: ['Küche + Bad', 'vault-admins', 'vault-readers'] },
      allowed_redirect_uris: ['https://vault.home.example.org/ui/vault/auth/oidc/oidc/callback', 'http://localhost:8250/oidc/callback'],
      token_policies: ['default'],
    });
    expect(JSON.parse(dataOf({ access: everyone() })['role.json']!)).toMatchObject({ bound_claims: {} });
  });

  it('opens the tab of the method, with no parameter for a role', () => {
    const { launchUrl } = clusterOf().apps[0]!.contracts[0]!.tile;
    expect(launchUrl).toBe('https://vault.home.example.org/ui/vault/auth?with=oidc/');
    expect([...new URL(launchUrl).searchParams.keys()]).toEqual(['with']);
  });

  it('makes a Job that Flux runs again when the script, the data or the secret changes', () => {
    const template = (options: Readonly<Record<string, unknown>>) =>
      JSON.stringify((loginOf(options).find(({ kind }) => kind === 'Job')!['spec'] as { template: unknown }).template);
    const changed = [{}, { roles: { admin: ['others'] } }, { secretGeneration: 2 }, { tokenTtl: '2h' }, { policies: { admin: 'path "*" {}' } }].map(template);
    expect(new Set(changed).size).toBe(changed.length);
    const job = loginOf().find(({ kind }) => kind === 'Job')!;
    expect(job.metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/force': 'Enabled' });
    expect(JSON.stringify(job)).not.toContain('ttlSecondsAfterFinished');
  });

  it('lies in a folder of its own that waits for the app', () => {
    const { placed } = clusterOf();
    expect(placed.filter(({ folder }) => folder === 'login/vault').map(({ object }) => object.kind)).toEqual(['ServiceAccount', 'ConfigMap', 'Job']);
    const flux = placed.find(({ object }) => object.metadata.name === 'pinout-login-vault')!.object['spec'] as { dependsOn: unknown };
    expect(flux.dependsOn).toEqual([{ name: 'pinout-app-vault' }]);
  });

  it('takes OpenBao whole: chart, image, command line, and a configuration that needs no identity provider', () => {
    const text = JSON.stringify(clusterOf({ flavor: 'openbao' }).apps[0]!.end);
    expect(text).toContain('"chart":"openbao"');
    expect(text).toContain('"image":"quay.io/openbao/openbao:2.6.2"');
    expect(text).toContain('{"name":"CLI","value":"bao"}');
    expect(JSON.parse(dataOf({ flavor: 'openbao' })['config.json']!)).toMatchObject({ skip_jwks_validation: true });
    expect(JSON.parse(dataOf()['config.json']!)).not.toHaveProperty('skip_jwks_validation');
  });

  it('takes the image that the server has', () => {
    const image = (options: Readonly<Record<string, unknown>>) =>
      (loginOf(options).find(({ kind }) => kind === 'Job')!['spec'] as { template: { spec: { containers: [{ image: string }] } } }).template.spec.containers[0]
        .image;
    expect(image({})).toBe('hashicorp/vault:2.0.4');
    expect(image({ values: { server: { image: { repository: 'mirror.example.org/vault', tag: '2.0.5' } } } })).toBe('mirror.example.org/vault:2.0.5');
    expect(image({ flavor: 'openbao', values: { server: { image: { tag: '2.6.3' } } } })).toBe('quay.io/openbao/openbao:2.6.3');
  });

  it('leads to the active node, when there are several', () => {
    const { end } = clusterOf({ values: { server: { ha: { enabled: true } } } }).apps[0]!;
    expect(JSON.stringify(end.objects)).toContain('"service":{"name":"vault-active"');
    expect(JSON.stringify(end.login)).toContain('http://vault-active.vault.svc:8200');
  });

  it('gives every group a name that a path can hold, and no two the same', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9äö_ .:@/+-]{1,12}$/), { minLength: 1 }), (groups) => {
        const names = groups.map((group) => identityGroup('oidc', group));
        for (const name of names) expect(name).toMatch(/^pinout\.oidc\.[a-z0-9._-]+$/);
        expect(new Set(names).size).toBe(groups.length);
      }),
    );
  });

  it('never puts what a user writes into the script', () => {
    expect(dataOf({ policies: { admin: `path "x" {} # '"$(touch /tmp/x)" \`id\`\n\${HOME}` } })['login.sh']).toBe(loginScript);
    expect(loginScript).not.toContain('${');
  });
});

describe('the step by hand', () => {
  it('gives the Job its own paths and no others', () => {
    const [policy, script] = clusterOf({ policies: { admin: 'path "*" {}' } }).apps[0]!.end.manual!;
    expect([...policy!.text.matchAll(/path "([^"]+)"/g)].map(([, path]) => path)).toEqual([
      'sys/auth/oidc',
      'sys/auth/oidc/tune',
      'auth/oidc/config',
      'auth/oidc/role/default',
      'sys/policies/acl/admin',
      'identity/group/name',
      'identity/group/name/pinout.oidc.*',
      'identity/group-alias',
    ]);
    expect(spawnSync('sh', ['-n'], { input: script!.text }).status).toBe(0);
    expect(script!.text).toContain('audience=vault');
    const { steps } = clusterOf();
    expect(steps.flatMap(({ commands = [] }) => commands)).toContain('kubectl -n vault exec -it vault-0 -- vault operator unseal');
    expect(steps.flatMap(({ commands = [] }) => commands)).toContain('sh bootstrap.sh');
  });

  it('belongs to the contract of one client', () => {
    const contract = clusterOf().apps[0]!.contracts[0] as OidcContract;
    expect(contract.grants).toEqual(['authorization_code']);
    expect(contract.redirects.map(({ url }) => url)).toHaveLength(2);
  });
});
