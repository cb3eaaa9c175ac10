import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { appFolder } from '../support/app-folder.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

async function run(args: readonly string[], env: Record<string, string> = {}) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (text) => (out += text), talk: (text) => (talk += text), env });
  return { code, out, talk, findings: args.includes('--json') && out !== '' ? (JSON.parse(out) as { findings: Record<string, unknown>[] }).findings : [] };
}

describe('pinout', () => {
  it('says how it is used', async () => {
    expect(await run([])).toMatchObject({ code: 2, out: '' });
    expect(await run(['--help'])).toMatchObject({ code: 0, talk: '' });
    expect((await run(['nonsense'])).talk).toContain('no command "nonsense"');
    expect(await run(['constructor'])).toMatchObject({ code: 2 });
    expect((await run(['synth', '--nope'])).talk).toContain('--nope');
    expect(await run(['synth', 'extra'])).toMatchObject({ code: 2, out: '' });
  });

  it('writes dist where --out or CDK8S_OUTDIR say', async () => {
    const base = tempFolder();
    const { app } = appFolder('');
    expect(await run(['synth', '--out', join(base, 'one')])).toMatchObject({ code: 0, out: '' });
    expect(await run(['synth', '--app', app, '--out', join(base, 'two')])).toMatchObject({ code: 0 });
    expect(await run(['synth', '--app', app], { CDK8S_OUTDIR: join(base, 'three') })).toMatchObject({ code: 0 });
    expect(readFolder(join(base, 'one'))).toEqual(readFolder('dist'));
    expect(readFolder(join(base, 'three'))).toEqual(readFolder(join(base, 'two')));
  });

  it('says what is stale with --check, and writes nothing', async () => {
    const { app, base } = appFolder('');
    const out = join(base, 'dist');
    const synth = ['synth', '--app', app, '--out', out];
    const missing = (await run([...synth, '--check', '--json'])).findings.length;
    await run(synth);
    expect(missing).toBe(Object.keys(readFolder(out)).length);
    expect(await run([...synth, '--check', '--json'])).toMatchObject({ code: 0, findings: [] });
    const header = readFolder(out)['home/apps/grafana/kustomization.yaml']!.split('\n')[0]!;
    writeFileSync(join(out, 'home/apps/grafana/kustomization.yaml'), `${header}\nedited: by hand\n`);
    writeFileSync(join(out, 'home/left-over.yaml'), `${header}\n`);
    rmSync(join(out, 'home/README.md'));
    const before = readFolder(out);
    const { code, findings } = await run([...synth, '--check', '--json']);
    expect(code).toBe(1);
    expect(findings.map(({ code: one, severity, file }) => [one, severity, String(file).split('/home/')[1]])).toEqual([
      ['dist-stale', 'error', 'README.md'],
      ['dist-stale', 'error', 'apps/grafana/kustomization.yaml'],
      ['dist-stale', 'error', 'left-over.yaml'],
    ]);
    expect(readFolder(out)).toEqual(before);
  });

  it.each([
    ['is missing', undefined, 3, 'app-file-missing'],
    ['does not parse', 'export default {{{', 3, 'app-file-broken'],
    ['throws', "throw new Error('boom\\nsecond line')", 3, 'app-file-broken'],
    ['exports nothing', 'export const x = 1;', 3, 'app-file-empty'],
    [
      'is refused',
      "import { defineCluster } from 'pinout';\nexport default defineCluster({ apps: [] } as never);",
      1,
      'host-invalid|name-invalid|apps-missing',
    ],
  ])('an app file that %s is a finding, never a stack trace', async (_, text, expected, code) => {
    const base = tempFolder();
    mkdirSync(join(base, 'apps'));
    if (text !== undefined) writeFileSync(join(base, 'apps/main.ts'), text);
    const args = ['synth', '--app', join(base, 'apps/main.ts'), '--out', join(base, 'dist')];
    const { code: exit, findings, talk } = await run([...args, '--json']);
    expect(exit).toBe(expected);
    expect(findings).toHaveLength(1);
    expect(String(findings[0]?.['code'])).toMatch(new RegExp(`^(?:${code})$`));
    expect(talk).toBe('');
    const plain = await run(args);
    expect(plain).toMatchObject({ code: expected, out: '' });
    expect(plain.talk).not.toMatch(/\n\s+at /);
    expect(Object.keys(readFolder(base))).toEqual(text === undefined ? [] : ['apps/main.ts']);
  });

  it('checks what is written', async () => {
    expect(await run(['check', '--json'])).toMatchObject({ code: 0, findings: [] });
    expect(await run(['check', '--json', 'no/such/folder'])).toMatchObject({ code: 3, findings: [{ code: 'path-unreadable' }] });
    const out = join(tempFolder(), 'dist');
    cpSync('dist', out, { recursive: true });
    rmSync(join(out, 'home/configs/monitoring.yaml'));
    const { code, findings } = await run(['check', '--json', out]);
    expect(code).toBe(1);
    expect(findings).toMatchObject([
      { code: 'reference-missing', severity: 'error', line: expect.any(Number) as number, docs: 'docs/rules/reference-missing.md' },
      { code: 'kustomization-entry' },
      { code: 'reference-missing', message: expect.stringContaining('ServiceAccount pinout-secrets') as string },
    ]);
  });

  it('shows findings in the form that --format says, and counts them from --fail-on on', async () => {
    const { app, base } = appFolder('');
    const args = ['synth', '--check', '--app', app, '--out', join(base, 'dist')];
    expect((await run([...args, '--format', 'github'])).out).toMatch(/^::error file=/);
    expect(JSON.parse((await run([...args, '--format=sarif'])).out)).toMatchObject({ version: '2.1.0' });
    expect(JSON.parse((await run([...args, '--format', 'json'])).out)).toHaveProperty('findings');
    expect(await run([...args, '--format', 'text'])).toMatchObject({ code: 1, out: '' });
    for (const level of ['error', 'warning', 'info']) expect(await run([...args, '--fail-on', level])).toMatchObject({ code: 1 });
    expect((await run([...args, '--format', 'xml'])).talk).toContain('Allowed choices are text, json, sarif, github');
    for (const wrong of [['--format', 'xml'], ['--format'], ['--fail-on', 'never'], ['--json', '--format', 'sarif']])
      expect(await run([...args, ...wrong])).toMatchObject({ code: 2, out: '' });
  });
});
