import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../lib/check/registry.ts';
import { commands } from '../../lib/cli/commands.ts';
import { main } from '../../lib/cli/main.ts';
import { type CommandSpec, commonOptions } from '../../lib/cli/spec.ts';
import { specs } from '../../lib/cli/specs.ts';
import { symptoms } from '../../lib/symptoms/symptoms.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function run(...args: string[]) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (text) => (out += text), talk: (text) => (talk += text), env: {} });
  return { code, out, talk };
}

describe('pinout help', () => {
  it.each(Object.entries<CommandSpec>(specs))('%s shows each of its options, by --help too', async (name, { options, details = '' }) => {
    const { code, out, talk } = await run('help', name);
    expect({ code, talk }).toEqual({ code: 0, talk: '' });
    expect(out).toContain(details.trimEnd());
    for (const option of [...Object.keys(options), ...Object.keys(commonOptions)]) expect(out).toContain(`  --${option}`);
    expect((await run(name, '--help')).out).toBe(out);
  });

  it('knows every rule and every error by its code', async () => {
    const errors = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, code]) => code!);
    expect(errors.length).toBeGreaterThan(100);
    for (const code of [...rules.map((rule) => rule.code), ...errors]) expect(await run('help', code)).toMatchObject({ code: 0, talk: '' });
    expect((await run('help', 'app-file-missing')).out).toContain('The app file does not exist');
  });

  it('prints every page of docs, by its name and by its path', async () => {
    const below = (folder: string) => readdirSync(folder).flatMap((name) => (/^[a-z0-9-]+\.md$/.test(name) ? [`${folder}/${name}`] : []));
    const list = (await run('help')).out;
    for (const path of ['docs', 'docs/tasks', 'docs/apps'].flatMap(below)) {
      const title = readFileSync(path, 'utf8').split('\n')[0]!;
      expect((await run('help', path)).out.split('\n')[0]).toBe(title);
      const name = basename(path, '.md');
      expect(list).toMatch(new RegExp(`[ ]${name}(,|$)`, 'm'));
      // A command of the same name wins, and names the page.
      const { out } = await run('help', name);
      if (Object.hasOwn(specs, name)) expect(out).toContain(`pinout help tasks/${name}`);
      else expect(out.split('\n')[0]).toBe(title);
    }
  });

  it('prints commands where a page links to another page', async () => {
    const { out } = await run('help', 'restore');
    expect(out).toContain('Back up and restore (pinout help backup)');
    expect(out).not.toMatch(/\]\([a-z-]+\.md/);
    expect((await run('help', 'certificats')).talk).toContain('did you mean certificates?');
  });

  it('has the page of every name in a message', async () => {
    const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.startsWith('symptoms'));
    const texts = sources.map((path) => readFileSync(`lib/${path}`, 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, ''));
    const names = texts.flatMap((text) => [...text.matchAll(/helpPage\('([^']+)'\)/g)].map(([, name]) => name!));
    expect(names.length).toBeGreaterThan(5);
    for (const name of [...names, ...symptoms.flatMap(({ causes }) => causes.map(({ see }) => see.replace(/^.*\//, '')))])
      expect(await run('help', name)).toMatchObject({ code: 0, talk: '' });
    // A path helps nobody who installed the package.
    expect(texts.flatMap((text) => [...text.matchAll(/['`"][^'`"]* docs\/(?:tasks|apps)\/[a-z-]+\.md/g)].map(([found]) => found))).toEqual([]);
  });

  it('knows messages that people see, in words or as a line of a log', async () => {
    const wanted = await run('help', 'user not a member of one of the required groups');
    expect(wanted).toMatchObject({ code: 0, talk: '' });
    expect(wanted.out).toContain('pinout help grafana-groups-path');
    expect(await run('help', 'invalid', 'bearer', 'token')).toMatchObject({ code: 0, talk: '' });
    const none = await run('help', 'nothing of this kind');
    expect(none.code).toBe(2);
    expect(none.talk).toContain('pinout help symptoms');
  });

  it('says in three lines what is wrong with a command line, and what was probably meant', async () => {
    const lines = async (...args: string[]) => {
      const { code, out, talk } = await run(...args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      return talk.trimEnd().split('\n');
    };
    expect(await lines('snyth')).toEqual(['pinout: no command "snyth" (did you mean synth?)', 'Usage: pinout COMMAND [options]', 'More: pinout help']);
    expect(await lines('synth', '--outt', 'x')).toEqual([
      "pinout: unknown option '--outt' (did you mean --out?)",
      'Usage: pinout synth [options]',
      'More: pinout help synth',
    ]);
    expect((await lines('help', 'grop-unknown'))[0]).toContain('did you mean group-unknown?');
    expect((await lines('help', 'nothing like it'))[0]).not.toContain('did you mean');
  });

  it('prints the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, talk: '' });
  });

  it('has a place for each command that it lists', () => {
    expect(Object.keys(commands)).toEqual(Object.keys(specs));
  });
});

describe.skipIf(spawnSync('bash', ['-c', 'true']).status !== 0)('pinout completion', () => {
  const complete = (script: string, ...words: string[]): string[] =>
    spawnSync('bash', ['-c', `${script}\nCOMP_WORDS=(pinout "$@") COMP_CWORD=$#\n_pinout\nprintf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', ...words], {
      encoding: 'utf8',
      cwd: tempFolder(),
    })
      .stdout.split('\n')
      .filter((line) => line !== '');

  it('completes commands, options and their values in bash', async () => {
    const { out } = await run('completion', 'bash');
    expect(complete(out, 'sy')).toEqual(['synth']);
    expect(complete(out, 'check', '--fo')).toEqual(['--format']);
    expect(complete(out, 'check', '--format', 's')).toEqual(['sarif']);
    expect(complete(out, 'secrets', 'r')).toEqual(['rotate']);
    // Nothing of ours: bash completes files.
    expect(complete(out, 'check', 'd')).toEqual([]);
  });

  it('has a script for zsh and fish that names every option', async () => {
    for (const shell of ['zsh', 'fish']) {
      const { out } = await run('completion', shell);
      for (const { options } of Object.values<CommandSpec>(specs)) for (const option of Object.keys(options)) expect(out).toContain(option);
    }
    expect((await run('completion', 'tcsh')).talk).toContain('bash, zsh or fish');
  });
});
