import { describe, expect, it } from 'vitest';
import { supported } from '../../../lib/contract/versions.ts';
import { proofBlueprint, markEntry } from '../../../lib/idp/authentik/proof.ts';
import { blueprintText } from '../../../lib/idp/authentik/blueprint-text.ts';
import sample from '../../../apps/main.ts';
import { ImporterModel } from './importer-model.ts';
import { interleavings, together } from './interleave.ts';
import { jobsOf, type ModelJob, secretsOf } from './job-texts.ts';
import type { ModelDatabase } from './model-database.ts';
import { freshDatabase } from './packaged.ts';

const newest = supported.authentik.at(-1)!;
const group = (...names: readonly string[]) => names.map((name) => ({ model: 'authentik_core.group', identifiers: { name } }));

/** Two Jobs that both make the group `shared`, as all that used a group did once. */
function sharing(name: string, proven: boolean): ModelJob {
  const entries = [...group('shared', `only ${name}`), ...(proven ? [markEntry(name)] : [])];
  const text = blueprintText({ version: 1, metadata: { name }, entries });
  return { name, texts: proven ? [text, blueprintText(proofBlueprint(name))] : [text], after: [] };
}
const names = (database: ModelDatabase) => database.all('authentik_core.group').map(({ name }) => String(name));

describe('Jobs that write the same row', () => {
  const outcomes = (proven: boolean) =>
    [...interleavings(() => new ImporterModel(newest), sharing('one', proven), sharing('two', proven))].map(({ importer, ended }) => ({
      lost: ['one', 'two'].map((name, index) => ended[index]!.code === 0 && !names(importer.database).includes(`only ${name}`)),
      failed: ended.some(({ code }) => code !== 0),
    }));

  it('lose one of the two and end with success, as authentik has it', () => {
    const all = outcomes(false);
    expect(all.some(({ lost }) => lost.includes(true))).toBe(true);
    expect(all.every(({ failed }) => !failed)).toBe(true);
  });

  it('never end with success when nothing came of it, with a proof', () => {
    const all = outcomes(true);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ lost }) => lost.includes(true))).toEqual([]);
    expect(all.some(({ failed }) => failed)).toBe(true);
  });

  it('are tried again until everything is there', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const importer = new ImporterModel(newest);
      together(importer, [sharing('one', true), sharing('two', true)], dice(seed));
      expect(names(importer.database).sort()).toEqual(['only one', 'only two', 'shared']);
    }
  });
});

describe('the Jobs of the sample', () => {
  const jobs = jobsOf(sample);
  const fresh = () => new ImporterModel(newest, freshDatabase(), secretsOf(jobs));
  const before = (name: string): readonly string[] => jobs.find((job) => job.name === name)!.after.flatMap((one) => [one, ...before(one)]);

  /** Rows that a Job writes when everything that it waits for was applied, by what makes them one. */
  function writes(job: ModelJob): Set<string> {
    const importer = fresh();
    for (const name of new Set([...before(job.name)].reverse())) importer.run(jobs.find((one) => one.name === name)!.texts, { PINOUT_RUN: name });
    const start = importer.database;
    // A second run writes the same rows, but finds them there.
    expect(importer.run(job.texts, { PINOUT_RUN: job.name })).toEqual({ code: 0, output: '' });
    const changed = (one: ModelDatabase, two: ModelDatabase) =>
      Object.entries(one.dump()).flatMap(([model, rows]) => rows.filter((row) => two.byKey(model, row.pk) !== row).map((row) => [model, row] as const));
    const application = (pk: unknown) => String(importer.database.byKey('authentik_core.application', pk)?.['slug']);
    return new Set(
      [...changed(importer.database, start), ...changed(start, importer.database)].map(([model, row]) =>
        [model, row['name'] ?? '', row['slug'] ?? '', ...(row['target'] === undefined ? [] : [application(row['target']), row['order']])].join(' '),
      ),
    );
  }

  it('wait for the groups, all of them', () => {
    expect(jobs.length).toBeGreaterThan(10);
    for (const { name } of jobs) if (name !== 'groups') expect([name, before(name)]).toEqual([name, expect.arrayContaining(['groups'])]);
  });

  // With nothing in common, every order of two Jobs leaves the same: so it is enough to look at the rows, and the next test runs them all at once.
  it('share no row with one that can run at the same time', () => {
    const rows = new Map(jobs.map((job) => [job.name, writes(job)]));
    expect([...rows.values()].every(({ size }) => size > 0)).toBe(true);
    const shared = jobs.flatMap(({ name: one }, index) =>
      jobs
        .slice(index + 1)
        .filter(({ name: two }) => !before(one).includes(two) && !before(two).includes(one))
        .flatMap(({ name: two }) => [...rows.get(one)!].filter((row) => rows.get(two)!.has(row)).map((row) => `${one} and ${two}: ${row}`)),
    );
    expect(shared).toEqual([]);
  });

  it('leave the same, in whatever order chance lets them run together', () => {
    const said = (database: ModelDatabase) => {
      const text = JSON.stringify(Object.entries(database.dump()).map(([model, rows]) => [model, rows.map(nameless).sort()]));
      return text.replaceAll(/"return \\*"[^"]*\\*""/g, '""');
    };
    const serial = fresh();
    expect(together(serial, jobs, () => 0)).toBe(jobs.length);
    for (let seed = 1; seed <= 6; seed++) {
      const importer = fresh();
      expect(together(importer, jobs, dice(seed))).toBe(jobs.length);
      expect(said(importer.database)).toBe(said(serial.database));
    }
  });
});

/** A row without keys, which differ from run to run, and without the mark of its pod. */
function nameless(row: Readonly<Record<string, unknown>>): string {
  const plain = (value: unknown): unknown =>
    typeof value === 'number' || /^0{8}-/.test(String(value))
      ? 'key'
      : Array.isArray(value)
        ? value.map(plain)
        : /^generated-id|^return "/.test(String(value))
          ? 'x'
          : value;
  return JSON.stringify(Object.entries(row).flatMap(([name, value]) => (name === 'pk' ? [] : [[name, plain(value)]])));
}

/** Numbers that look like chance and are the same each time (a linear congruential generator). */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}
