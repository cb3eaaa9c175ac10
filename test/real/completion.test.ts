import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'pinout-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function scriptOf(shell: string): Promise<string> {
  let out = '';
  await main(['completion', shell], { out: (text) => (out += text), talk: () => undefined, env: {} });
  const file = join(folder, shell);
  writeFileSync(file, out);
  return file;
}

const isThere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
for (const shell of ['bash', 'zsh', 'fish']) if (!isThere(shell)) process.stderr.write(`skipped: completion in ${shell}, which is not installed\n`);

/** A line as somebody types it, and words that are offered for its end. */
const lines: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['pinout di', ['diff']],
  ['pinout --v', ['--version']],
  ['pinout diff --integ', ['--integrations']],
  ['pinout check --he', ['--help']],
  ['pinout check --format ', ['text', 'json', 'sarif', 'github']],
  ['pinout diff --format ', ['text', 'markdown', 'json', 'github']],
  ['pinout map --format ', ['html', 'svg']],
  ['pinout secrets ', ['init', 'add', 'rotate']],
];

describe.skipIf(!isThere('bash'))('in bash', () => {
  it.each(lines)('%s', async (line, offered) => {
    const words = line.split(' ');
    const script = `source '${await scriptOf('bash')}'; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pinout; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], { encoding: 'utf8' });
    expect(stdout.trim().split('\n')).toEqual(offered);
  });
});

describe.skipIf(!isThere('fish'))('in fish', () => {
  it.each(lines)('%s', async (line, offered) => {
    const { stdout } = spawnSync('fish', ['--no-config', '-c', `source '${await scriptOf('fish')}'; complete -C '${line}'`], { encoding: 'utf8', cwd: folder });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((one) => one.split('\t')[0]!)
        .sort(),
    ).toEqual([...offered].sort());
  });
});

describe.skipIf(!isThere('zsh'))('in zsh', () => {
  it('its script is one that zsh can read', async () => {
    const { status, stderr } = spawnSync('zsh', ['-f', '-n', await scriptOf('zsh')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
