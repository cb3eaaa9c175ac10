import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clusterWith } from '../support/sample.ts';
import { Postgres, postgresPrograms } from './postgres.ts';

const programs = postgresPrograms();
const cluster = clusterWith({ idp: { backup: { to: { kind: 'volume' }, keepDays: 7 } } });

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}
type Job = { readonly spec: { readonly template: { readonly spec: { readonly containers: readonly [Container] } } } };
const dump = (cluster.placed.find(({ object }) => object.metadata.name === 'authentik-backup-first')!.object as unknown as Job).spec.template.spec
  .containers[0];
const restore = (parse(cluster.manual.find(({ path }) => path === 'backup/restore.yaml')!.text) as Job).spec.template.spec.containers[0];

/** What authentik's database has that a dump may stumble over: a second schema, a view that is kept, a trigger, keys between tables. */
const schema = `
CREATE SCHEMA template;
CREATE TABLE template.seed (id int PRIMARY KEY);
CREATE TABLE provider (id int PRIMARY KEY, secret text NOT NULL);
CREATE TABLE application (slug text PRIMARY KEY, provider int REFERENCES provider, icon bytea);
CREATE MATERIALIZED VIEW slugs AS SELECT slug FROM application;
CREATE FUNCTION refresh() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN REFRESH MATERIALIZED VIEW slugs; RETURN NULL; END $$;
CREATE TRIGGER slugs AFTER INSERT ON application EXECUTE FUNCTION refresh();
INSERT INTO provider SELECT n, 'secret ' || n FROM generate_series(1, 500) n;
INSERT INTO application SELECT 'app-' || n, n, decode(repeat('00ff', 500), 'hex') FROM generate_series(1, 500) n;`;
const state =
  "SELECT (SELECT md5(string_agg(id || secret, ',' ORDER BY id)) FROM provider) || (SELECT md5(string_agg(slug || provider || icon::text, ',' ORDER BY slug)) FROM application) || (SELECT count(*) FROM slugs)";

describe.skipIf(programs === undefined)('the commands of the CronJob and of the restore, on a real PostgreSQL', () => {
  let server: Postgres;
  let folder: string;
  let before: string;

  /** Runs a container's command with its variables, on this server and in a folder of this machine instead of the volume. */
  function run({ command, env }: Container, more: Readonly<Record<string, string>> = {}, database = 'authentik') {
    const own = Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
    const [shell, flag, script] = command;
    return server.run([shell!, flag!, script!.replaceAll('/backup', folder)], {
      ...own,
      PGHOST: '127.0.0.1',
      PGPORT: String(server.port),
      PGDATABASE: database,
      PGPASSWORD: server.password,
      ...more,
    });
  }
  const dumps = () => readdirSync(folder).sort();

  beforeAll(async () => {
    server = new Postgres(programs!);
    folder = server.data('backup');
    await server.start();
    server.sql('postgres', 'CREATE DATABASE authentik');
    server.sql('authentik', schema);
    before = server.sql('authentik', state);
  }, 60_000);
  afterAll(() => server?.stop());

  it('dump everything, readable for the pod alone, and say nothing of the password', () => {
    const { status, output } = run(dump);
    expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/authentik-\d{8}T\d{6}Z\.dump: +\d+ bytes\n$/) as string });
    expect(output).not.toContain(server.password);
    expect(dumps()).toHaveLength(1);
  });

  it('delete what is older than the days to keep, after a new one is there, and nothing in a night that fails', () => {
    const old = (name: string, days: number) => {
      const path = join(folder, name);
      writeFileSync(path, 'x');
      chmodSync(path, 0o666);
      if (process.getuid?.() === 0) chownSync(path, 65_534, 65_534);
      const time = Date.now() / 1000 - days * 86_400 - 60;
      utimesSync(path, time, time);
    };
    old('authentik-old.dump', 7);
    old('authentik-young.dump', 6);
    old('notes.txt', 99);
    const wrong = run(dump, { PGPASSWORD: 'wrong' });
    expect(wrong.status).not.toBe(0);
    expect(wrong.output).toMatch(/password authentication failed/);
    expect(wrong.output).not.toContain('wrong');
    expect(dumps()).toEqual(expect.arrayContaining(['authentik-old.dump', 'authentik-young.dump', 'notes.txt']));
    expect(dumps().filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(run(dump).status).toBe(0);
    expect(existsSync(join(folder, 'authentik-old.dump'))).toBe(false);
    expect(dumps()).toEqual(expect.arrayContaining(['authentik-young.dump', 'notes.txt']));
  });

  it('restore it into an empty database, over a newer one, and a second time', () => {
    const FILE = dumps()
      .filter((name) => /\dZ\.dump$/.test(name))
      .at(-1)!;
    // The user of the stock image is its superuser; elsewhere it is the owner of the database alone.
    server.sql('postgres', `CREATE ROLE owner LOGIN PASSWORD '${server.password}'`);
    server.sql('postgres', 'CREATE DATABASE empty OWNER owner');
    for (const database of ['empty', 'empty', 'authentik', 'authentik']) {
      if (database === 'authentik') server.sql(database, "UPDATE provider SET secret = 'later'; CREATE TABLE newer (id int); DROP TABLE application CASCADE");
      const { status, output } = run(restore, { FILE, ...(database === 'empty' ? { PGUSER: 'owner' } : {}) }, database);
      expect({ status, output }).toEqual({ status: 0, output: `${FILE} is restored\n` });
      expect(server.sql(database, state)).toBe(before);
      expect(server.sql(database, "SELECT to_regclass('newer') IS NULL AND to_regclass('template.seed') IS NOT NULL")).toBe('t');
    }
    server.sql('authentik', 'INSERT INTO provider VALUES (1000, $$new$$); INSERT INTO application VALUES ($$new$$, 1000, NULL)');
    expect(server.sql('authentik', "SELECT count(*) FROM slugs WHERE slug = 'new'")).toBe('1');
    // What is restored can be dumped again.
    expect(run(dump).status).toBe(0);
  });

  it('drop nothing for a file that is broken or not there', () => {
    const state = server.sql('authentik', 'SELECT count(*) FROM provider');
    const name = dumps().find((one) => /\dZ\.dump$/.test(one))!;
    const broken = join(folder, 'authentik-broken.dump');
    writeFileSync(broken, readFileSync(join(folder, name)));
    chmodSync(broken, 0o644);
    truncateSync(broken, readFileSync(broken).length - 2000);
    for (const FILE of ['authentik-broken.dump', 'authentik-missing.dump']) expect(run(restore, { FILE }).status).not.toBe(0);
    expect(server.sql('authentik', 'SELECT count(*) FROM provider')).toBe(state);
  });
});
