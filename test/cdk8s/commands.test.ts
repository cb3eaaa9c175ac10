import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { collecting, collector } from '../../lib/synth/collected-clusters.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

async function run(...args: readonly string[]) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (one) => (out += one), talk: (one) => (talk += one), env: {} });
  return { code, out, talk };
}

it('commands that run the app file take the clusters in an App of cdk8s, and the file writes nothing meanwhile', async () => {
  const root = tempFolder();
  mkdirSync(root, { recursive: true });
  cpSync('test/support/cdk8s-project/main.ts', join(root, 'main.ts'));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  const app = join(root, 'main.ts');
  const dist = join(root, 'dist');

  expect(await run('secrets', 'rotate', 'grafana', '--app', app)).toMatchObject({
    code: 0,
    talk: expect.stringContaining('home: the client secret of grafana is now generation 2') as string,
  });
  expect(JSON.parse(readFileSync(join(root, 'generations.json'), 'utf8'))).toMatchObject({ home: { grafana: 2 } });
  expect(existsSync(dist) || existsSync('dist/0000-dashboards.k8s.yaml')).toBe(false);

  // Changes by cdk8s count in our own command as well.
  expect(await run('synth', '--app', app, '--out', dist)).toMatchObject({ code: 0 });
  const files = readFolder(dist);
  expect(files['home/apps/grafana/monitoring.yaml']).toContain('interval: 30m');
  expect(files['home/apps/grafana/monitoring.yaml']).toContain('example.org/team: home');
  expect(JSON.stringify(files)).toContain('grafana-oidc-2');
  expect((await run('secrets', 'add', '--app', app)).code).toBe(0);
  expect((await run('secrets', 'rotate', 'podinfo', '--app', app)).talk).toContain('podinfo has no client secret');
});

it('runs that overlap leave nothing behind', async () => {
  const ends: (() => void)[] = [];
  const runs = [1, 2].map(async () => collecting(async () => new Promise<void>((end) => ends.push(end))));
  expect(collector()).toBeDefined();
  for (const [at, end] of ends.entries()) {
    end();
    await runs[at];
  }
  expect(collector()).toBeUndefined();
});
