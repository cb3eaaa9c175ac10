import { describe, expect, it } from 'vitest';
import { groups } from '../../../lib/contract/access.ts';
import { supported } from '../../../lib/contract/versions.ts';
import { forwardAuthApp } from '../../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { grafana } from '../../../lib/integrations/grafana/grafana.ts';
import { clusterWith, grafanaOptions } from '../../support/sample.ts';
import { ImporterModel } from './importer-model.ts';
import { jobsOf, secretsOf } from './job-texts.ts';
import { mayEnter } from './model-access.ts';
import { freshDatabase } from './packaged.ts';

const newest = supported.authentik.at(-1)!;
type Change = Readonly<Record<string, unknown>>;
const start = (name: string) => forwardAuthApp({ name: 'start', access: groups(name), networkPolicy: false });
const source = (admins: string, more: Change = {}, version: string = newest) =>
  clusterWith({
    versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' },
    apps: [grafana({ ...grafanaOptions, roles: { Admin: [admins] } }), start(admins)],
    ...more,
  });
const old = (version?: string) => source('admins', {}, version);
const renamed = { groups: { admins: 'operators' }, slugs: { grafana: 'metrics', start: 'home' }, clientIds: { grafana: 'metrics-app' } };
const now = (more: Change = {}, version?: string) => source('operators', { renamed, ...more }, version);

const group = 'authentik_core.group';
const application = 'authentik_core.application';
const provider = 'authentik_providers_oauth2.oauth2provider';

/** authentik after some Jobs of a source, each until it succeeds or has failed too often. */
function run(importer: ImporterModel, cluster: ReturnType<typeof source>, only: readonly string[] = ['groups', 'grafana', 'start', 'outpost']): string {
  const jobs = jobsOf(cluster);
  for (const [path, text] of secretsOf(jobs)) importer.files.set(path, text);
  let output = '';
  for (const { name, texts } of jobs.filter((job) => only.includes(job.name)).sort((a, b) => only.indexOf(a.name) - only.indexOf(b.name))) {
    let result = { code: 1, output: '' };
    for (let tries = 0; tries < 5 && result.code !== 0; tries++) result = importer.run(texts, { PINOUT_RUN: `${name}-${tries}` });
    if (result.code !== 0) output += result.output;
  }
  return output;
}

const fresh = (version: string = newest) => new ImporterModel(version, freshDatabase());
const dump = ({ database }: ImporterModel) =>
  JSON.stringify([group, application, provider, 'authentik_policies.policybinding', 'authentik_outposts.outpost'].map((model) => database.all(model)));
const names = ({ database }: ImporterModel, model: string, field: string) => database.all(model).map((row) => row[field]);
const putIn = ({ database }: ImporterModel, name: string, username: string) => {
  const user = database.insert('authentik_core.user', { username, name: username });
  const found = database.first(group, { name }) ?? database.insert(group, { name, users: [], parents: [], is_superuser: false });
  database.update(group, found.pk, { users: [...((found['users'] as readonly unknown[] | undefined) ?? []), user.pk] });
};

describe('names that are others now', () => {
  it.each(supported.authentik)(
    'are those of a fresh authentik %s, and of one that has the old ones: keys and members stay, and a second time changes nothing',
    (version) => {
      const anew = fresh(version);
      expect(run(anew, now({}, version))).toBe('');
      expect([names(anew, group, 'name'), names(anew, application, 'slug').sort()]).toEqual([['operators'], ['home', 'metrics']]);
      const importer = fresh(version);
      expect(run(importer, old(version))).toBe('');
      putIn(importer, 'admins', 'anna');
      const { database } = importer;
      const keys = [
        database.first(group, { name: 'admins' }),
        database.first(application, { slug: 'grafana' }),
        database.first(provider, { name: 'grafana' }),
      ].map((row) => row!.pk);
      expect(run(importer, now({}, version))).toBe('');
      const { database: after } = importer;
      expect(
        [
          after.first(group, { name: 'operators' }),
          after.first(application, { slug: 'metrics' }),
          after.first(provider, { name: 'grafana', client_id: 'metrics-app' }),
        ].map((row) => row?.pk),
      ).toEqual(keys);
      expect(names(importer, application, 'slug').sort()).toEqual(['home', 'metrics']);
      for (const slug of ['metrics', 'home']) expect(mayEnter(after, slug, 'anna')).toBe(true);
      const once = dump(importer);
      expect(run(importer, now({}, version))).toBe('');
      expect(dump(importer)).toBe(once);
    },
  );

  it('come to the same wherever an earlier apply stopped', () => {
    for (const first of [['groups'], ['groups', 'grafana'], ['groups', 'start', 'grafana']]) {
      const importer = fresh();
      run(importer, old());
      putIn(importer, 'admins', 'anna');
      run(importer, now(), first);
      expect(run(importer, now())).toBe('');
      expect(names(importer, application, 'slug').sort()).toEqual(['home', 'metrics']);
      expect(mayEnter(importer.database, 'metrics', 'anna')).toBe(true);
    }
  });

  it('keep the members also when the new name was applied before anybody said that it is a new name', () => {
    const importer = fresh();
    run(importer, old());
    putIn(importer, 'admins', 'anna');
    run(importer, source('operators'));
    expect(mayEnter(importer.database, 'grafana', 'anna')).toBe(false);
    expect(run(importer, now())).toBe('');
    expect(names(importer, group, 'name')).toEqual(['operators']);
    expect(mayEnter(importer.database, 'metrics', 'anna')).toBe(true);
  });

  it('are refused where two groups have members, or two applications are there: the log says what to do', () => {
    const both = fresh();
    run(both, old());
    putIn(both, 'admins', 'anna');
    putIn(both, 'operators', 'zoe');
    expect(run(both, now(), ['groups'])).toContain('authentik has both groups admins and operators, and both have members');
    expect(names(both, group, 'name').sort()).toEqual(['admins', 'operators']);
    const twins = fresh();
    run(twins, old());
    twins.database.insert(application, { slug: 'metrics', name: 'Metrics', provider: null, policy_engine_mode: 'any' });
    expect(run(twins, now(), ['grafana'])).toContain('authentik has both applications grafana and metrics');
  });

  it('leave alone what is no part of it: an empty group of the old name, and a stranger under the old slug', () => {
    const importer = fresh();
    run(importer, now());
    putIn(importer, 'operators', 'anna');
    importer.database.insert(group, { name: 'admins', users: [], parents: [], is_superuser: false });
    importer.database.insert(application, { slug: 'grafana', name: 'Stranger', provider: null, policy_engine_mode: 'any' });
    expect(run(importer, now())).toBe('');
    expect(names(importer, group, 'name').sort()).toEqual(['admins', 'operators']);
    expect(names(importer, application, 'slug').sort()).toEqual(['grafana', 'home', 'metrics']);
    expect(mayEnter(importer.database, 'metrics', 'anna')).toBe(true);
  });

  it('never delete a group where authentik was there before', () => {
    const theirs = { idp: { existing: { namespace: 'sso', secrets: ['authentik'], outpost: [] } } };
    const importer = fresh();
    run(importer, source('admins', theirs), ['groups']);
    putIn(importer, 'admins', 'anna');
    importer.database.insert(group, { name: 'operators', users: [], parents: [], is_superuser: false });
    expect(run(importer, now(theirs), ['groups'])).toContain('Move them to operators and delete admins');
    expect(names(importer, group, 'name').sort()).toEqual(['admins', 'operators']);
  });

  it('stand at both ends: issuer, client id and access', () => {
    const text = JSON.stringify(now().placed.filter(({ folder }) => folder === 'apps/grafana'));
    expect(text).toContain('https://auth.home.example.org/application/o/metrics/');
    expect(text).toContain('"client_id":"metrics-app"');
    expect(text).toContain('operators');
    expect(text).not.toMatch(/application\/o\/grafana\/|"client_id":"grafana"|admins/);
    // Names of objects and of the Secret stay: nothing is installed anew.
    expect(
      now()
        .placed.filter(({ object }) => object.kind === 'HelmRelease')
        .map(({ object }) => object.metadata.name),
    ).toEqual(
      old()
        .placed.filter(({ object }) => object.kind === 'HelmRelease')
        .map(({ object }) => object.metadata.name),
    );
  });
});
