import * as pinout from '../../lib/index.ts';
import { clusterInput } from './sample.ts';

export type Tree = Record<string, unknown>;
/** Valid arguments of a public function, and what is done with its result so that everything in it is looked at. */
export interface Seed {
  readonly args: () => readonly unknown[];
  readonly use?: (result: unknown) => Tree;
}

/** A copy that a run may spoil. Integrations are shared by all apps, and no user's own. */
function fresh<T>(value: T): T {
  if (Array.isArray(value)) return value.map(fresh) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === 'integration' ? (one as unknown) : fresh(one as unknown)])) as T;
}

const access = { kind: 'groups', groups: ['users'] };
const tile = { name: 'App', section: 'Home', icon: 'https://example.org/a.png', description: 'An app' };
const run = { image: 'docker.io/example/app:1.0.0', data: { path: '/data', size: '2Gi' }, values: { a: { b: ['c'] } }, generated: ['database'], timeout: '5m' };
const beside = { database: { image: 'docker.io/library/postgres:17.11', env: { A: 'b' }, data: { path: '/data' }, ready: ['true'] } };
const app = (options: Tree): Seed => ({ args: () => [fresh(options)], use: (made) => ({ apps: [made] }) });
const cluster = (more: Tree): Seed => ({ args: () => [fresh({ ...clusterInput, ...more })] });
const backend = (options: Tree | undefined): Seed => ({ args: () => (options === undefined ? [] : [fresh(options)]), use: (secrets) => ({ secrets }) });

/** Seeds by the name of the function in lib/index.ts; more than one where options exclude each other. */
export const seeds: Readonly<Record<string, readonly Seed[]>> = {
  actualBudget: [
    app({
      host: 'budget',
      access,
      name: 'b',
      namespace: 'b',
      enforce: true,
      users: 'manual',
      sessionSeconds: 3600,
      image: 'a/b:1.0',
      size: '1Gi',
      secretGeneration: 2,
      tile,
      env: { A: 'b' },
      values: {},
    }),
  ],
  freshrss: [
    app({
      host: 'rss',
      access,
      admin: 'jan',
      cronMinutes: '13',
      cryptoKeyGeneration: 2,
      size: '1Gi',
      tile,
      env: { A: { name: 'x', key: 'y' } },
      values: { a: 1 },
    }),
  ],
  vaultwarden: [app({ host: 'pass', access, ssoOnly: true, signups: 'open', admin: true, size: '1Gi', env: { A: 'b' }, values: {} })],
  homepage: [app({ host: 'home', access, discovery: 'off', files: { services: [{ A: [] }], settings: { a: 1 } }, env: { A: 'b' } })],
  grafana: [
    app({
      host: 'grafana',
      namespace: 'monitoring',
      name: 'grafana',
      chart: 'grafana',
      secretGeneration: 2,
      tile,
      roles: { Admin: ['a'], Viewer: ['v'] },
      values: { a: { b: 1 } },
    }),
  ],
  headlamp: [
    app({ host: 'h', namespace: 'h', mode: 'oidc', roles: { view: ['v'] }, access: { kind: 'groups', groups: ['v', 'w'] }, secretGeneration: 2 }),
    app({ host: 'h', namespace: 'h', mode: 'forward-auth', access, clusterRole: 'view', tile }),
  ],
  kubectl: [app({ name: 'kubectl', roles: { view: ['v'] }, namespaces: { team: { edit: ['t'] } }, tile })],
  nextcloud: [
    app({
      host: 'cloud',
      namespace: 'n',
      access,
      userId: 'sub',
      softAutoProvision: true,
      adminUser: 'local',
      trustedProxies: ['10.0.0.0/8'],
      values: {},
      storage: '20Gi',
    }),
    app({ host: 'cloud', namespace: 'n', access, database: { host: 'db', port: 5433, name: 'n', credentials: { name: 's', username: 'u', password: 'p' } } }),
  ],
  vault: [
    app({
      host: 'v',
      namespace: 'v',
      flavor: 'openbao',
      roles: { admin: ['a'] },
      policies: { admin: 'path "*" {}' },
      userClaim: 'sub',
      mount: 'oidc',
      tokenTtl: '1h',
      tokenMaxTtl: '2h',
      values: {},
    }),
  ],
  oidcApp: [
    app({
      name: 'app',
      host: 'app',
      access,
      roles: { a: ['users'] },
      redirects: ['/cb', 'https://app.home.example.org/x'],
      postLogout: ['/'],
      scopes: ['openid', 'groups'],
      emailVerified: 'managed',
      tile,
      service: 's',
      port: 8080,
      probe: { fetcher: 'curl', container: 'app', workload: 'deploy/app' },
      ...run,
      env: { A: 'b' },
      sidecars: beside,
    }),
    app({ name: 'app', access, redirects: ['/cb'], clientType: 'public', chart: { oci: 'oci://ghcr.io/a/b', version: '1.2.3' }, values: {} }),
    app({ name: 'app', access, redirects: ['/cb'], chart: { repository: 'https://charts.example.org', name: 'b', version: '1.2.3' } }),
  ],
  forwardAuthApp: [
    app({ name: 'who', access, openPaths: ['^/api/'], ...run, env: { A: 'b' }, sidecars: beside, port: 80 }),
    app({ name: 'who', access, host: 'who', service: 'who', port: 80 }),
  ],
  helmApp: [
    app({ name: 'pod', host: 'pod', chart: { oci: 'oci://ghcr.io/a/b', version: '1.2.3' }, values: { a: { b: null } } }),
    app({ name: 'pod', ...run, sidecars: beside }),
  ],
  defineCluster: [
    cluster({
      idp: {
        host: 'auth',
        apply: 'worker',
        reapply: 'hourly',
        trustedProxies: ['10.0.0.0/8'],
        replicas: 2,
        database: { kind: 'external', host: 'db', port: 5432, name: 'a', user: 'a', password: { name: 'a', key: 'b' }, sslMode: 'require' },
        email: { host: 'smtp.example.org', port: 25, from: 'a@example.org', security: 'tls', username: 'a', password: { name: 'a', key: 'b' } },
        values: { a: 1 },
      },
      gitops: { source: { kind: 'GitRepository', name: 'a', namespace: 'b' }, path: './dist', substitution: 'on' },
      people: { users: ['jan'] },
      removed: ['old'],
      apiserver: { rollout: 'daemonset', prefix: 'oidc:', username: 'sub', anonymous: 'health' },
      dns: { mode: 'pihole', hairpin: false, externalDns: { server: 'http://192.168.1.2', password: { name: 'a', key: 'b' }, tlsSkipVerify: true } },
      monitoring: { app: 'grafana', labels: { a: 'b' } },
    }),
    cluster({
      edge: {
        kind: 'gateway',
        controller: 'cilium',
        gateway: { name: 'g', namespace: 'g', listener: 'https', className: 'c' },
        service: { name: 's', namespace: 's' },
      },
      certificates: {
        email: 'a@example.org',
        provider: pinout.ovh({ endpoint: 'ovh-eu', authentication: 'oauth2' }),
        dnsZones: ['example.org'],
        groupName: 'acme.example.org',
        certificate: 'wildcard',
        staging: true,
      },
      idp: { database: { kind: 'cloudnative-pg', instances: 3, size: '1Gi', storageClass: 'a', operator: 'release' } },
      dns: { mode: 'public', hairpin: true },
    }),
  ],
  defineClusters: [
    {
      args: () => [
        {
          ...fresh(clusterInput),
          name: undefined,
          clusters: [
            { name: 'a' },
            { name: 'b', domain: 'b.example.org', edge: { service: { name: 'x', namespace: 'y' } }, overrides: { grafana: { host: 'g' } } },
          ],
        },
      ],
    },
  ],
  existingSecrets: [
    { args: () => [{ name: (ref: { generation: number }, name: string) => `${name}-${ref.generation}` }], use: (secrets) => ({ secrets }) },
    backend({}),
  ],
  generatedSecrets: [backend(undefined)],
  sopsSecrets: [{ ...backend({ folder: 'secrets', keySecret: 'sops-age' }), use: () => ({}) }],
  storedSecrets: [
    backend({ store: { kind: 'SecretStore', name: 'a', servedBy: 'outside' }, remoteRef: { key: '{object}', property: '{key}' } }),
    backend({ store: { kind: 'ClusterSecretStore', name: 'a' } }),
  ],
  mixedSecrets: [
    {
      args: () => [{ platform: pinout.sopsSecrets(), apps: pinout.generatedSecrets(), byApp: { grafana: pinout.existingSecrets() } }],
      use: () => ({}),
    },
  ],
  override: [
    {
      args: () => [pinout.grafana({ host: 'g', namespace: 'm', roles: { Admin: ['a'] } }), { host: 'h', values: { a: 1 }, roles: { Viewer: ['v'] } }],
      use: (made) => ({ apps: [made] }),
    },
  ],
  postgres: [
    {
      args: () => ['db'],
      use: (database) => ({
        apps: [
          pinout.oidcApp({
            name: 'a',
            access: pinout.everyone(),
            redirects: ['/cb'],
            image: 'a/b:1.0',
            generated: ['database'],
            sidecars: { database: database as never },
          }),
        ],
      }),
    },
  ],
  groups: [{ args: () => ['a', 'b'], use: (rule) => ({ apps: [pinout.vaultwarden({ host: 'p', access: rule as never })] }) }],
  kept: [
    {
      args: () => [],
      use: (rule) => ({ apps: [pinout.vaultwarden({ host: 'p', access: rule as never, adopt: { provider: 'p', application: 'p', secret: 'new' } })] }),
    },
  ],
  everyone: [{ args: () => [], use: (rule) => ({ apps: [pinout.vaultwarden({ host: 'p', access: rule as never })] }) }],
  ovh: [
    {
      args: () => [{ endpoint: 'ovh-eu', authentication: 'application', secret: 'a', credentials: { applicationKey: { name: 'a', key: 'b' } } }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  http01: [{ args: () => [], use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }) }],
  cloudflare: [
    {
      args: () => [{ token: { name: 'a', key: 'b' } }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  desec: [
    {
      args: () => [{ token: { name: 'a', key: 'b' } }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  hetzner: [
    {
      args: () => [{ token: { name: 'a', key: 'b' } }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  route53: [
    {
      args: () => [{ region: 'eu-central-1', hostedZoneId: 'Z1' }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  rfc2136: [
    {
      args: () => [{ nameserver: '192.168.1.53', keyName: 'acme', secret: { name: 'a', key: 'b' } }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  dnsWebhook: [
    {
      args: () => [{ groupName: 'acme.example.org', solverName: 'porkbun', config: {}, secrets: [{ name: 'a', key: 'b' }] }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  notSecret: [{ args: () => ['text', 'a reason'], use: (value) => ({ idp: { values: { password: value } } }) }],
  append: [{ args: () => [{ a: 1 }, 2], use: (value) => ({ idp: { values: { a: value } } }) }],
  remove: [{ args: () => [{ a: 1 }, 2], use: (value) => ({ idp: { values: { a: value } } }) }],
  merge: [{ args: () => [{ a: { b: [1] } }, { a: { c: 2 } }], use: (values) => ({ idp: { values } }) }],
  resolve: [{ args: () => [{ a: { b: [1] } }], use: (values) => ({ idp: { values } }) }],
};
