import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Cluster } from '../../../lib/cluster/cluster.ts';
import { grave, judged } from '../../support/judge.ts';
import { clusterWith } from '../../support/sample.ts';

const bucket = { kind: 's3', endpoint: 'https://s3.example.org', bucket: 'backups', credentials: 'authentik-s3' };
const made = (to: object = { kind: 'volume' }, idp: object = {}) => clusterWith({ idp: { backup: { to }, ...idp } });
interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
}
interface Pod {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
}
const objects = ({ placed }: Cluster) => placed.filter(({ folder }) => folder === 'platform/backup').map(({ object }) => object);
const podOf = (of: Cluster) => (objects(of).find(({ kind }) => kind === 'Job')!['spec'] as { template: { spec: Pod } }).template.spec;
const all = (pod: Pod) => [...(pod.initContainers ?? []), ...pod.containers];

describe('backups of the database of authentik', () => {
  it('are not made unless asked for', () => {
    expect(objects(clusterWith({}))).toEqual([]);
  });

  it('go to a volume that stays, each night and once at the beginning', () => {
    const cluster = made();
    expect(objects(cluster).map(({ kind }) => kind)).toEqual(['PersistentVolumeClaim', 'CronJob', 'Job']);
    expect(objects(cluster)[0]!.metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    const layer = cluster.placed.find(({ object }) => object.metadata.name === 'pinout-platform-backup')!.object;
    expect((layer['spec'] as { dependsOn: unknown }).dependsOn).toEqual([{ name: 'pinout-authentik' }]);
    // Nothing waits for it.
    expect(JSON.stringify(cluster.placed.filter(({ object }) => object !== layer && object.kind === 'Kustomization'))).not.toContain('pinout-platform-backup');
  });

  it.each([
    ['the one of the chart', {}, 'authentik-postgresql', 'authentik-postgresql'],
    ['CloudNativePG', { database: { kind: 'cloudnative-pg' } }, 'authentik-db-rw', 'authentik-db-app'],
    [
      'one elsewhere',
      {
        database: {
          kind: 'external',
          host: 'db.example.org',
          port: 5433,
          name: 'sso',
          user: 'sso',
          password: { name: 'sso-db', key: 'pw' },
          sslMode: 'require',
        },
      },
      'db.example.org',
      'sso-db',
    ],
  ])('are of the database that authentik has: %s', (_, idp, host, secret) => {
    const [{ env }] = podOf(made({ kind: 'volume' }, idp)).containers as [Container];
    expect(env.find(({ name }) => name === 'PGHOST')).toEqual({ name: 'PGHOST', value: host });
    expect(env.find(({ name }) => name === 'PGPASSWORD')).toEqual({
      name: 'PGPASSWORD',
      valueFrom: { secretKeyRef: expect.objectContaining({ name: secret }) as object },
    });
    expect(env.filter(({ name }) => name.includes('SECRET_KEY'))).toEqual([]);
  });

  it('go to a bucket from a pod that keeps nothing: dump first, upload after, and the other way round to restore', () => {
    const cluster = made(bucket);
    expect(objects(cluster).map(({ kind }) => kind)).toEqual(['CronJob', 'Job']);
    expect(all(podOf(cluster)).map(({ name }) => name)).toEqual(['dump', 'upload']);
    const restore = (parse(cluster.manual.find(({ path }) => path === 'backup/restore.yaml')!.text) as { spec: { template: { spec: Pod } } }).spec.template
      .spec;
    expect(all(restore).map(({ name }) => name)).toEqual(['download', 'restore']);
    expect(cluster.readme).toContain('authentik-s3');
  });

  it.each([made(), made(bucket)])('name no secret in arguments or plain variables, and only images with a version', (cluster) => {
    for (const { command, env, image } of all(podOf(cluster))) {
      expect(command.join(' ')).not.toMatch(/PGPASSWORD|ACCESS_KEY|postgres:\/\//);
      for (const { name, value } of env) if (/PASSWORD|KEY_ID|ACCESS_KEY/.test(name)) expect(value).toBeUndefined();
      expect(image).toMatch(/:\d+\.\d+/);
    }
  });

  it.each([made(), made(bucket)])('meet their schemas and every rule', (cluster) => {
    expect(grave(judged(cluster))).toEqual([]);
  });
});
