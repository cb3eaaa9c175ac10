import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groups } from '../../lib/contract/access.ts';
import { groupRegex } from '../../lib/integrations/nextcloud/group-regex.ts';
import { loginConfig } from '../../lib/integrations/nextcloud/hook.ts';
import { nextcloud } from '../../lib/integrations/nextcloud/nextcloud.ts';
import { clusterWith } from '../support/sample.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

const php = has('php', ['--version'], 'apt-get install php-cli');

describe.skipIf(!php)('the PHP of Nextcloud', () => {
  const { end, probe } = clusterWith({ apps: [nextcloud({ host: 'cloud', namespace: 'nextcloud', access: groups('family') })] }).apps[0]!;
  const release = end.objects.find(({ kind }) => kind === 'HelmRelease')!['spec'] as {
    values: { nextcloud: { extraEnv: { name: string; value?: string }[] } };
  };
  const config = release.values.nextcloud.extraEnv.find(({ name }) => name === 'PINOUT_CONFIG')!.value!;

  it('is legal, and gives the settings that the environment holds, or none', () => {
    const file = join(tempFolder(), 'pinout.config.php');
    writeFileSync(file, loginConfig);
    expect(run('php', ['-l', file])).toMatchObject({ status: 0 });
    const loaded = (env: Readonly<Record<string, string>>) =>
      JSON.parse(
        spawnSync('php', ['-r', 'include $argv[1]; echo json_encode($CONFIG);', file], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } }).stdout,
      ) as unknown;
    expect(loaded({ PINOUT_CONFIG: config })).toEqual(JSON.parse(config));
    for (const broken of [{}, { PINOUT_CONFIG: '' }, { PINOUT_CONFIG: '{' }, { PINOUT_CONFIG: '<?php exit(1);' }] as Readonly<Record<string, string>>[])
      expect(loaded(broken)).toEqual([]);
  });

  it('matches exactly the groups, in PCRE', () => {
    const names = ['family', 'Küche + Bad', 'a/b.c', 'x@y:z'];
    const matches = (text: string) => run('php', ['-r', 'echo preg_match($argv[1], $argv[2]);', groupRegex(names), text]).stdout;
    for (const name of names) expect(matches(name)).toBe('1');
    for (const other of ['', 'admin', 'familyx', 'family\n', 'a/bxc', 'Küche  Bad', 'family|x']) expect(matches(other)).toBe('0');
    expect(run('php', ['-r', 'echo preg_match($argv[1], "admin");', groupRegex([])]).stdout).toBe('0');
  });

  it('probes, and fails when nothing answers', () => {
    const [, ...args] = probe!.command;
    const { status, stdout } = run('php', [...args.slice(0, -1), 'http://127.0.0.1:1/']);
    expect(status).toBe(1);
    expect(stdout).not.toContain('{');
    const file = join(tempFolder(), 'document.json');
    writeFileSync(file, '{"issuer":"x"}');
    expect(run('php', [...args.slice(0, -1), file])).toMatchObject({ status: 0, stdout: '{"issuer":"x"}' });
  });
});
