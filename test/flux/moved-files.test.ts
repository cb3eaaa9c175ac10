import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { appFolder } from '../support/app-folder.ts';
import { exploded } from '../support/exploded.ts';
import { readFolder } from '../support/temp-folder.ts';
import { controller } from './assets.ts';
import { FluxCluster } from './cluster.ts';
import { converge, definitionsFor, objectsOf, pause } from './run.ts';
import { StandIns } from './controllers.ts';

const binary = controller();

describe.skipIf(binary === undefined)('Objects that move to another file of their folder', () => {
  let cluster: FluxCluster;
  afterAll(async () => {
    await cluster?.stop();
  });

  it('stay as they are: Flux knows them by what they are, not by their file', async () => {
    const { base, run } = appFolder('');
    expect(await run(['synth'])).toMatchObject({ code: 0 });
    const home = join(base, 'dist/home');
    const now = readFolder(home);
    const write = (files: Readonly<Record<string, string>>) => {
      rmSync(home, { recursive: true });
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(home, path)), { recursive: true });
        writeFileSync(join(home, path), text);
      }
    };
    const objects = objectsOf(home);
    cluster = new FluxCluster();
    await cluster.start(binary!, definitionsFor(objects));
    const standIns = new StandIns(cluster, []);

    // One object per file, as dist had it before.
    write(exploded(now));
    await cluster.source(base, ['dist']);
    const { behind } = await converge(cluster, standIns, './dist/home/flux', 300);
    expect(behind, cluster.log).toEqual([]);
    const uids = async () => new Map(await Promise.all(objects.map(async (one) => [`${one.kind} ${one.metadata.name}`, await cluster.uid(one)] as const)));
    const before = await uids();
    for (const [name, uid] of before) expect(uid, name).toMatch(/^[0-9a-f-]{36}$/);

    // One file per namespace, as it has it now.
    write(now);
    const revision = await cluster.source(base, ['dist']);
    let late: Manifest[] = [];
    for (const end = Date.now() + 180_000; Date.now() < end; await pause(300)) {
      await standIns.work();
      const all = await cluster.list('kustomize.toolkit.fluxcd.io/v1', 'Kustomization');
      late = all.filter((one) => (one['status'] as { lastAppliedRevision?: string } | undefined)?.lastAppliedRevision !== revision);
      if (late.length === 0) break;
    }
    expect(
      late.map(({ metadata }) => metadata.name),
      cluster.log,
    ).toEqual([]);
    expect(await uids()).toEqual(before);
  });
});
