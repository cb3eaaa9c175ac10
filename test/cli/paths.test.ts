import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from '../../lib/cli/parse.ts';
import { specs } from '../../lib/cli/specs.ts';
import { main } from '../../lib/cli/main.ts';

it('a path below the working directory is named from there, however it was given', async () => {
  const given = ['check', resolve('test/support/my-repository'), '--config', resolve('pinout.check.yaml'), '--integrations', resolve('a.ts')] as const;
  const { values, positionals } = parse(given.slice(1), specs.check);
  expect([positionals, values.config, values.integrations]).toEqual([['test/support/my-repository'], 'pinout.check.yaml', ['a.ts']]);
  expect(parse([resolve('.'), '/etc/hosts', '../else', 'https://example.org/a'], specs.import).positionals).toEqual([
    '.',
    '/etc/hosts',
    '../else',
    'https://example.org/a',
  ]);
  let talk = '';
  await main(['check', resolve('test/support/my-repository')], { out: () => undefined, talk: (text) => (talk += text), env: {} });
  expect(talk).toMatch(/^test\/support\/my-repository\//m);
  expect(talk).not.toContain(resolve('test'));
  expect(talk).toMatch(/^2 logins, 2 read, 2 paired; 1 error, 1 note\n/);
  expect(talk).toMatch(/\n1 error, 1 note in \d+ documents\n$/);
});

it('a folder without YAML is said to be nothing to judge', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinout-empty-'));
  try {
    for (const command of ['check', 'validate']) {
      let talk = '';
      const code = await main([command, folder], { out: () => undefined, talk: (text) => (talk += text), env: {} });
      expect([code, talk]).toEqual([0, `nothing to judge: no YAML in ${folder}\n`]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
