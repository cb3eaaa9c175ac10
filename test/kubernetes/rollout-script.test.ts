import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rolloutScript } from '../../lib/kubernetes/rollout.ts';
import { configurationHash } from '../../lib/kubernetes/write-authentication-configuration.ts';
import { tempFolder } from '../support/temp-folder.ts';

const name = 'authentication-configuration.yaml';

/** Folders as the pod sees them, and one round of the script by a real sh. */
function node(text: string, hash = configurationHash(text)) {
  const folder = tempFolder();
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  mkdirSync(source);
  mkdirSync(target);
  const bring = (next: string, of = configurationHash(next)) => {
    writeFileSync(join(source, name), next);
    writeFileSync(join(source, 'last-config-info-hash'), of);
  };
  bring(text, hash);
  const run = () => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', rolloutScript, 'copy', source, target, 'once'], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  return { file: join(target, name), target, bring, run };
}

describe('the script of the rollout', () => {
  it('is one that sh takes', () => {
    expect(spawnSync('sh', ['-n'], { input: rolloutScript, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('writes the file, says its hash, and touches nothing the second time', () => {
    const { file, run, target } = node('a: ü\n');
    expect(run()).toEqual({ status: 0, stdout: `written: ${configurationHash('a: ü\n')}\n`, stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe('a: ü\n');
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(readdirSync(target)).toEqual([name]);
    const before = statSync(file);
    expect(run()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(statSync(file)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  it('renames over what is there, also over what somebody edited', () => {
    const { file, run, bring } = node('a: 1\n');
    run();
    const { ino } = statSync(file);
    bring('a: 2\n');
    run();
    expect(readFileSync(file, 'utf8')).toBe('a: 2\n');
    // Another inode: nobody who has the old file open sees half of the new one.
    expect(statSync(file).ino).not.toBe(ino);
    writeFileSync(file, 'edited');
    run();
    expect(readFileSync(file, 'utf8')).toBe('a: 2\n');
  });

  it('refuses bytes that do not have the hash beside them', () => {
    const { file, run } = node('a: 1\n', configurationHash('a: 2\n'));
    expect(run()).toMatchObject({ status: 0, stdout: '' });
    expect(run().stderr).toContain('refused: the file has the hash sha256:');
    expect(existsSync(file)).toBe(false);
  });

  it('refuses a directory in the place of the file, which a mount of one file leaves behind', () => {
    const { file, run } = node('a: 1\n');
    mkdirSync(file);
    expect(run().stderr).toContain('is a directory on this node');
    expect(readdirSync(file)).toEqual([]);
  });

  it('ends with an error when the node has no room, and leaves the old file', () => {
    const { file, run, target, bring } = node('a: 1\n');
    run();
    bring('a: 2\n');
    mkdirSync(join(target, `.${name}.new`));
    expect(run().status).not.toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('a: 1\n');
  });
});
