import { describe, expect, it } from 'vitest';
import { append } from '../../../lib/compose/append.ts';
import type { Manifest } from '../../../lib/manifest/manifest.ts';
import { clusterInput, clusterWith } from '../../support/sample.ts';

type Env = { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
type Values = {
  global: { env: Env; hostAliases?: unknown };
  server: Record<string, unknown>;
  worker: Record<string, unknown>;
  postgresql: { enabled: boolean };
};
const objects = (made: ReturnType<typeof clusterWith>, kind: string) => made.placed.map(({ object }) => object).filter((object) => object.kind === kind);
const values = (made: ReturnType<typeof clusterWith>): Values =>
  (objects(made, 'HelmRelease').find(({ metadata }) => metadata.name === 'authentik') as Manifest & { spec: { values: Values } }).spec.values;
const jobEnv = (made: ReturnType<typeof clusterWith>): Env =>
  (objects(made, 'Job')[0] as Manifest & { spec: { template: { spec: { containers: { env: Env }[] } } } }).spec.template.spec.containers[0]!.env.filter(
    // The pod's own name for itself.
    ({ name }) => name !== 'PINOUT_RUN',
  );
const env = (list: Env) =>
  Object.fromEntries(list.map(({ name, value, valueFrom }) => [name, value ?? `${valueFrom!.secretKeyRef.name}/${valueFrom!.secretKeyRef.key}`]));

const databases = {
  chart: [{ kind: 'chart' }, { HOST: 'authentik-postgresql', PASSWORD: 'authentik-postgresql/password' }],
  external: [
    { kind: 'external', host: '192.168.1.9', name: 'sso', user: 'sso', password: { name: 'sso-db', key: 'pw' }, sslMode: 'require' },
    { HOST: '192.168.1.9', NAME: 'sso', USER: 'sso', PASSWORD: 'sso-db/pw', SSLMODE: 'require' },
  ],
  'cloudnative-pg': [
    { kind: 'cloudnative-pg', instances: 3 },
    { HOST: 'authentik-db-rw', PASSWORD: 'authentik-db-app/password' },
  ],
} as const;

describe("authentik's own release", () => {
  it.each(Object.entries(databases))('and every blueprint Job reach the same database (%s)', (kind, [database, wanted]) => {
    const made = clusterWith({ idp: { database } });
    const job = env(jobEnv(made));
    for (const [key, value] of Object.entries(wanted)) expect(job[`AUTHENTIK_POSTGRESQL__${key}`]).toBe(value);
    expect(env(values(made).global.env)).toMatchObject(job);
    expect(values(made).postgresql.enabled).toBe(kind === 'chart');
    // Only the chart's own database has a password that we make.
    expect(JSON.stringify(objects(made, 'ExternalSecret')).includes('"authentik-postgresql"')).toBe(kind === 'chart');
  });

  it('lets CloudNativePG keep its data, with its operator where dist installs it', () => {
    const present = clusterWith({ idp: { database: { kind: 'cloudnative-pg' } } });
    expect(objects(present, 'Cluster')[0]).toMatchObject({
      metadata: { name: 'authentik-db', annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
    });
    expect(present.readme).toContain('clusters.postgresql.cnpg.io');
    const installed = clusterWith({ idp: { database: { kind: 'cloudnative-pg', operator: 'release' } } });
    expect(installed.placed.find(({ object }) => object.kind === 'HelmRelease' && object.metadata.name === 'cloudnative-pg')?.folder).toBe('controllers');
    expect(installed.readme).not.toContain('clusters.postgresql.cnpg.io');
  });

  it('believes the proxies and knows its address where the version asks for it', () => {
    const at = (authentik: string) =>
      env(values(clusterWith({ versions: { ...clusterInput.versions, authentik }, idp: { trustedProxies: ['10.42.0.0/16', 'fd00::/8'] } })).global.env);
    expect(at('2026.8.0')).toMatchObject({
      AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS: '10.42.0.0/16,fd00::/8',
      AUTHENTIK_WEB__BASE_URL: 'https://auth.home.example.org',
    });
    expect(at('2026.5.3')).not.toHaveProperty('AUTHENTIK_WEB__BASE_URL');
  });

  it('sends mail with the password by reference, and none unless asked', () => {
    const made = clusterWith({
      idp: { email: { host: 'smtp.example.org', from: 'authentik <sso@example.org>', username: 'sso', password: { name: 'mail', key: 'password' } } },
    });
    expect(env(values(made).global.env)).toMatchObject({
      AUTHENTIK_EMAIL__HOST: 'smtp.example.org',
      AUTHENTIK_EMAIL__PORT: '587',
      AUTHENTIK_EMAIL__USE_TLS: 'true',
      AUTHENTIK_EMAIL__PASSWORD: 'mail/password',
    });
    expect(made.readme).toContain('| Secret | authentik | mail |');
    expect(JSON.stringify(values(clusterWith({})))).not.toContain('EMAIL');
  });

  it('runs several pods under a disruption budget, and shows metrics where somebody reads them', () => {
    const made = values(clusterWith({ idp: { replicas: 2 }, monitoring: { app: 'grafana' } }));
    for (const part of [made.server, made.worker])
      expect(part).toMatchObject({ replicas: 2, pdb: { enabled: true, maxUnavailable: 1 }, metrics: { enabled: true } });
    expect(values(clusterWith({})).server).not.toHaveProperty('pdb');
    expect(values(clusterWith({})).server).not.toHaveProperty('metrics');
  });

  it('takes values of its owner over ours', () => {
    const made = values(
      clusterWith({ idp: { values: { server: { replicas: 4 }, global: { env: append({ name: 'AUTHENTIK_LOG_LEVEL', value: 'debug' }) } } } }),
    );
    expect(made.server['replicas']).toBe(4);
    expect(env(made.global.env)).toMatchObject({ AUTHENTIK_LOG_LEVEL: 'debug', AUTHENTIK_POSTGRESQL__PORT: '5432' });
  });

  it('asks for no Redis in any version', () => {
    for (const authentik of ['2025.10.0', '2025.12.4', '2026.2.1', '2026.5.3', '2026.8.3'])
      expect(JSON.stringify(clusterWith({ versions: { ...clusterInput.versions, authentik } }).placed).toLowerCase()).not.toContain('redis');
  });
});
