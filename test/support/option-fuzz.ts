import fc from 'fast-check';
import * as pinout from '../../lib/index.ts';
import { isPinoutError } from '../../lib/contract/error.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { clusterInput } from './sample.ts';

type Tree = Record<string, unknown>;
/** Valid arguments of a public function, and what is done with its result so that everything in it is looked at. */
interface Seed {
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
const beside = { database: { image: 'docker.io/library/postgres:17.6', env: { A: 'b' }, data: { path: '/data' }, ready: ['true'] } };
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
    app({ host: 'cloud', namespace: 'n', access, userId: 'sub', softAutoProvision: true, adminUser: 'local', trustedProxies: ['10.0.0.0/8'], values: {} }),
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
      beside,
    }),
    app({ name: 'app', access, redirects: ['/cb'], clientType: 'public', chart: { oci: 'oci://ghcr.io/a/b', version: '1.2.3' }, values: {} }),
    app({ name: 'app', access, redirects: ['/cb'], chart: { repository: 'https://charts.example.org', name: 'b', version: '1.2.3' } }),
  ],
  forwardAuthApp: [
    app({ name: 'who', access, openPaths: ['^/api/'], ...run, env: { A: 'b' }, beside, port: 80 }),
    app({ name: 'who', access, host: 'who', service: 'who', port: 80 }),
  ],
  helmApp: [
    app({ name: 'pod', host: 'pod', chart: { oci: 'oci://ghcr.io/a/b', version: '1.2.3' }, values: { a: { b: null } } }),
    app({ name: 'pod', ...run, beside }),
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
          clusters: [{ name: 'a' }, { name: 'b', edge: { service: { name: 'x', namespace: 'y' } }, overrides: { grafana: { host: 'g' } } }],
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
            beside: { database: database as never },
          }),
        ],
      }),
    },
  ],
  groups: [{ args: () => ['a', 'b'], use: (rule) => ({ apps: [pinout.vaultwarden({ host: 'p', access: rule as never })] }) }],
  everyone: [{ args: () => [], use: (rule) => ({ apps: [pinout.vaultwarden({ host: 'p', access: rule as never })] }) }],
  ovh: [
    {
      args: () => [{ endpoint: 'ovh-eu', authentication: 'application', secret: 'a', credentials: { applicationKey: { name: 'a', key: 'b' } } }],
      use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }),
    },
  ],
  http01: [{ args: () => [], use: (provider) => ({ edge: { className: 'traefik' }, certificates: { email: 'a@example.org', provider } }) }],
  notSecret: [{ args: () => ['text', 'a reason'], use: (value) => ({ idp: { values: { password: value } } }) }],
  append: [{ args: () => [{ a: 1 }, 2], use: (value) => ({ idp: { values: { a: value } } }) }],
  remove: [{ args: () => [{ a: 1 }, 2], use: (value) => ({ idp: { values: { a: value } } }) }],
  merge: [{ args: () => [{ a: { b: [1] } }, { a: { c: 2 } }], use: (values) => ({ idp: { values } }) }],
  resolve: [{ args: () => [{ a: { b: [1] } }], use: (values) => ({ idp: { values } }) }],
};

const thrower = () => {
  throw new RangeError('from the user');
};
class Instance {
  host = 'x';
}

/** What people and machines write by mistake, each made anew. */
const wrong: readonly (() => unknown)[] = [
  ...[
    null,
    undefined,
    0,
    -1,
    1.33,
    NaN,
    Infinity,
    true,
    false,
    '',
    ' ',
    'x',
    '__proto__',
    'a\nb',
    '{{ x }}',
    '${HOME}',
    '$(id)',
    '../..',
    "'",
    '\u0000',
    '\u2028',
    '\ud800',
    'https://u:p@x',
    'é',
    '1.2.3',
    '10',
  ].map((value) => () => value),
  () => 10n,
  () => Symbol('x'),
  () => [],
  () => [null],
  // eslint-disable-next-line no-sparse-arrays
  () => [, 'x'],
  () => ({}),
  () => ({ x: 1 }),
  () => ({ kind: 'groups' }),
  () => ({ name: 'x' }),
  () => thrower,
  () => () => undefined,
  () => async () => Promise.reject(new Error('late')),
  () => new Instance(),
  () => new Date(0),
  () => new Map([['a', 1]]),
  () => Promise.resolve(1),
  () => Object.create(null) as unknown,
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => ({ constructor: { prototype: { polluted: true } } }),
  () => Object.defineProperty({}, 'host', { enumerable: true, get: thrower }),
  () => new Proxy({}, { get: thrower, ownKeys: thrower, getPrototypeOf: thrower, has: thrower }),
  () => new Proxy([], { get: thrower }),
  () => pinout.append('x'),
  () => pinout.remove('x'),
  () => pinout.notSecret('x', 'a reason'),
  () => pinout.grafana,
  () => pinout.everyone(),
  () => {
    const self: Tree = {};
    self['self'] = self;
    return self;
  },
  () => 'x'.repeat(5000),
];

const keys = ['existing', 'databse', 'hosst', 'constructor', 'toString', 'hasOwnProperty', 'length', 'a b', 'then', 'toJSON', '0'];

type Change = readonly [place: number, what: number, how: number];

/** Puts something wrong at a place of the arguments: in place of a value, or beside it under an unknown name. */
function changed(args: readonly unknown[], [place, what, how]: Change): readonly unknown[] {
  const spots: [Tree, string][] = [];
  const visit = (parent: object) => {
    for (const key of Object.keys(parent)) {
      if (key === 'integration') continue;
      spots.push([parent as Tree, key]);
      let child: unknown;
      try {
        child = (parent as Tree)[key];
        if (typeof child === 'object' && child !== null && spots.length < 500 && (Array.isArray(child) || Object.getPrototypeOf(child) === Object.prototype))
          visit(child);
      } catch {
        // Something wrong that was put there before.
      }
    }
  };
  const list = { ...args };
  visit(list);
  const value = wrong[what % wrong.length]!();
  const spot = spots[place % Math.max(spots.length, 1)];
  if (spot === undefined) return [value];
  const [parent, key] = spot;
  try {
    const set = (object: Tree, name: string) => Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    const name = how % 7 === 6 ? '__proto__' : keys[what % keys.length]!;
    if (how % 3 > 0) set(parent, key);
    else if (typeof parent[key] === 'object' && parent[key] !== null) set(parent[key] as Tree, name);
    else set(parent, name);
  } catch {
    // A proxy that refuses.
  }
  return Object.entries(list)
    .filter(([index]) => /^\d+$/.test(index))
    .map(([, one]) => one);
}

/** What came of all runs. Faults are what no user shall ever see: other exceptions, and refusals that say too little. */
export interface Outcome {
  written: number;
  refused: number;
  readonly codes: Set<string>;
  readonly faults: Set<string>;
}

/** Runs public functions with wrong options: each run ends with files, or with a PinoutError that says what to do. */
export function fuzzOptions(numRuns: number): Outcome {
  const count: Outcome = { written: 0, refused: 0, codes: new Set(), faults: new Set() };
  const change = fc.tuple(fc.nat(), fc.nat(), fc.nat());
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(seeds)), fc.nat(), fc.array(change, { minLength: 1, maxLength: 2 }), (name, which, changes) => {
      const { args, use } = seeds[name]![which % seeds[name]!.length]!;
      const wrongArgs = changes.reduce(changed, args());
      try {
        const result: unknown = (pinout as unknown as Record<string, (...of: readonly unknown[]) => unknown>)[name]!(...wrongArgs);
        const clusters = use === undefined ? [result].flat() : [pinout.defineCluster({ ...clusterInput, ...use(result) } as pinout.ClusterInput)];
        for (const one of clusters) filesOf(one as pinout.Cluster, 'apps/main.ts');
        count.written++;
      } catch (error) {
        if (isPinoutError(error)) {
          count.refused++;
          count.codes.add(error.code);
          for (const field of ['app', 'field', 'found', 'wanted', 'fix'] as const)
            if (!error[field]) count.faults.add(`${name}: ${error.code} without ${field}: ${error.message}`);
          if (/\[object|undefined|\n/.test(error.message)) count.faults.add(`${name}: unclear: ${error.message}`);
        } else count.faults.add(`${name}: ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 3).join(' ') : String(error)}`);
      }
      if ('polluted' in {}) count.faults.add(`${name}: a prototype was changed`);
    }),
    { numRuns },
  );
  return count;
}
