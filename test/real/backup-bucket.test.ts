import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clusterWith } from '../support/sample.ts';
import { Bucket } from './bucket.ts';
import { Postgres, postgresPrograms } from './postgres.ts';
import { has } from './tool.ts';

const cluster = clusterWith({
  idp: {
    backup: {
      to: { kind: 's3', endpoint: 'https://s3.example.org', bucket: 'backups', path: 'home', credentials: 'authentik-backup' },
      keepDays: 7,
    },
  },
});

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef: { readonly key: string } } }[];
}
interface Job {
  readonly spec: { readonly template: { readonly spec: { readonly initContainers: readonly Container[]; readonly containers: readonly Container[] } } };
}
const containersOf = ({ spec }: Job) => [...spec.template.spec.initContainers, ...spec.template.spec.containers];
const first = containersOf(cluster.placed.find(({ object }) => object.metadata.name === 'authentik-backup-first')!.object as unknown as Job);
const back = containersOf(parse(cluster.manual.find(({ path }) => path === 'backup/restore.yaml')!.text) as Job);
const programs = postgresPrograms();
const hasRclone = has('rclone', ['version'], 'apt-get install rclone');

describe.skipIf(!hasRclone)('backups in a bucket', () => {
  const keys = { 'access-key-id': 'AKIDEXAMPLE', 'secret-access-key': 'wJalr/XUtn+FEMI=K7' };
  let bucket: Bucket;
  let endpoint: string;
  let folder: string;

  /** Runs a container as its pod would: its command, its variables, the Secret's keys, a folder of this machine as volume. */
  function run({ command, env }: Container, more: Readonly<Record<string, string>> = {}): Promise<{ code: number; output: string }> {
    const own = env.map(({ name, value, valueFrom }): [string, string] => [name, value ?? keys[valueFrom?.secretKeyRef.key as keyof typeof keys] ?? '']);
    const [shell, flag, script] = command;
    const variables: NodeJS.ProcessEnv = {
      PATH: process.env['PATH'],
      HOME: folder,
      ...Object.fromEntries(own),
      RCLONE_CONFIG_TARGET_ENDPOINT: endpoint,
      ...more,
    };
    return new Promise((resolve) => {
      execFile(shell!, [flag!, script!.replaceAll('/backup', folder)], { env: variables, timeout: 60_000 }, (error, out, err) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, output: out + err }),
      );
    });
  }
  const dump = (name: string, daysAgo: number, text = name) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    const time = Date.now() / 1000 - daysAgo * 86_400 - 60;
    utimesSync(path, time, time);
  };

  beforeEach(async () => {
    bucket = new Bucket(keys['access-key-id'], keys['secret-access-key']);
    endpoint = await bucket.start();
    folder = mkdtempSync(join(tmpdir(), 'pinout-bucket-'));
    return () => {
      bucket.stop();
      rmSync(folder, { recursive: true, force: true });
    };
  });

  it('are made after the dump, and fetched before it is put back', () => {
    expect(first.map(({ name }) => name)).toEqual(['dump', 'upload']);
    expect(back.map(({ name }) => name)).toEqual(['download', 'restore']);
  });

  it('are put there, and old ones of ours go, when the new one is there', async () => {
    bucket.objects.set('home/notes.txt', { body: Buffer.from('x'), meta: [['x-amz-meta-mtime', '1000000000']], at: new Date(0) });
    bucket.objects.set('other/authentik-1.dump', { body: Buffer.from('x'), meta: [['x-amz-meta-mtime', '1000000000']], at: new Date(0) });
    dump('authentik-old.dump', 8);
    expect((await run(first[1]!)).code).toBe(0);
    rmSync(join(folder, 'authentik-old.dump'));
    dump('authentik-young.dump', 6);
    dump('authentik-new.dump', 0);
    const { code, output } = await run(first[1]!);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/authentik-new\.dump/) as string });
    expect([...bucket.objects.keys()].sort()).toEqual(['home/authentik-new.dump', 'home/authentik-young.dump', 'home/notes.txt', 'other/authentik-1.dump']);
    // What is put comes first: a night in which that fails deletes nothing.
    expect(bucket.asked.indexOf('DELETE /backups/home/authentik-old.dump')).toBeGreaterThan(bucket.asked.indexOf('PUT /backups/home/authentik-old.dump'));
    expect((await run(first[1]!)).code).toBe(0);
    expect(bucket.objects.size).toBe(4);
  });

  it('lose nothing by wrong keys, a bucket that is not there, or a server that is not, and tell no secret', async () => {
    dump('authentik-old.dump', 8);
    bucket.objects.set('home/authentik-old.dump', { body: Buffer.from('x'), meta: [['x-amz-meta-mtime', '1000000000']], at: new Date(0) });
    const few = { RCLONE_LOW_LEVEL_RETRIES: '1', RCLONE_RETRIES: '1', RCLONE_CONTIMEOUT: '2s' };
    for (const wrong of [
      { RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY: 'not-the-one' },
      { TARGET: 'elsewhere/home' },
      { RCLONE_CONFIG_TARGET_ENDPOINT: 'http://127.0.0.1:9' },
    ]) {
      const { code, output } = await run(first[1]!, { ...few, ...wrong });
      expect([Object.keys(wrong), code]).not.toEqual([Object.keys(wrong), 0]);
      for (const secret of [keys['secret-access-key'], 'not-the-one']) expect(output).not.toContain(secret);
      expect(bucket.objects.get('home/authentik-old.dump')?.body.toString()).toBe('x');
    }
  });

  it('come back byte for byte, and a name that is not there is said with those that are', async () => {
    const bytes = 'PGDMP\u0001'.repeat(20_000);
    dump('authentik-20261126T031700Z.dump', 0, bytes);
    await run(first[1]!);
    rmSync(join(folder, 'authentik-20261126T031700Z.dump'));
    expect((await run(back[0]!, { FILE: 'authentik-20261126T031700Z.dump' })).code).toBe(0);
    expect(readFileSync(join(folder, 'authentik-20261126T031700Z.dump'), 'utf8')).toBe(bytes);
    const missing = await run(back[0]!, { FILE: 'authentik-20200101T000000Z.dump' });
    expect(missing.code).not.toBe(0);
    expect(missing.output).toContain('authentik-20261126T031700Z.dump');
  });

  describe.skipIf(programs === undefined)('of a real PostgreSQL', () => {
    let server: Postgres;
    beforeAll(async () => {
      server = new Postgres(programs!);
      await server.start();
      server.sql('postgres', 'CREATE DATABASE authentik');
      server.sql('authentik', "CREATE TABLE person (name text); INSERT INTO person SELECT 'p' || n FROM generate_series(1, 1000) n");
    }, 60_000);
    afterAll(() => server?.stop());

    it('survive the loss of the database: dump, upload, a new database, download, restore', async () => {
      const work = server.data('work');
      const psql = ({ command, env }: Container, more: Readonly<Record<string, string>>, database: string) => {
        const own = Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
        const [shell, flag, script] = command;
        const to = { PGHOST: '127.0.0.1', PGPORT: String(server.port), PGDATABASE: database, PGPASSWORD: server.password };
        return server.run([shell!, flag!, script!.replaceAll('/backup', work)], { ...own, ...to, ...more });
      };
      expect(psql(first[0]!, {}, 'authentik').status).toBe(0);
      const [FILE] = readdirSync(work) as [string];
      writeFileSync(join(folder, FILE), readFileSync(join(work, FILE)));
      expect((await run(first[1]!)).code).toBe(0);
      for (const place of [work, folder]) rmSync(join(place, FILE));
      server.sql('postgres', 'DROP DATABASE authentik');
      server.sql('postgres', 'CREATE DATABASE authentik');
      expect((await run(back[0]!, { FILE })).code).toBe(0);
      writeFileSync(join(work, FILE), readFileSync(join(folder, FILE)));
      chmodSync(join(work, FILE), 0o644);
      expect(psql(back[1]!, { FILE }, 'authentik')).toMatchObject({ status: 0, output: `${FILE} is restored\n` });
      expect(server.sql('authentik', 'SELECT count(*) FROM person')).toBe('1000');
    });
  });
});
