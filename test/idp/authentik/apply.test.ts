import { describe, expect, it } from 'vitest';
import { everyone } from '../../../lib/contract/access.ts';
import { supported } from '../../../lib/contract/versions.ts';
import { clusterWith, grafanaWith } from '../../support/sample.ts';
import { ImporterModel } from './importer-model.ts';
import { jobsOf, secretsOf } from './job-texts.ts';
import { mayEnter } from './model-access.ts';
import type { ModelDatabase, Row } from './model-database.ts';
import { freshDatabase, packaged } from './packaged.ts';

const newest = supported.authentik.at(-1)!;
const jobs = (change: Readonly<Record<string, unknown>> = {}, version: string = newest, cluster: Readonly<Record<string, unknown>> = {}) =>
  jobsOf(grafanaWith(change, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' }, ...cluster }));
const textsOf = (name: string, ...args: Parameters<typeof jobs>) => jobs(...args).find((job) => job.name === name)!.texts;
const [main = ''] = textsOf('grafana');
const secrets = secretsOf(jobs());
const models = [
  'authentik_core.group',
  'authentik_core.application',
  'authentik_providers_oauth2.oauth2provider',
  'authentik_providers_oauth2.scopemapping',
  'authentik_policies.policybinding',
  'authentik_policies_expression.expressionpolicy',
];
const dump = (importer: ImporterModel) => JSON.stringify(models.map((model) => importer.database.all(model)));
const rows = (importer: ImporterModel, model: string) => [...importer.database.all(model)];

/** Runs the Job until it succeeds, as Kubernetes does. */
function runs(importer: ImporterModel, texts: readonly string[]): number {
  for (let tries = 1; tries < 60; tries++) if (importer.run(texts, { PINOUT_RUN: `pod-${tries}` }).code === 0) return tries;
  throw new Error('the Job never succeeds');
}

/** A database in which a person is in each of these groups. */
function people(...groups: readonly string[]): ModelDatabase {
  const database = freshDatabase();
  for (const name of groups) {
    const user = database.insert('authentik_core.user', { username: `in ${name}`, name });
    database.insert('authentik_core.group', { name, users: [user.pk], parents: [], is_superuser: false });
  }
  return database;
}

describe('the blueprint of an app', () => {
  it.each(supported.authentik)('applies to a fresh authentik %s, drops no field, and changes nothing the second time', (version) => {
    const importer = new ImporterModel(version, freshDatabase(), secrets);
    const [text = ''] = textsOf('grafana', {}, version);
    expect(importer.apply(text)).toEqual({ ok: true, ignored: [] });
    const once = dump(importer);
    expect(importer.apply(text)).toEqual({ ok: true, ignored: [] });
    expect(dump(importer)).toBe(once);
    expect(rows(importer, 'authentik_policies.policybinding')).toHaveLength(1);
    expect(rows(importer, 'authentik_providers_oauth2.oauth2provider')[0]).toMatchObject({ client_secret: 'S3CRET of grafana-oidc-1' });
    expect(rows(importer, 'authentik_core.group')).toEqual([]);
  });

  it('resets what decides a login and was changed by hand', () => {
    const importer = new ImporterModel(newest, freshDatabase(), secrets);
    importer.apply(main);
    const once = dump(importer);
    const database = importer.database;
    const change = (model: string, fields: Readonly<Record<string, unknown>>) => database.update(model, database.all(model)[0]!.pk, fields);
    const key = database.all('authentik_crypto.certificatekeypair')[0]!.pk;
    const flow = database.all('authentik_flows.flow')[1]!.pk;
    const other = database.insert('authentik_providers_oauth2.oauth2provider', { name: 'other', client_id: 'other' }).pk;
    change('authentik_providers_oauth2.oauth2provider', {
      encryption_key: key,
      authentication_flow: flow,
      access_code_validity: 'hours=9',
      access_token_validity: 'hours=9',
      refresh_token_validity: 'hours=9',
      refresh_token_threshold: 'hours=9',
      logout_uri: 'https://elsewhere.example.org/',
      logout_method: 'frontchannel',
      jwt_federation_providers: [other],
      client_secret: 'another',
    });
    change('authentik_policies.policybinding', { enabled: false, negate: true, failure_result: true, timeout: 1 });
    change('authentik_core.application', { policy_engine_mode: 'any' });
    change('authentik_policies_expression.expressionpolicy', { execution_logging: true });
    database.remove('authentik_providers_oauth2.oauth2provider', other);
    expect(importer.apply(main)).toMatchObject({ ok: true });
    expect(dump(importer)).toBe(once);
  });

  it('fails as a whole while its secret is not there or empty, also when the provider exists', () => {
    const importer = new ImporterModel(newest);
    const broken = (content: string | undefined) => {
      importer.files.clear();
      if (content !== undefined) for (const path of secrets.keys()) importer.files.set(path, content);
      expect(importer.apply(main)).toMatchObject({
        ok: false,
        error: expect.stringContaining('The client secret of grafana is empty or cannot be read') as string,
      });
    };
    for (const content of [undefined, '', ' \n']) broken(content);
    expect(rows(importer, 'authentik_core.application')).toEqual([]);
    for (const [path, text] of secrets) importer.files.set(path, text);
    expect(importer.apply(main)).toMatchObject({ ok: true });
    for (const content of [undefined, '', ' \n']) broken(content);
    expect(rows(importer, 'authentik_providers_oauth2.oauth2provider')[0]).toMatchObject({ client_secret: 'S3CRET of grafana-oidc-1' });
  });
});

describe('what a Job prints', () => {
  const wanted = new Map(packaged.map(({ title, fields }) => [title, String(fields['slug'] ?? fields['managed'] ?? fields['name'])]));
  const needed = [...wanted.keys()].filter((title) => !/explicit|default-authentication|profile|entitlements|ak_proxy|outpost/.test(title));
  it.each(needed)('names %s while it is missing, without any secret, and the next try succeeds once it is there', (title) => {
    const importer = new ImporterModel(newest, freshDatabase(title), secrets);
    const { code, output } = importer.run(textsOf('grafana'));
    expect(code).toBe(1);
    expect(output).toContain(wanted.get(title));
    expect(output).not.toContain('S3CRET');
    expect([rows(importer, 'authentik_core.application'), rows(importer, 'authentik_providers_oauth2.oauth2provider')]).toEqual([[], []]);
    importer.database = freshDatabase();
    expect(importer.run(textsOf('grafana'), { PINOUT_RUN: 'pod' })).toMatchObject({ code: 0 });
  });

  it.each([
    ['a client id that another provider has', 'authentik_providers_oauth2.oauth2provider', { name: 'by hand', client_id: 'grafana' }, 'client_id'],
    ['a provider that another application has', 'authentik_core.application', { slug: 'old', name: 'Old' }, 'provider'],
  ])('says what is wrong: %s', (_, model, fields, reason) => {
    const importer = new ImporterModel(newest, freshDatabase(), secrets);
    if (reason === 'provider') importer.apply(main);
    const application = importer.database.first('authentik_core.application', { slug: 'grafana' });
    if (application !== undefined) importer.database.update('authentik_core.application', application.pk, fields);
    else importer.database.insert(model, fields);
    const { code, output } = importer.run(textsOf('grafana'));
    expect({ code, reason: output.includes(`Serializer errors ${reason}`), secret: output.includes('S3CRET') }).toEqual({
      code: 1,
      reason: true,
      secret: false,
    });
  });

  it('never has the secret, also when the one entry that holds it is refused', () => {
    const importer = new ImporterModel(newest, freshDatabase(), new Map([...secrets.keys()].map((path) => [path, 'S3CRET\0x'])));
    const { code, output } = importer.run(textsOf('grafana'));
    expect({ code, secret: output.includes('S3CRET') }).toEqual({ code: 1, secret: false });
  });

  it('names the user of people who does not exist, and the provider that the outpost waits for', () => {
    const importer = new ImporterModel(newest);
    expect(importer.run(textsOf('people', {}, newest, { people: { x: ['nobody'] } })).output).toContain('authentik has no user');
    expect(importer.run(textsOf('people', {}, newest, { people: { x: ['nobody'] } })).output).toContain('nobody');
  });
});

describe('who may enter after a Job', () => {
  const many = Array.from({ length: 12 }, (_, index) => `g${String(index).padStart(2, '0')}`);
  const admitted = (importer: ImporterModel) =>
    rows(importer, 'authentik_core.user')
      .map(({ username }) => String(username))
      .filter((name) => name.startsWith('in ') && mayEnter(importer.database, 'grafana', name));
  const bind = (database: ModelDatabase, fields: Readonly<Record<string, unknown>>): Row =>
    database.insert('authentik_policies.policybinding', { enabled: true, negate: false, group: null, user: null, policy: null, ...fields });

  it('is the groups of the source alone, when twelve become one', () => {
    const importer = new ImporterModel(newest, people(...many), secrets);
    runs(importer, textsOf('grafana', { roles: { Admin: many } }));
    expect(admitted(importer)).toHaveLength(12);
    expect(runs(importer, textsOf('grafana', { roles: { Admin: ['g00'] } }))).toBe(1);
    expect(admitted(importer)).toEqual(['in g00']);
  });

  it('is everyone, and then the groups again', () => {
    const importer = new ImporterModel(newest, people('a', 'b'), secrets);
    runs(importer, textsOf('grafana', { roles: undefined, access: everyone() }));
    expect(admitted(importer)).toHaveLength(2);
    runs(importer, textsOf('grafana', { roles: { Admin: ['b'] } }));
    expect(admitted(importer)).toEqual(['in b']);
  });

  it.each([3, 12, 40])('is the same after %i bindings to groups that an earlier pinout wrote', (count) => {
    const names = Array.from({ length: count }, (_, index) => `g${String(index).padStart(2, '0')}`);
    const importer = new ImporterModel(newest, people(...names), secrets);
    const { database } = importer;
    const application = database.insert('authentik_core.application', { slug: 'grafana', name: 'Grafana', policy_engine_mode: 'any', provider: null });
    names.forEach((name, order) => bind(database, { target: application.pk, order, group: database.first('authentik_core.group', { name })!.pk }));
    expect(admitted(importer)).toHaveLength(count);
    const texts = textsOf('grafana', { roles: { Admin: ['g00'] } });
    // Whatever was applied so far, nobody else enters.
    while (importer.run(texts, { PINOUT_RUN: 'pod' }).code !== 0) expect(admitted(importer).filter((name) => name !== 'in g00')).toEqual([]);
    expect(admitted(importer)).toEqual(['in g00']);
    expect(rows(importer, 'authentik_policies.policybinding')).toHaveLength(1);
  });

  it('is the same after bindings of every kind were made by hand, at any order', () => {
    const importer = new ImporterModel(newest, people('grafana-admins', 'x'), secrets);
    const texts = textsOf('grafana');
    // Keys of policies are compared, so there is one before ours and one after.
    const policies = ['before', 'after'].map(
      (name) => () => importer.database.insert('authentik_policies_expression.expressionpolicy', { name, expression: 'return True' }).pk,
    );
    const before = policies[0]!();
    runs(importer, texts);
    const after = policies[1]!();
    const { database } = importer;
    const target = database.first('authentik_core.application', { slug: 'grafana' })!.pk;
    const own = database.first('authentik_policies_expression.expressionpolicy', { name: 'pinout-grafana-access' })!.pk;
    const x = database.first('authentik_core.group', { name: 'x' })!.pk;
    const jan = database.first('authentik_core.user', { username: 'in x' })!.pk;
    for (const order of [-5, 0, 100]) {
      bind(database, { target, order, group: x });
      bind(database, { target, order, user: jan });
      bind(database, { target, order, policy: before });
      bind(database, { target, order, policy: after });
    }
    bind(database, { target, order: 7, policy: own, negate: true });
    database.update('authentik_policies.policybinding', database.first('authentik_policies.policybinding', { policy: own, order: 0 })!.pk, { negate: true });
    expect(runs(importer, texts)).toBeGreaterThan(1);
    expect(admitted(importer)).toEqual(['in grafana-admins']);
    expect(rows(importer, 'authentik_policies.policybinding')).toHaveLength(1);
  });

  it('counts members of child groups in, as the claim of groups does', () => {
    const database = people('grafana-admins', 'x');
    const importer = new ImporterModel(newest, database, secrets);
    const parent = database.first('authentik_core.group', { name: 'grafana-admins' })!.pk;
    database.update('authentik_core.group', database.first('authentik_core.group', { name: 'x' })!.pk, { parents: [parent] });
    runs(importer, textsOf('grafana'));
    expect(admitted(importer)).toEqual(['in grafana-admins', 'in x']);
    expect(rows(importer, 'authentik_providers_oauth2.scopemapping').find(({ scope_name: scope }) => scope === 'groups')?.['expression']).toContain(
      'all_groups()',
    );
  });

  it('is nobody else with the worker, which runs no proof', () => {
    const importer = new ImporterModel(newest, people('grafana-admins', 'x'), secrets);
    const { database } = importer;
    const application = database.insert('authentik_core.application', { slug: 'grafana', name: 'Grafana', policy_engine_mode: 'any', provider: null });
    const x = database.first('authentik_core.group', { name: 'x' })!.pk;
    for (let order = 0; order < 30; order++) bind(database, { target: application.pk, order, group: x });
    expect(admitted(importer)).toEqual(['in x']);
    importer.apply(main);
    expect(admitted(importer).filter((name) => name !== 'in grafana-admins')).toEqual([]);
  });
});

describe('the blueprint of groups', () => {
  const texts = (input: Readonly<Record<string, unknown>> = {}) => jobsOf(clusterWith(input)).find(({ name }) => name === 'groups')!.texts;

  it('leaves members alone and makes nobody an administrator, but for those of authentik', () => {
    const database = people('grafana-admins', 'authentik Admins');
    for (const { pk } of database.all('authentik_core.group')) database.update('authentik_core.group', pk, { is_superuser: true });
    const importer = new ImporterModel(newest, database);
    runs(importer, texts({ people: { 'authentik Admins': ['jan'] } }));
    expect(importer.database.first('authentik_core.group', { name: 'grafana-admins' })).toMatchObject({ is_superuser: false, users: [expect.anything()] });
    expect(importer.database.first('authentik_core.group', { name: 'authentik Admins' })).toMatchObject({ is_superuser: true });
  });
});
