import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readFolder, tempFolder } from '../support/temp-folder.ts';
import { run } from './tool.ts';

const app = (domain: string) => `import { defineCluster, helmApp } from 'pinout';
export default defineCluster({ name: 'home', domain: '${domain}', ingressAddress: '192.168.1.30', versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'x' }, apps: [helmApp({ name: 'podinfo', chart: { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } })] });\n`;

function project(): string {
  const base = tempFolder();
  mkdirSync(join(base, 'apps'));
  writeFileSync(join(base, 'apps/main.ts'), app('home.example.org'));
  return base;
}

// Root opens every file, unless it gives that right away.
const drop = ['-dac_override', '-dac_read_search'].join(',');
const asAnybody = process.getuid?.() === 0 ? ['setpriv', '--bounding-set', drop, '--inh-caps', drop] : [];
const canBeDenied = process.getuid?.() !== 0 || run('setpriv', [...asAnybody.slice(1), 'true']).status === 0;
if (!canBeDenied) console.warn('skipped: setpriv (util-linux) does not run, and root may read everything');

async function pinout(base: string, ...args: string[]): Promise<{ status: number; stderr: string }> {
  const [command, ...rest] = [...asAnybody, process.execPath, resolve('lib/cli/dev.mjs'), ...args];
  return new Promise((done) => {
    const child = execFile(command!, rest, { cwd: base, env: { ...process.env, XDG_CACHE_HOME: tempFolder() } }, (_, __, stderr) =>
      done({ status: child.exitCode ?? -1, stderr }),
    );
  });
}

it.skipIf(!canBeDenied)('a dist that is closed to the account is an answer of its own', async () => {
  const base = project();
  expect((await pinout(base, 'synth')).status).toBe(0);
  const before = readFolder(join(base, 'dist'));
  for (const closed of ['dist', 'dist/home']) {
    chmodSync(join(base, closed), 0o000);
    for (const args of [['check'], ['validate', 'dist'], ['synth'], ['synth', '--check']]) {
      const { status, stderr } = await pinout(base, ...args);
      expect([status, stderr], `${closed} ${args.join(' ')}`).toEqual([3, expect.stringMatching(/^(?:\S+ )?error (?:path-unreadable|out-denied).*EACCES/m)]);
      expect(stderr).not.toMatch(/^\s+at |unexpected/m);
    }
    chmodSync(join(base, closed), 0o755);
  }
  chmodSync(join(base, 'dist/home/README.md'), 0o000);
  expect(await pinout(base, 'synth', '--check')).toMatchObject({ status: 3 });
  chmodSync(join(base, 'dist/home/README.md'), 0o644);
  expect(readFolder(join(base, 'dist'))).toEqual(before);
});

it.skipIf(!canBeDenied)('a folder that may not be written stays as it was', async () => {
  const base = project();
  expect((await pinout(base, 'synth')).status).toBe(0);
  const before = readFolder(join(base, 'dist'));
  writeFileSync(join(base, 'apps/main.ts'), app('other.example.org'));
  for (const folder of ['dist/home', 'dist', '.']) chmodSync(join(base, folder), 0o555);
  const { status, stderr } = await pinout(base, 'synth');
  for (const folder of ['.', 'dist', 'dist/home']) chmodSync(join(base, folder), 0o755);
  expect([status, stderr]).toEqual([3, expect.stringMatching(/^error out-denied: synth: .*EACCES/m)]);
  expect(readFolder(join(base, 'dist'))).toEqual(before);
  expect(readdirSync(base).sort()).toEqual(['apps', 'dist']);
});

/** Mounts something for the time of a test; false, with a message, where that is not permitted. */
function mounted(...args: string[]): boolean {
  const { status, stderr } = run('mount', args);
  if (status !== 0) console.warn(`skipped: mount ${args.join(' ')} is not permitted here: ${stderr.trim()}`);
  else onTestFinished(() => void run('umount', [args.at(-1)!]));
  return status === 0;
}

it('a disk that is full keeps the old tree', async ({ skip }) => {
  const base = project();
  const disk = join(base, 'disk');
  mkdirSync(disk);
  if (!mounted('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk)) return skip();
  const out = join(disk, 'dist');
  expect((await pinout(base, 'synth', '--out', out)).status).toBe(0);
  const before = readFolder(out);
  // Leaves room for some of the files and not for all.
  for (let part = 0; spaceOf(disk) > 8; part++) writeFileSync(join(disk, `filler-${part}`), Buffer.alloc(4096));
  writeFileSync(join(base, 'apps/main.ts'), app('other.example.org'));
  const { status, stderr } = await pinout(base, 'synth', '--out', out);
  expect([status, stderr]).toEqual([3, expect.stringMatching(/^error out-full: synth: .*ENOSPC/m)]);
  expect(readFolder(out)).toEqual(before);
  expect(readdirSync(disk).filter((name) => !name.startsWith('filler-'))).toEqual(['dist']);
  for (const name of readdirSync(disk)) if (name.startsWith('filler-')) rmSync(join(disk, name));
  expect((await pinout(base, 'synth', '--out', out)).status).toBe(0);
});

/** KiB that are left. */
const spaceOf = (folder: string): number => Number(run('df', ['--output=avail', '-k', folder]).stdout.split('\n')[1]);

it('folders of a lower layer of an overlay, which cannot be renamed, get their files one by one', async ({ skip }) => {
  const base = project();
  for (const name of ['layers', 'out']) mkdirSync(join(base, name));
  // The upper layer of an overlay may not lie on another overlay, as /tmp of a container does.
  if (!mounted('-t', 'tmpfs', 'tmpfs', join(base, 'layers'))) return skip();
  const [lower, upper, work] = ['lower', 'upper', 'work'].map((name) => join(base, 'layers', name)) as [string, string, string];
  for (const folder of [lower, upper, work]) mkdirSync(folder);
  expect((await pinout(base, 'synth', '--out', join(lower, 'dist'))).status).toBe(0);
  if (!mounted('-t', 'overlay', '-o', `lowerdir=${lower},upperdir=${upper},workdir=${work}`, 'overlay', join(base, 'out'))) return skip();
  const out = join(base, 'out/dist');
  writeFileSync(join(base, 'apps/main.ts'), app('other.example.org'));
  expect((await pinout(base, 'synth', '--out', out)).status).toBe(0);
  expect((await pinout(base, 'synth', '--out', out, '--check')).status).toBe(0);
  expect(Object.values(readFolder(out)).some((text) => text.includes('home.example.org'))).toBe(false);
  expect(readdirSync(join(base, 'out'))).toEqual(['dist']);
  expect(existsSync(join(out, 'home/README.md'))).toBe(true);
});
