import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { checkTree } from '../../lib/check/check-tree.ts';
import { validatePaths } from '../../lib/schema/validate-paths.ts';
import { filesBelow } from '../../lib/tree/tree-files.ts';
import { tempFolder } from '../support/temp-folder.ts';

const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n';

/** A dist between the two renames of a run that is still alive: the old folder is moved away, and the new one comes a moment later. */
async function betweenTheRenames(isNext = true): Promise<{ base: string; over: Promise<unknown> }> {
  const base = tempFolder();
  mkdirSync(join(base, 'dist/home'), { recursive: true });
  mkdirSync(join(base, 'next'));
  for (const folder of ['dist/home', 'next']) writeFileSync(join(base, folder, 'one.yaml'), text);
  renameSync(join(base, 'dist/home'), join(base, `.pinout-dist.home.old.${process.pid}`));
  if (!isNext) return { base, over: Promise.resolve() };
  const code = `const { renameSync } = require('node:fs'); const { parentPort, workerData: [from, to] } = require('node:worker_threads');
    parentPort.postMessage('ready'); setTimeout(() => renameSync(from, to), 80);`;
  const worker = new Worker(code, { eval: true, workerData: [join(base, 'next'), join(base, 'dist/home')] });
  await new Promise((resolve) => worker.once('message', resolve));
  return { base, over: new Promise((resolve) => worker.once('exit', resolve)) };
}

it('check waits for the new folder', async () => {
  for (const path of ['dist', 'dist/home']) {
    const { base, over } = await betweenTheRenames();
    expect(checkTree([join(base, path)]), path).toMatchObject({ documents: 1, findings: [] });
    await over;
  }
});

it('validate does too', async () => {
  for (const path of ['dist', 'dist/home']) {
    const { base, over } = await betweenTheRenames();
    const options = { paths: [join(base, path)], imports: 'no-such-folder', strictKinds: false, kubernetes: 36, version: '1.0.0' };
    expect(await validatePaths(options), path).toMatchObject({ documents: 1, findings: [] });
    await over;
  }
});

it('a run that was killed there keeps nobody waiting for ever', async () => {
  const { base } = await betweenTheRenames(false);
  expect(filesBelow([join(base, 'dist')])).toEqual([]);
  expect(() => filesBelow([join(base, 'dist/home')])).toThrow(/ENOENT/);
});
