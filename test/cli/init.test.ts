import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

async function run(args: readonly string[], answers?: readonly string[]) {
  let out = '';
  let talk = '';
  const left = [...(answers ?? [])];
  const ask = (question: string): Promise<string> => {
    talk += question;
    return Promise.resolve(left.shift() ?? '');
  };
  const code = await main(args, { out: (text) => (out += text), talk: (text) => (talk += text), env: {}, ...(answers === undefined ? {} : { ask }) });
  return { code, out, talk };
}

/** A matcher is `any` to the compiler. */
const saying = (text: string): unknown => expect.stringContaining(text);

const given = ['--domain', 'lab.example.org', '--address', '192.168.1.30'];

describe('pinout init', () => {
  it('makes a project in an empty folder that synth, validate and check take', async () => {
    const root = tempFolder();
    expect(await run(['init', root, ...given, '--package', 'file:../pinout.tgz'])).toMatchObject({ code: 0, out: '' });
    expect(Object.keys(readFolder(root)).sort()).toEqual([
      '.github/workflows/pinout.yml',
      '.gitignore',
      'apps/main.ts',
      'apps/whoami.ts',
      'package.json',
      'tsconfig.json',
    ]);
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).toMatchObject({ type: 'module', dependencies: { pinout: 'file:../pinout.tgz' } });
    const dist = join(root, 'dist');
    expect(await run(['synth', '--app', join(root, 'apps/main.ts'), '--out', dist])).toMatchObject({ code: 0 });
    expect(await run(['validate', dist])).toMatchObject({ code: 0 });
    const { code, talk } = await run(['check', dist]);
    expect([code, talk]).toEqual([0, saying('1 login, 1 read, 1 paired; no findings')]);
  });

  it('changes nothing that is there, but adds what package.json and .gitignore lack', async () => {
    const root = tempFolder();
    const own = {
      'package.json': '{\n\t"name": "own",\n\t"scripts": { "synth": "make" },\n\t"dependencies": { "pinout": "1.0.0" }\n}\n',
      'tsconfig.json': '{ "own": true }\n',
      '.gitignore': 'dist-old\r\n*.log',
      'apps/main.ts': 'export default 1;\n',
    };
    mkdirSync(join(root, 'apps'));
    for (const [path, text] of Object.entries(own)) writeFileSync(join(root, path), text);
    const { code, talk } = await run(['init', root, ...given, '--no-workflow', '--package', '2.0.0']);
    expect(code).toBe(0);
    const after = readFolder(root);
    expect(Object.keys(after).sort()).toEqual(Object.keys(own).sort());
    expect(after['apps/main.ts']).toBe(own['apps/main.ts']);
    expect(after['tsconfig.json']).toBe(own['tsconfig.json']);
    expect(after['.gitignore']).toBe('dist-old\r\n*.log\nnode_modules/\n');
    expect(after['package.json']).toContain('\t"name": "own"');
    expect(JSON.parse(after['package.json']!)).toMatchObject({
      scripts: { synth: 'make', check: saying('pinout check') },
      dependencies: { pinout: '1.0.0' },
    });
    expect(talk).toContain('apps/main.ts: exists already, not changed');
    const again = await run(['init', root, ...given, '--no-workflow']);
    expect(again.code).toBe(0);
    expect(readFolder(root)).toEqual(after);
  });

  it('asks on a terminal, and refuses elsewhere what it cannot know', async () => {
    const root = tempFolder();
    expect(await run(['init', root])).toMatchObject({ code: 2, talk: saying('init needs --domain') });
    expect(await run(['init', root, '--domain', 'lab.example.org'], [])).toMatchObject({ code: 2, talk: saying('init needs --address') });
    expect(readFolder(root)).toEqual({});
    const answers = ['lab.example.org', '192.168.1.30', 'nginx', 'letsencrypt', '1.35', '', '2026.5.6', '2.8'];
    expect(await run(['init', root], answers)).toMatchObject({ code: 0 });
    expect(readFolder(root)['apps/main.ts']).toContain(`  versions: { kubernetes: '1.35', authentik: '2026.5.6', flux: '2.8' },
  edge: { className: 'nginx', clusterIssuer: 'letsencrypt' },`);
  });

  it.each([
    [['--domain', 'LAB', '--address', '192.168.1.30'], 1, 'host-invalid'],
    [['--domain', 'lab.example.org', '--address', 'router'], 1, 'address-invalid'],
    [[...given, '--kubernetes', '1.12'], 1, 'version-unsupported'],
    [[...given, '--edge', 'nothing:here'], 2, '--edge takes'],
    [[...given, '--edge', 'envoy-gateway:network/external', '--issuer', 'x'], 2, '--issuer is only'],
    [[...given, '--nonsense'], 2, 'nonsense'],
  ])('%j is refused, and nothing is written', async (args, code, text) => {
    const root = tempFolder();
    expect(await run(['init', root, ...args])).toMatchObject({ code, talk: saying(text) });
    expect(readFolder(root)).toEqual({});
  });

  it('a package.json that is no JSON is left as it is, and nothing else is written', async () => {
    const root = tempFolder();
    writeFileSync(join(root, 'package.json'), '{ "name": ');
    expect(await run(['init', root, ...given])).toMatchObject({ code: 3, talk: saying('project-package') });
    expect(readFolder(root)).toEqual({ 'package.json': '{ "name": ' });
  });

  it.each([
    ['--edge', 'haproxy'],
    ['--existing', 'sso/authentik-settings'],
    ['--existing', 'https://sso.example.net'],
  ])('with %s %s synth and check work too', async (...more) => {
    const root = tempFolder();
    expect(await run(['init', root, ...given, ...more, '--no-workflow'])).toMatchObject({ code: 0 });
    expect(await run(['synth', '--app', join(root, 'apps/main.ts'), '--out', join(root, 'dist')])).toMatchObject({ code: 0 });
    expect(await run(['check', join(root, 'dist')])).toMatchObject({ code: 0 });
  });

  it('--dry-run prints the files, and writes none', async () => {
    const root = tempFolder();
    const { code, out } = await run(['init', root, ...given, '--dry-run', '--edge', 'envoy-gateway:network/external']);
    expect([code, readFolder(root)]).toEqual([0, {}]);
    expect(out).toContain("edge: { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'external', namespace: 'network' } },");
  });
});
