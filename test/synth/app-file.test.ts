import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const head = "import { defineCluster, grafana } from 'pinout';\nimport { mine } from './mine.ts';\n";
const cluster = `export default defineCluster({ name: 'home', domain: 'home.example.org', ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' }, edge: { className: 'traefik', clusterIssuer: 'letsencrypt' }, apps: [mine] });\n`;
const mine = "import { grafana } from 'pinout';\nexport const mine = grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['admins'] } });\n";

function folder(files: Record<string, string>): { base: string; args: string[] } {
  const base = tempFolder();
  mkdirSync(join(base, 'apps'));
  for (const [name, text] of Object.entries({ 'main.ts': head + cluster, 'mine.ts': mine, ...files })) writeFileSync(join(base, 'apps', name), text);
  return { base, args: ['synth', '--app', join(base, 'apps/main.ts'), '--out', join(base, 'dist')] };
}

describe('a mistake in the files of the user', () => {
  it.each<[string, Record<string, string>, string, string, number | undefined, RegExp]>([
    ['a syntax error', { 'mine.ts': 'export const mine = {\n  a: 1\n  b: 2,\n};\n' }, 'app-file-broken', 'mine.ts', 3, /SyntaxError/],
    [
      'something undefined',
      { 'mine.ts': 'const none = undefined as any;\n\nexport const mine = none.of.this;\n' },
      'app-file-broken',
      'mine.ts',
      3,
      /undefined/,
    ],
    ['a recursion without end', { 'mine.ts': 'const f = (): number => f() + 1;\nexport const mine = f();\n' }, 'app-file-broken', 'mine.ts', 1, /call stack/],
    [
      'a name that pinout has not',
      { 'mine.ts': mine.replaceAll('grafana(', 'grafna(').replace('{ grafana }', '{ grafna }') },
      'app-import-unknown',
      'mine.ts',
      1,
      /did you mean grafana\?/,
    ],
    [
      'a name that is passed on and never called',
      { 'mine.ts': "import { everyon } from 'pinout';\nexport const mine = { access: everyon };\n" },
      'app-import-unknown',
      'mine.ts',
      1,
      /did you mean everyone\?/,
    ],
    ['a name that another file has not', { 'mine.ts': mine.replace('mine =', 'main =') }, 'app-import-unknown', 'main.ts', 2, /did you mean main\?/],
    [
      'a file that is not there, whose name nobody uses',
      { 'mine.ts': `${mine}import { other } from './no-such.ts';\n` },
      'app-import-missing',
      'mine.ts',
      3,
      /no-such/,
    ],
    [
      'a circle',
      { 'mine.ts': "import main from './main.ts';\nexport const mine = (main as any).apps;\n" },
      'apps-missing',
      'main.ts',
      undefined,
      /cycle.*main\.ts → .*mine\.ts → .*main\.ts/,
    ],
    [
      'a circle that fails while it loads',
      { 'mine.ts': "import main from './main.ts';\nexport const mine = (main as any).apps.first.second;\n" },
      'app-import-cycle',
      'mine.ts',
      2,
      /cycle/,
    ],
    ['text in apps', { 'mine.ts': "export const mine = 'grafana';\n" }, 'apps-missing', 'main.ts', undefined, /apps\[0\]/],
    ['an app that is not called', { 'mine.ts': "export { grafana as mine } from 'pinout';\n" }, 'apps-missing', 'main.ts', undefined, /call it: grafana/],
    ['a call of process.exit', { 'mine.ts': `${mine}process.exit(0);\n` }, 'app-file-exits', 'mine.ts', 3, /process\.exit\(0\)/],
    ['a call of process.exit that is caught', { 'mine.ts': `${mine}try { process.exit(0); } catch {}\n` }, 'app-file-exits', 'mine.ts', 3, /exit/],
    ['an option of an app', { 'mine.ts': mine.replace("'grafana'", "'gra_fana'") }, 'host-invalid', 'main.ts', undefined, /host/],
  ])('is found with its file and line: %s', async (_, files, code, file, line, words) => {
    const { base, args } = folder(files);
    let out = '';
    const exit = await main([...args, '--json'], { out: (text) => (out += text), talk: () => undefined, env: {} });
    const [found, ...more] = (JSON.parse(out) as { findings: Record<string, unknown>[] }).findings;
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      code,
      file: relative('.', join(base, 'apps', file)),
      ...(line === undefined ? { line: expect.any(Number) as number } : { line }),
    });
    expect(`${String(found?.['message'])} ${String(found?.['fix'])}`).toMatch(words);
    expect(String(found?.['fix'])).not.toContain('typecheck');
    expect(exit).toBe(code === 'apps-missing' || code === 'host-invalid' ? 1 : 3);
    expect(Object.keys(readFolder(base)).every((path) => path.startsWith('apps/'))).toBe(true);
  });

  it('shows the stack with PINOUT_STACK, and the line to SARIF and GitHub', async () => {
    const { args } = folder({ 'mine.ts': 'export const mine = (undefined as any).x;\n' });
    const run = async (more: string[], env: Record<string, string> = {}) => {
      let text = '';
      await main([...args, ...more], { out: (one) => (text += one), talk: (one) => (text += one), env });
      return text;
    };
    expect(await run([], { PINOUT_STACK: '1' })).toMatch(/TypeError[^\n]*\n\s+at .*mine\.ts:1/);
    expect(await run([])).not.toMatch(/\n\s+at /);
    expect(await run(['--format', 'github'])).toMatch(/^::error file=[^,]*mine\.ts,line=1/);
    expect(await run(['--format', 'sarif'])).toMatch(/"uri": "[^"]*mine\.ts"[\s\S]*"startLine": 1/);
  });

  it('leaves types, type-only names and side effects alone', async () => {
    const { args } = folder({
      'mine.ts': `import { type Facts, Cluster, ClusterInput } from 'pinout';\nimport type { Nothing } from './none.ts';\nimport './effect.ts';\nlet seen: Cluster | ClusterInput | Facts | Nothing | undefined;\nvoid seen;\n${mine}`,
      'effect.ts': 'export {};\n',
    });
    expect(await main(args, { out: () => undefined, talk: () => undefined, env: {} })).toBe(0);
  });
});

describe('code of the user cannot take the process with it', () => {
  const run = async (code: string): Promise<{ status: number | null; out: string; talk: string }> => {
    const { base, args } = folder({ 'mine.ts': mine + code });
    const child = spawn(process.execPath, [resolve('lib/cli/dev.mjs'), ...args, '--json'], { cwd: base, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let talk = '';
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (talk += String(data)));
    const status = await new Promise<number | null>((done) => child.once('close', done));
    return { status, out, talk };
  };

  it('by an await without end, a rejection, a late throw, an open timer or its output', async () => {
    const [stuck, rejected, late, open] = await Promise.all([
      run('await new Promise(() => undefined);\n'),
      run("void Promise.reject(new Error('boom'));\n"),
      run("setTimeout(() => { throw new Error('late'); }, 0);\n"),
      run("console.log('hello'); process.stdout.write('there'); setInterval(() => undefined, 1000);\n"),
    ]);
    const codes = (one: typeof stuck) => (JSON.parse(one.out) as { findings: { code: string; message: string }[] }).findings.map(({ code }) => code);
    expect([stuck.status, codes(stuck)]).toEqual([3, ['app-file-stuck']]);
    expect([rejected.status, codes(rejected)]).toEqual([3, ['app-file-broken']]);
    expect([late.status, codes(late)]).toEqual([3, ['app-file-broken']]);
    expect([open.status, codes(open)]).toEqual([0, []]);
    expect(open.talk).toContain('hello\nthere');
  });
});
