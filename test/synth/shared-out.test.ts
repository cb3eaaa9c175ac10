import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { outError } from '../../lib/synth/out-error.ts';
import { sourcePath } from '../../lib/synth/source-path.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const app = (...names: string[]): string => `import { defineClusters, helmApp } from 'pinout';
export default defineClusters({ domain: 'home.example.org', ingressAddress: '192.168.1.30', versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'x' }, apps: [helmApp({ name: 'podinfo', chart: { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } })],
  clusters: ${JSON.stringify(names.map((name) => ({ name, domain: `${name}.example.org` })))} });\n`;
const project = (base: string, name: string, ...clusters: string[]): string => {
  const folder = join(base, name, 'apps');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.ts'), app(...clusters));
  return join(folder, 'main.ts');
};
const run = async (...args: string[]) => {
  let talk = '';
  const code = await main(['synth', ...args], { out: () => undefined, talk: (text) => (talk += text), env: {} });
  return { code, talk };
};

describe('a folder that several projects write to', () => {
  it('keeps the clusters of each, whatever their app files are called', async () => {
    const base = tempFolder();
    const out = join(base, 'dist');
    const one = project(base, 'one', 'home', 'old');
    const two = project(base, 'two', 'cabin');
    expect((await run('--app', one, '--out', out)).code).toBe(0);
    expect((await run('--app', two, '--out', out)).talk).toContain('it belongs to one/apps/main.ts');
    expect(readdirSync(out).sort()).toEqual(['README.md', 'cabin', 'home', 'old']);
    for (const each of [one, two, one]) expect((await run('--app', each, '--out', out)).code).toBe(0);
    for (const each of [one, two]) expect((await run('--app', each, '--out', out, '--check')).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['README.md', 'cabin', 'home', 'old']);
    // One's own cluster that is gone from the source goes, and nothing else.
    project(base, 'one', 'home');
    expect((await run('--app', one, '--out', out)).talk).toContain('old: removed');
    expect(readdirSync(out).sort()).toEqual(['README.md', 'cabin', 'home']);
    // The same name twice is nobody's by right.
    project(base, 'two', 'cabin', 'home');
    const before = readFolder(out);
    expect((await run('--app', two, '--out', out)).talk).toContain('cluster-taken');
    expect(readFolder(out)).toEqual(before);
  });

  it('is told apart from the folder that it lies in', async () => {
    const base = tempFolder();
    const one = project(base, '.', 'home');
    await run('--app', one, '--out', join(base, 'dist'));
    const before = readFolder(join(base, 'dist'));
    await run('--app', one, '--out', base);
    expect(readFolder(join(base, 'dist'))).toEqual(before);
  });

  it('outside of the repository loses nothing, because nobody can know whose it is', async () => {
    const base = tempFolder();
    const out = join(base, 'shared');
    const [one, two] = [project(base, 'one', 'home', 'old'), project(base, 'two', 'cabin')];
    for (const name of ['one', 'two']) mkdirSync(join(base, name, '.git'));
    for (const each of [one, two, one]) await run('--app', each, '--out', out);
    project(base, 'one', 'home');
    expect((await run('--app', one, '--out', out)).talk).toContain('old: not changed');
    expect(readdirSync(out).sort()).toEqual(['README.md', 'cabin', 'home', 'old']);
  });

  it('names the app file from the top of the repository, wherever the command runs', () => {
    const base = tempFolder();
    mkdirSync(join(base, '.git'));
    expect(sourcePath(join(base, 'infra/apps/main.ts'), join(base, 'infra/dist'))).toEqual({ path: 'infra/apps/main.ts', certain: true, root: base });
    expect(sourcePath(join(base, 'apps/main.ts'), '/elsewhere')).toMatchObject({ path: 'apps/main.ts', certain: false });
  });
});

describe('a folder that cannot be written', () => {
  it('is told in words, and left as it was', async () => {
    const base = tempFolder();
    const one = project(base, 'one', 'home');
    writeFileSync(join(base, 'file'), 'mine');
    for (const out of [join(base, 'file'), join(base, 'file/below'), join(base, 'a'.repeat(300))]) {
      const { code, talk } = await run('--app', one, '--out', out);
      expect([code, talk]).toEqual([3, expect.stringMatching(/error out-(?:not-folder|name-too-long): [\s\S]*fix: /) as string]);
    }
    for (const option of ['--out', '--app']) expect((await run(`${option}=`)).code).toBe(2);
    if (process.getuid?.() !== 0) {
      mkdirSync(join(base, 'closed'));
      chmodSync(join(base, 'closed'), 0o500);
      expect((await run('--app', one, '--out', join(base, 'closed'))).talk).toContain('out-denied');
    }
    expect(existsSync(join(base, 'file'))).toBe(true);
  });

  it('has words for what operating systems say, and none for other errors', () => {
    for (const code of ['EACCES', 'EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG', 'EXDEV', 'EBUSY', 'EIO', 'EMFILE', 'ELOOP'])
      expect(outError(Object.assign(new Error('x'), { code }), 'dist')).toMatchObject({ code: expect.stringMatching(/^out-/) as string });
    const other = new TypeError('x');
    expect(outError(other, 'dist')).toBe(other);
  });
});

describe('what a killed run left', () => {
  it('goes with the next run, of clusters that have another name now as well', async () => {
    const base = tempFolder();
    const out = join(base, 'dist');
    const one = project(base, '.', 'home');
    await run('--app', one, '--out', out);
    for (const name of ['.pinout-dist.other.new.999999999', '.pinout-dist.home.copy.999999999']) mkdirSync(join(base, name));
    writeFileSync(join(out, '.README.md.999999999.new'), 'half');
    // Of another folder, and of a run that is still alive.
    mkdirSync(join(base, '.pinout-dist.home.home.new.999999999'));
    mkdirSync(join(base, `.pinout-dist.home.new.${process.ppid}`));
    await run('--app', one, '--out', out);
    expect(readdirSync(out).sort()).toEqual(['README.md', 'home']);
    expect(readdirSync(base).sort()).toEqual([`.pinout-dist.home.home.new.999999999`, `.pinout-dist.home.new.${process.ppid}`, 'apps', 'dist']);
    rmSync(join(base, `.pinout-dist.home.new.${process.ppid}`), { recursive: true });
  });
});
