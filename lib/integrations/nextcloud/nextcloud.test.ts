import { manifestsIn, said } from '../../../test/support/said.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { append } from '../../compose/append.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import type { JsonMap, Manifest } from '../../manifest/manifest.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import { groupRegex, groupsOfRegex } from './group-regex.ts';
import { loginConfig, loginHook } from './hook.ts';
import { nextcloud, nextcloudIntegration } from './nextcloud.ts';
import { readNextcloud } from './read.ts';
import { runs } from '../../../test/support/runs.ts';

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'access', 'roles', 'secret', 'issuer'] as const;

const clusterOf = (options: Readonly<Record<string, unknown>> = {}, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [nextcloud({ host: 'cloud', namespace: 'nextcloud', access: groups('family', 'friends'), ...options })], ...cluster });
interface Values {
  readonly nextcloud: { readonly extraEnv: { name: string; value?: string }[]; readonly hooks: JsonMap; readonly configs: JsonMap };
}
const releaseOf = (...input: Parameters<typeof clusterOf>) =>
  clusterOf(...input).apps[0]!.end.objects.find(({ kind }) => kind === 'HelmRelease') as Manifest & { spec: { values: Values; postRenderers?: unknown } };
const environmentOf = (...input: Parameters<typeof clusterOf>) =>
  Object.fromEntries(releaseOf(...input).spec.values.nextcloud.extraEnv.map(({ name, value }) => [name, value]));
const group = fc.stringMatching(/^[a-zäö_][a-z0-9ö ._:@/+-]{0,8}[a-z0-9]$/).filter((name) => !/ {2}/.test(name) && name !== 'admin');

describe('the read laws of Nextcloud', () => {
  it('hold in every version of the window', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(group, { minLength: 1, maxLength: 4 }),
        fc.constantFrom({}, { roles: { admin: ['admin'] } }),
        fc.boolean(),
        fc.record({ secretGeneration: fc.integer({ min: 1, max: 9999 }), name: fc.constantFrom('nextcloud', 'files'), softAutoProvision: fc.boolean() }),
        fc.constantFrom(...supported.authentik),
        ([head, ...more], roles, open, options, version) => {
          const access = open ? everyone() : groups(head!, ...more, ...('roles' in roles ? ['admin'] : []));
          expectReadLaws(
            clusterOf({ ...options, ...roles, access }, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }),
            nextcloudIntegration,
            holds,
          );
        },
      ),
      { numRuns: runs(15) },
    );
  });

  it('know the environment only beside a hook of ours', () => {
    const release = releaseOf();
    const withHook = (hook: string) =>
      yamlText({
        ...release,
        spec: { ...release.spec, values: { ...release.spec.values, nextcloud: { ...release.spec.values.nextcloud, hooks: { 'before-starting': hook } } } },
      });
    expect(readNextcloud(manifestsIn(withHook(loginHook))).map(said)).toHaveLength(1);
    expect(readNextcloud(manifestsIn(withHook('occ user_oidc:provider x')))).toEqual([]);
  });
});

describe('the expression for groups', () => {
  it('matches exactly the names, and is read back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(group), group, (names, other) => {
        const text = groupRegex(names);
        expect(groupsOfRegex(text)).toEqual(names);
        // PCRE's D (only at the very end) is what JavaScript does without the flag m.
        const expression = new RegExp(text.replace(/^\/|\/D$/g, ''));
        for (const name of names) expect(expression.test(name)).toBe(true);
        for (const near of [other, `${names[0]}x`, `x${names[0]}`, `${names[0]}\n`, '', 'admin'])
          expect(expression.test(near)).toBe(near === '' ? names.length === 0 : names.includes(near));
      }),
    );
  });

  it('of another form is not understood', () => {
    for (const text of ['', '/family/', '/^(?:a.b)$/D'.replace('.', '[.]'), '/^(?:a|b)$/']) expect(groupsOfRegex(text)).toBeUndefined();
  });
});

describe('what is written', () => {
  it('carries the login as data', () => {
    expect(environmentOf()).toMatchObject({
      PINOUT_OIDC_DISCOVERY: 'https://auth.home.example.org/application/o/nextcloud/.well-known/openid-configuration',
      PINOUT_OIDC_SCOPE: 'openid profile email groups',
      PINOUT_OIDC_GROUP_REGEX: '/^(?:family|friends)$/D',
      PINOUT_OIDC_RESTRICT: '1',
      PINOUT_OIDC_GROUPS: '1',
      OVERWRITECLIURL: 'https://cloud.home.example.org',
      APACHE_DISABLE_REWRITE_IP: '1',
    });
    expect(JSON.parse(environmentOf()['PINOUT_CONFIG']!)).toEqual({
      user_oidc: { use_pkce: true, auto_provision: true, soft_auto_provision: false, single_logout: true, 'httpclient.allowselfsigned': false },
      allow_local_remote_servers: true,
    });
    expect(releaseOf().spec.values.nextcloud.extraEnv).toContainEqual({
      name: 'PINOUT_OIDC_CLIENT_SECRET',
      valueFrom: { secretKeyRef: { name: 'nextcloud-oidc-1', key: 'client-secret' } },
    });
  });

  it('syncs no group when everyone may enter', () => {
    expect(environmentOf({ access: everyone() })).toMatchObject({ PINOUT_OIDC_GROUPS: '0', PINOUT_OIDC_RESTRICT: '0' });
    expect(environmentOf({ access: everyone(), roles: { admin: ['admin'] } })).toMatchObject({ PINOUT_OIDC_GROUPS: '1', PINOUT_OIDC_RESTRICT: '0' });
  });

  it('lets private addresses through only where authentik has one', () => {
    expect(environmentOf({}, { dns: { mode: 'public', hairpin: true } })['PINOUT_CONFIG']).not.toContain('allow_local_remote_servers');
  });

  it('believes proxies, and not the people at home', () => {
    expect(environmentOf()['TRUSTED_PROXIES']).toBe('10.0.0.0/8 172.16.0.0/12 127.0.0.0/8 fc00::/7 ::1/128');
    expect(environmentOf({}, { idp: { trustedProxies: ['192.168.0.0/16'] } })['TRUSTED_PROXIES']).toBe('192.168.0.0/16');
    expect(environmentOf({ trustedProxies: ['10.244.0.0/16'] })['TRUSTED_PROXIES']).toBe('10.244.0.0/16');
  });

  it('puts the aliases into the pod by a patch, where the cluster chose them: the chart has no key for it', () => {
    expect(releaseOf().spec.postRenderers).toBeUndefined();
    expect(releaseOf({ name: 'files' }, { dns: { mode: 'hostAliases' } }).spec.postRenderers).toEqual([
      {
        kustomize: {
          patches: [
            {
              target: { kind: 'Deployment', name: 'files-nextcloud' },
              patch:
                '- op: add\n  path: /spec/template/spec/hostAliases\n  value:\n    - ip: 192.168.1.30\n      hostnames:\n        - auth.home.example.org\n',
            },
          ],
        },
      },
    ]);
  });

  it('keeps its tables where `database` says, with user and password from a Secret that you bring', () => {
    const database = { host: 'postgres.databases.svc', port: 5433, credentials: { name: 'nextcloud-database' } };
    expect(releaseOf({ database, storage: '200Gi' }).spec.values).toMatchObject({
      internalDatabase: { enabled: false },
      externalDatabase: {
        enabled: true,
        type: 'postgresql',
        host: 'postgres.databases.svc:5433',
        database: 'nextcloud',
        existingSecret: { enabled: true, secretName: 'nextcloud-database', usernameKey: 'username', passwordKey: 'password' },
      },
      persistence: { enabled: true, size: '200Gi' },
    });
    const { readme } = clusterOf({ database });
    expect(readme).toContain("| Secret | nextcloud | nextcloud-database | user and password of Nextcloud's database; keys username, password |");
    expect(readme).not.toContain('Data at risk');
    expect(clusterOf().readme).toContain('SQLite');
    expect(clusterOf({ values: { internalDatabase: { enabled: false }, mariadb: { enabled: true } } }).readme).not.toContain('SQLite');
    expect(clusterOf({ database, values: { persistence: { enabled: false } } }).readme).toContain('Nextcloud has no volume');
  });

  it('lets uploads through ingress-nginx', () => {
    const ingress = (className: string) =>
      clusterOf({}, { edge: { className, clusterIssuer: 'letsencrypt-prod-dns' } }).apps[0]!.end.objects.find(({ kind }) => kind === 'Ingress')!.metadata
        .annotations;
    expect(ingress('nginx')).toHaveProperty(['nginx.ingress.kubernetes.io/proxy-body-size'], '0');
    expect(ingress('traefik')).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt-prod-dns' });
  });

  it('brings name and password of the local admin in one Secret', () => {
    const { placed, apps } = clusterOf({ adminUser: 'keeper' });
    expect(apps[0]!.end.generated).toEqual([{ name: 'nextcloud-admin', generation: 1, key: 'password', plainData: { username: 'keeper' } }]);
    const copy = placed.find(
      ({ object, folder }) => folder === 'apps/nextcloud' && object.metadata.namespace === 'nextcloud' && object.metadata.name === 'nextcloud-admin-1',
    )!.object['spec'];
    expect(copy).toMatchObject({ target: { template: { data: { username: 'keeper', password: '{{ index . "password" }}' } } } });
  });

  it('never puts what a user writes into shell or PHP, and takes additions', () => {
    const { nextcloud: written } = releaseOf({
      access: groups('a/b.c', 'Küche + Bad'),
      values: { nextcloud: { extraEnv: append({ name: 'TZ', value: "$(id) '" }), hooks: { 'post-upgrade': 'true' } } },
    }).spec.values;
    expect(written.hooks).toEqual({ 'before-starting': loginHook, 'post-upgrade': 'true' });
    expect(written.configs).toEqual({ 'pinout.config.php': loginConfig });
    expect(loginHook + loginConfig).not.toContain('${');
  });
});
