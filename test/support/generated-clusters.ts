import fc from 'fast-check';
import type { OidcLate } from '../../lib/integrations/oidc-app/options.ts';
import type { ClusterInput } from '../../lib/cluster/cluster-input.ts';
import { supported } from '../../lib/contract/versions.ts';
import {
  actualBudget,
  everyone,
  existingSecrets,
  forwardAuthApp,
  freshrss,
  generatedSecrets,
  grafana,
  groups,
  headlamp,
  helmApp,
  homepage,
  http01,
  kubectl,
  nextcloud,
  oidcApp,
  ovh,
  postgres,
  storedSecrets,
  vault,
  vaultwarden,
} from '../../lib/index.ts';

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
/** An object without the keys that are undefined: absent and undefined are the same to a user. */
const given = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const access = fc.constantFrom(groups('family'), groups('staff', 'admins'), everyone());
const tile = optional(fc.constantFrom({ group: 'Home' }, { description: 'A "quoted" text: with # signs' }));
const secretGeneration = optional(fc.integer({ min: 1, max: 3 }));
const size = optional(fc.constantFrom('1Gi', '20Gi'));

type Options = Readonly<Record<string, unknown>>;
type Make = (options: never) => ClusterInput['apps'][number];

/** Options of each app that pinout knows. */
const apps: Readonly<Record<string, { readonly make: unknown; readonly options: fc.Arbitrary<Options> }>> = {
  grafana: {
    make: grafana,
    options: fc.record({
      host: fc.constant('grafana'),
      namespace: fc.constant('monitoring'),
      chart: optional(fc.constantFrom('kube-prometheus-stack', 'grafana')),
      roles: fc.constantFrom({ Admin: ['grafana-admins'] }, { Editor: ['staff'], Viewer: ['family'] }),
      secretGeneration,
      tile,
    }),
  },
  headlamp: {
    make: headlamp,
    options: fc
      .constantFrom<Options>(
        { roles: { 'cluster-admin': ['admins'] } },
        { roles: { view: ['family'], 'made-elsewhere': ['staff'] }, access: groups('staff', 'family') },
        { mode: 'forward-auth', access: groups('admins') },
        { mode: 'forward-auth', access: everyone(), clusterRole: 'edit' },
      )
      .map((options) => ({ host: 'headlamp', namespace: 'headlamp', ...options })),
  },
  kubectl: {
    make: kubectl,
    options: fc.constantFrom<Options>(
      { roles: { 'cluster-admin': ['admins'] } },
      { roles: { view: ['family'] }, namespaces: { default: { edit: ['staff'] }, elsewhere: { admin: ['staff'] } } },
      { access: groups('admins') },
    ),
  },
  nextcloud: {
    make: nextcloud,
    options: fc.record({
      host: fc.constant('cloud'),
      namespace: fc.constant('nextcloud'),
      access: fc.constant(groups('family', 'admin')),
      roles: fc.constant({ admin: ['admin'] }),
      softAutoProvision: optional(fc.boolean()),
      secretGeneration,
    }),
  },
  vault: {
    make: vault,
    options: fc.record({
      host: fc.constant('vault'),
      namespace: fc.constant('vault'),
      roles: fc.constant({ admin: ['vault-admins'] }),
      flavor: optional(fc.constantFrom('vault', 'openbao')),
      policies: optional(fc.constant({ admin: 'path "*" { capabilities = ["read"] }' })),
      mount: optional(fc.constant('sso')),
      secretGeneration,
    }),
  },
  vaultwarden: {
    make: vaultwarden,
    options: fc.record({
      host: fc.constant('passwords'),
      access,
      ssoOnly: optional(fc.boolean()),
      signups: optional(fc.constantFrom('sso', 'open', 'closed')),
      admin: optional(fc.boolean()),
      size,
    }),
  },
  freshrss: { make: freshrss, options: fc.record({ host: fc.constant('news'), admin: fc.constant('jan'), access, size, secretGeneration, tile }) },
  actualBudget: {
    make: actualBudget,
    options: fc.record({ host: fc.constant('budget'), access, enforce: optional(fc.boolean()), users: optional(fc.constantFrom('login', 'manual')), size }),
  },
  homepage: {
    make: homepage,
    options: fc.record({
      host: fc.constant('start'),
      access,
      discovery: optional(fc.constantFrom('cluster', 'off')),
      files: optional(fc.constant({ bookmarks: [] })),
    }),
  },
  helmApp: {
    make: helmApp,
    options: fc
      .constantFrom<Options>(
        { chart: { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } },
        { chart: { repository: 'https://charts.example.org', name: 'podinfo', version: '1.2.3' }, host: 'podinfo', service: 'podinfo', port: 9898 },
        { image: 'docker.io/library/redis:8.2.1', env: { A: '1' } },
      )
      .map((options) => ({ name: 'podinfo', ...options })),
  },
  oidcApp: {
    make: (options: Parameters<typeof oidcApp>[0]) =>
      oidcApp({ ...options, env: ({ client, issuer }: OidcLate) => ({ OIDC_ID: client.clientId, OIDC_URL: issuer.discoveryUrl }) } as Parameters<
        typeof oidcApp
      >[0]),
    options: fc.record({
      name: fc.constant('miniflux'),
      redirects: fc.constant(['/oauth2/oidc/callback']),
      image: fc.constant('ghcr.io/miniflux/miniflux:2.3.5'),
      access,
      clientType: optional(fc.constant('public')),
      sidecars: optional(fc.constant({ database: postgres('miniflux') })),
      generated: fc.constant(['database']),
    }),
  },
  forwardAuthApp: {
    make: forwardAuthApp,
    options: fc.record({
      name: fc.constant('whoami'),
      access,
      openPaths: optional(fc.constant(['^/api/'])),
      image: optional(fc.constant('docker.io/traefik/whoami:v1.11.0')),
      port: fc.constant(80),
    }),
  },
};

/** Every way into the cluster, with the certificates that fit it. */
const ways = fc.oneof(
  fc
    .record({
      className: fc.constantFrom('nginx', 'traefik'),
      certificate: fc.constantFrom({ clusterIssuer: 'letsencrypt' }, { tlsSecret: 'wildcard-tls' }, { certificate: 'default' }),
    })
    .map(({ className, certificate }) => ({ edge: { className, ...certificate } })),
  fc
    .record({
      className: fc.constantFrom('nginx', 'traefik'),
      provider: fc.constantFrom(ovh({ endpoint: 'ovh-eu', authentication: 'application' }), http01()),
      isWildcard: fc.boolean(),
      staging: optional(fc.boolean()),
    })
    .map(({ className, provider, isWildcard, staging }) => ({
      edge: { className, ...(isWildcard && provider.kind === 'ovh' ? { certificate: 'default' } : {}) },
      certificates: given({ email: 'jan@example.org', provider, staging }),
    })),
  fc.constantFrom('envoy-gateway', 'traefik').map((controller) => ({
    edge: { kind: 'gateway', controller, gateway: { name: 'home', namespace: 'gateway', listener: 'https' } },
  })),
  fc.constantFrom('envoy-gateway', 'traefik').map((controller) => ({
    edge: { kind: 'gateway', controller, gateway: { name: 'home', namespace: 'gateway', className: 'made' } },
    certificates: { email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) },
  })),
);

const password = { name: 'database', key: 'password' };
const databases = optional(
  fc.constantFrom(
    { kind: 'chart', size: '4Gi' },
    { kind: 'external', host: 'postgres.lan', password },
    { kind: 'external', host: 'db.example.org', port: 6432, user: 'sso', name: 'sso', password, sslMode: 'require' },
    { kind: 'cloudnative-pg', instances: 3, operator: 'present' },
    { kind: 'cloudnative-pg', storageClass: 'fast', operator: 'release' },
  ),
);

const dns = optional(
  fc.constantFrom(
    { mode: 'pihole' },
    { mode: 'pihole', externalDns: { server: 'https://pi.hole' } },
    { mode: 'coredns-rewrite' },
    { mode: 'coredns-hosts' },
    { mode: 'hostAliases' },
    { mode: 'public', hairpin: true },
  ),
);

/** Where secrets come from, by name: a recipe is data alone, so that it can be printed. */
const backends: Readonly<Record<string, () => ReturnType<typeof generatedSecrets>>> = {
  generated: () => generatedSecrets(),
  existing: () => existingSecrets(),
  'existing with names': () => existingSecrets({ name: (ref) => `mine-${ref.name}-${ref.generation}` }),
  'a store of the cluster': () => storedSecrets({ store: { kind: 'ClusterSecretStore', name: 'onepassword', servedBy: 'outside' } }),
  'stores of namespaces': () =>
    storedSecrets({
      store: { kind: 'SecretStore', name: 'store', servedBy: 'outside' },
      remoteRef: { key: '{cluster}/{app}/{name}-{generation}', property: '{key}' },
    }),
};

const apiserver = optional(
  fc.constantFrom<{ readonly anonymous?: string; readonly [option: string]: unknown }>(
    { rollout: 'daemonset' },
    { rollout: 'manual', prefix: 'sso:' },
    { username: 'email' },
    { anonymous: 'health' },
  ),
);

/** A cluster as data: what `clusterOf` makes its input of. */
export interface Recipe {
  readonly facts: Options;
  readonly secrets: string;
  readonly apps: Readonly<Record<string, Options>>;
}

/** The input of a cluster. */
export const inputOf = ({ facts, secrets, apps: chosen }: Recipe): ClusterInput =>
  ({
    name: 'home',
    domain: 'home.example.org',
    ...facts,
    secrets: (backends[secrets] as () => unknown)(),
    apps: Object.entries(chosen).map(([name, options]) => (apps[name]!.make as Make)(options as never)),
  }) as unknown as ClusterInput;

/** Clusters over all options. Some are refused, because of what cannot work together. */
export const recipes: fc.Arbitrary<Recipe> = fc
  .record({
    way: ways,
    versions: fc.record({
      kubernetes: fc.constantFrom(...supported.kubernetes),
      authentik: fc.constantFrom(...supported.authentik).map((minor) => `${minor}.1`),
      flux: fc.constantFrom(...supported.flux),
    }),
    ingressAddress: fc.constantFrom('192.168.1.30', 'fd00::30'),
    dns,
    apiserver,
    idp: fc
      .record({
        host: optional(fc.constantFrom('sso', 'id')),
        apply: optional(fc.constantFrom('job', 'worker')),
        reapply: optional(fc.constantFrom('on-change', 'hourly')),
        replicas: optional(fc.constantFrom(1, 2)),
        database: databases,
        email: optional(fc.constant({ host: 'mail.example.org', from: 'sso@example.org', username: 'sso', password: { name: 'mail', key: 'password' } })),
      })
      .map(given),
    people: optional(fc.constant({ family: ['jan', 'eva'], admins: ['jan'] })),
    removed: optional(fc.constant(['paperless', 'old-app'])),
    monitored: fc.constantFrom('not', 'present', 'app'),
    gitops: optional(
      fc.constantFrom(
        { source: { kind: 'OCIRepository', name: 'home', namespace: 'flux-system' }, path: './out/dist' },
        { source: { kind: 'GitRepository', name: 'infra', namespace: 'gitops' }, substitution: 'on' },
      ),
    ),
    secrets: fc.constantFrom(...Object.keys(backends)),
    chosen: fc.subarray(Object.keys(apps), { minLength: 1 }),
  })
  .chain(({ chosen, way, monitored, secrets, ...rest }) =>
    fc.record(Object.fromEntries(chosen.map((name) => [name, apps[name]!.options.map(given)]))).map((list): Recipe => {
      const monitoring = monitored === 'present' ? { operator: 'present' } : monitored === 'app' && chosen.includes('grafana') ? { app: 'grafana' } : undefined;
      // Older versions cannot close the way for requests without a token.
      const apiserver = Number(rest.versions.kubernetes.slice(2)) < 32 && rest.apiserver?.anonymous !== undefined ? undefined : rest.apiserver;
      return { facts: given({ ...way, ...rest, apiserver, monitoring }), secrets, apps: list };
    }),
  );
