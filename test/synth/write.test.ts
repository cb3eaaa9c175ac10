import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headerLines } from '../../lib/synth/header.ts';
import { writeFolder } from '../../lib/synth/write.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const header = `# ${headerLines({ source: 'apps/main.ts' }).join('\n')}\n`;
const files = (entries: Record<string, string>) => new Map(Object.entries(entries).map(([path, text]) => [path, header + text]));

describe('writeFolder', () => {
  it('writes all files, then nothing when nothing changed', () => {
    const base = tempFolder();
    const out = join(base, 'dist');
    const wanted = files({ 'a/one.yaml': 'x: 1\n', 'two.yaml': 'y: 2\n' });
    expect(writeFolder(out, 'home', wanted).missing).toEqual(['a/one.yaml', 'two.yaml']);
    expect(readFolder(join(out, 'home'))).toEqual(Object.fromEntries(wanted));
    const before = statSync(join(out, 'home'));
    expect(writeFolder(out, 'home', wanted)).toMatchObject({ missing: [], changed: [], stale: [] });
    const after = statSync(join(out, 'home'));
    expect([after.ino, after.mtimeMs, after.ctimeMs]).toEqual([before.ino, before.mtimeMs, before.ctimeMs]);
    expect([readdirSync(base), readdirSync(out)]).toEqual([['dist'], ['home']]);
  });

  it('keeps the inode of files that did not change, and removes what is no longer made', () => {
    const base = tempFolder();
    const out = join(base, 'dist');
    writeFolder(out, 'home', files({ 'keep.yaml': 'a', 'change.yaml': 'b', 'old/gone.yaml': 'c' }));
    const kept = statSync(join(out, 'home/keep.yaml'));
    const next = files({ 'keep.yaml': 'a', 'change.yaml': 'bb', 'new.yaml': 'd' });
    expect(writeFolder(out, 'home', next)).toMatchObject({ missing: ['new.yaml'], changed: ['change.yaml'], stale: ['old/gone.yaml'] });
    expect(readFolder(join(out, 'home'))).toEqual(Object.fromEntries(next));
    expect(readdirSync(join(out, 'home')).sort()).toEqual(['change.yaml', 'keep.yaml', 'new.yaml']);
    expect(statSync(join(out, 'home/keep.yaml'))).toMatchObject({ ino: kept.ino, mtimeMs: kept.mtimeMs });
  });

  it.each([
    ['a file of somebody', (folder: string) => writeFileSync(join(folder, 'note.txt'), 'mine')],
    ['a file of ours without its first line', (folder: string) => writeFileSync(join(folder, 'one.yaml'), 'x: 2\n')],
    ['a link', (folder: string) => symlinkSync('/etc/hostname', join(folder, 'link.yaml'))],
  ])('refuses to replace %s, and changes nothing', (_, spoil) => {
    const base = tempFolder();
    const out = join(base, 'dist');
    writeFolder(out, 'home', files({ 'one.yaml': 'x: 1\n', 'two.yaml': 'y: 1\n' }));
    spoil(join(out, 'home'));
    const before = readFolder(join(out, 'home'));
    expect(() => writeFolder(out, 'home', files({ 'two.yaml': 'y: 3\n' }))).toThrow(expect.objectContaining({ code: 'file-foreign' }) as Error);
    expect(readFolder(join(out, 'home'))).toEqual(before);
    expect([readdirSync(base), readdirSync(out)]).toEqual([['dist'], ['home']]);
  });

  it('puts the old folder back when a run was killed between the two renames', () => {
    const base = tempFolder();
    const out = join(base, 'dist');
    mkdirSync(out);
    mkdirSync(join(base, '.pinout-dist.home.old.999999999'), { recursive: true });
    writeFileSync(join(base, '.pinout-dist.home.old.999999999/one.yaml'), `${header}x: 1\n`);
    mkdirSync(join(base, '.pinout-dist.home.new.999999999'));
    expect(writeFolder(out, 'home', files({ 'one.yaml': 'x: 1\n' }))).toMatchObject({ missing: [], changed: [], stale: [] });
    expect([readdirSync(base), readdirSync(out)]).toEqual([['dist'], ['home']]);
  });
});
