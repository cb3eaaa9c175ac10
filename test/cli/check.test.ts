import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { blueprint, reader } from '../support/reader-login.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Answer {
  readonly findings: readonly {
    code: string;
    severity: string;
    file: string;
    line: number;
    message: string;
    fix?: string;
    suppressed?: { reason: string; by?: string };
  }[];
  readonly skipped: readonly { code: string }[];
  readonly summary: { logins: number; read: number; paired: number };
  readonly logins: readonly Record<string, unknown>[];
  readonly versions: Record<string, Record<string, unknown>>;
}

async function run(...args: readonly string[]) {
  let out = '';
  let talk = '';
  const code = await main(['check', ...args], { out: (text) => (out += text), talk: (text) => (talk += text), env: {} });
  return { code, out, talk };
}

const json = async (...args: readonly string[]): Promise<Answer & { code: number }> => {
  const { code, out } = await run(...args, '--json');
  return { ...(JSON.parse(out) as Answer), code };
};

function repository(files: Readonly<Record<string, string>>): string {
  const base = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true });
    writeFileSync(join(base, name), text);
  }
  return base;
}

const issuer = 'https://auth.${DOMAIN}/application/o/reader/';
const redirect = 'https://reader.${DOMAIN}/oauth2/oidc/callback';
const app = reader({ issuer, redirect, clientId: 'reader' });
const strange = `apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: apps }
spec:
  template:
    spec:
      containers:
        - name: app
          image: registry.example.org/ledger:1.0
          env:
            - { name: LEDGER_SSO_ISSUER_ADDRESS, value: "https://auth.example.org/application/o/ledger/" }
            - { name: LEDGER_SSO_CLIENT, value: ledger }
`;
const both = { 'apps/reader.yaml': app, 'auth/reader.yaml': blueprint({ redirect }) };
const wrong = { ...both, 'apps/reader.yaml': app.replace('/o/reader/', '/o/readr/') };

describe('pinout check begins with how much it understood', () => {
  it('counts logins, those that it read, and pairs', async () => {
    expect((await run(repository({ ...both, 'ledger/app.yaml': strange }))).talk.split('\n')[0]).toBe('2 logins, 1 read, 1 paired; no findings in 4 documents');
    const { talk } = await run(repository(wrong));
    expect(talk.split('\n')[0]).toBe('1 login, 1 read, 1 paired; 1 error');
    expect(talk).toMatch(/\n1 error in \d documents\n$/);
    expect((await run(repository(wrong), '--quiet')).talk).toMatch(/^\S+ error issuer-mismatch/);
  });

  it('lists every login with its place, its pair or why it has none, and the versions', async () => {
    const base = repository({ ...both, 'ledger/app.yaml': strange, 'apps/wiki.yaml': app.replaceAll('reader', 'wiki') });
    const { out, code } = await run(base, '--logins');
    expect(code).toBe(0);
    expect(out).toMatch(/^ledger {2}\S+ledger\/app\.yaml:\d+\n {4}not read: .*\n {4}not understood: LEDGER_SSO_ISSUER_ADDRESS/m);
    expect(out).toMatch(/^reader {2}\S+apps\/reader\.yaml:\d+ {2}at authentik {2}client reader\n {4}paired by slug with \S+auth\/reader\.yaml:\d+$/m);
    expect(out).toMatch(/^wiki .*\n {4}app read, not paired: no client in git has the client id wiki or the slug wiki$/m);
    expect(out).toContain('authentik: not found in git');
    const { summary, logins, versions } = await json(base, '--authentik', '2026.2');
    expect(summary).toEqual({ logins: 3, read: 2, paired: 1 });
    expect(logins.find((row) => row['app'] === 'reader')).toMatchObject({ read: 'both', pairedBy: 'slug', line: expect.any(Number) as number });
    expect(versions['authentik']).toEqual({ version: '2026.2', from: 'option' });
    expect(versions['kubernetes']).toEqual({ assumed: 'newest' });
  });

  it('says a rule that fires often once, unless all places are asked for', async () => {
    const many = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}/app.yaml`, app.replaceAll('reader', name).replace(`/o/${name}/`, `/o/${name}`)]),
    );
    const base = repository(many);
    const { talk } = await run(base);
    expect(talk).toContain('error issuer-slash-missing: 5 places');
    expect(talk).toContain('and 2 more: --all shows them');
    expect((await run(base, '--all')).talk.match(/error issuer-slash-missing: /g)).toHaveLength(5);
    expect((await json(base)).findings).toHaveLength(5);
  });

  it('says below it what was not judged, and keeps that out of the findings', async () => {
    const base = repository({ ...both, 'web/page.yaml': 'title: {% if x %}\n  - [' });
    const { talk, code } = await run(base, '--fail-on', 'info');
    expect(code).toBe(0);
    expect(talk.split('\n')[1]).toMatch(/^ {2}not judged: \S+page\.yaml: not read: template$/);
    const { findings, skipped } = await json(base);
    expect([findings, skipped.map((one) => one.code)]).toEqual([[], ['unread']]);
    expect((await json(base, '--strict')).findings.map(({ code: one }) => one)).toEqual(['unread']);
  });

  it('names settings that look like a login and are not read', async () => {
    const strange = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: paper, namespace: web }\nspec: { template: { spec: { containers: [{ name: paper, image: example.net/paper, env: [{ name: PAPER_OIDC_PROVIDERS, valueFrom: { secretKeyRef: { name: paper, key: providers } } }] }] } } }\n`;
    const { talk } = await run(repository({ ...both, 'paper.yaml': strange }));
    expect(talk).toMatch(/^ {2}not understood: \S+paper\.yaml:4: settings of paper look like a login: PAPER_OIDC_PROVIDERS$/m);
  });

  it('explains its options', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const option of ['--logins', '--all', '--strict', '--baseline', '--write-baseline', '--config']) expect(out).toContain(option);
  });
});

describe('a baseline', () => {
  it('lets old findings pass when their lines move, and no new one', async () => {
    const base = repository(wrong);
    const file = join(base, 'old.json');
    expect(await run(base, '--baseline', file, '--write-baseline')).toMatchObject({ code: 0, talk: expect.stringContaining('wrote 1 findings to') as string });
    expect((await run(base, '--baseline', file)).code).toBe(0);
    writeFileSync(join(base, 'apps/reader.yaml'), `# one line more\n${wrong['apps/reader.yaml']}`);
    const moved = await json(base, '--baseline', file);
    expect(moved).toMatchObject({ code: 0, findings: [{ code: 'issuer-mismatch', suppressed: { by: 'baseline' } }] });
    writeFileSync(join(base, 'apps/other.yaml'), wrong['apps/reader.yaml'].replaceAll('name: reader,', 'name: other,'));
    expect((await run(base, '--baseline', file)).code).toBe(1);
  });

  it('says what is gone, and is written anew', async () => {
    const base = repository(wrong);
    const file = join(base, 'old.json');
    await run(base, '--baseline', file, '--write-baseline');
    writeFileSync(join(base, 'apps/reader.yaml'), app);
    expect(await json(base, '--baseline', file)).toMatchObject({ code: 0, findings: [{ code: 'baseline-gone', severity: 'info', file }] });
    expect((await json(base, '--baseline', file, '--only', 'issuer-mismatch')).findings).toEqual([]);
    await run(base, '--baseline', file, '--write-baseline');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 1, findings: [] });
  });

  it.each([
    ['is not there', undefined, 'not there'],
    ['is no JSON', '{ "version": 1,', undefined],
    ['has no version', '{ "findings": [] }', 'version'],
    ['has an entry without code', '{\n"version": 1,\n"findings": [\n{ "file": "a", "path": "", "message": "m" }]}', 'findings[0].code'],
  ])('that %s is refused', async (_, text, said) => {
    const base = repository({ ...both, ...(text === undefined ? {} : { 'old.json': text }) });
    const { code, findings } = await json(base, '--baseline', join(base, 'old.json'));
    expect(code).toBe(3);
    expect(findings).toMatchObject([{ code: 'baseline-invalid', fix: expect.stringContaining('--write-baseline') as string }]);
    expect(findings[0]!.message).toContain(said ?? 'the file');
  });
});

describe('a configuration', () => {
  const check = (text: string, files: Readonly<Record<string, string>> = wrong) => {
    const base = repository({ ...files, 'pinout.check.yaml': text });
    return json('--config', join(base, 'pinout.check.yaml'));
  };

  it('names paths, rules to ignore with their reason, versions and a baseline', async () => {
    const { code, findings, versions } = await check(
      "paths: [apps, auth]\nstrict: false\nversions: { authentik: '2026.2' }\nignore:\n  - { rule: issuer-mismatch, paths: ['apps/*.yaml'], reason: renamed tomorrow }\n",
    );
    expect(code).toBe(0);
    expect(findings).toMatchObject([{ code: 'issuer-mismatch', suppressed: { reason: 'renamed tomorrow', by: 'configuration' } }]);
    expect(versions['authentik']).toEqual({ version: '2026.2', from: 'option' });
  });

  it('says an entry that ignores nothing', async () => {
    const { findings } = await check("paths: [apps, auth]\nignore:\n  - { rule: issuer-mismatch, paths: ['web/**'], reason: renamed tomorrow }\n");
    expect(findings.map(({ code, line }) => [code, line])).toContainEqual(['ignore-unused', 3]);
    expect(findings.map(({ code }) => code)).toContain('issuer-mismatch');
  });

  it('stands in package.json as well', async () => {
    const base = repository({
      ...wrong,
      'package.json': '{ "pinout": { "paths": ["apps", "auth"], "ignore": [{ "rule": "issuer-mismatch", "reason": "later" }] } }',
    });
    expect((await json('--config', join(base, 'package.json'))).code).toBe(0);
  });

  it.each([
    ['ignores: []\n', 'ignores', 1, 'write ignore'],
    ['strict: yes please\n', 'strict', 1, 'strict: true'],
    ['versions: { authentik: 2026.10 }\n', 'versions.authentik', 1, "authentik: '2026.8'"],
    ['ignore:\n  - { rule: issuer-mismatch }\n', 'ignore[0].reason', 2, 'reason'],
    ['ignore:\n  - { rule: issuer-missmatch, reason: x }\n', 'ignore[0].rule', 2, 'issuer-mismatch'],
    ['paths: apps\n', 'paths', 1, "paths: ['kubernetes/**']"],
    ['paths: []\n', 'paths', 1, 'name one'],
    ['- a\n', 'the file', 1, 'keys are'],
    ['a: [\n', 'the file', 2, 'correct it'],
  ])('%j is refused with its line', async (text, field, line, fix) => {
    const { code, findings } = await check(text);
    expect(code).toBe(3);
    expect(findings).toMatchObject([{ code: 'check-config-invalid', line, fix: expect.stringContaining(fix) as string }]);
    expect(findings[0]!.message).toContain(`${field} is`);
  });
});

describe('defaults of the upstream', () => {
  const open = (
    slug: string,
  ): string => `  - { model: authentik_core.application, identifiers: { slug: ${slug} }, attrs: { name: ${slug}, provider: !KeyOf p-${slug} } }
`;
  const files = { 'blueprints/apps.yaml': `version: 1\nmetadata: { name: apps }\nentries:\n${open('notes')}${open('wiki')}` };
  type WithNotes = Answer & { readonly notes: readonly { code: string; line: number }[] };
  const of = (answer: Answer): number => answer.findings.filter(({ code }) => code === 'application-open').length;

  it('are one line of the summary and no findings', async () => {
    const base = repository(files);
    const { talk } = await run(base);
    expect(talk).toContain('  note: 2 applications are open to everyone who can sign in (pinout help application-open; where: --all)\n');
    expect((await run(base, '--all')).talk).toContain('(pinout help application-open)\n    ');
    const answer = (await json(base)) as unknown as WithNotes;
    expect([of(answer), answer.notes.map(({ code }) => code)]).toEqual([0, ['application-open', 'application-open']]);
    expect((await run(base, '--fail-on', 'info', '--ignore', 'blueprint-unmounted,keyof-unresolved')).code).toBe(0);
  });

  it('are findings when they are asked for', async () => {
    const base = repository(files);
    expect(of(await json(base, '--strict'))).toBe(2);
    expect(of(await json(base, '--only', 'application-open'))).toBe(2);
  });

  it('are left out where the configuration ignores them, which is then in use', async () => {
    const base = repository({ ...files, 'pinout.check.yaml': `paths: [blueprints/]\nignore: [{ rule: application-open, reason: all may }]\n` });
    const answer = (await json('--config', join(base, 'pinout.check.yaml'))) as unknown as WithNotes;
    expect([answer.notes, answer.findings.filter(({ code }) => code === 'ignore-unused')]).toEqual([[], []]);
  });

  it('are not written into a baseline', async () => {
    const base = repository(files);
    const file = join(base, 'baseline.json');
    await run(base, '--baseline', file, '--write-baseline');
    expect(readFileSync(file, 'utf8')).not.toContain('application-open');
  });
});
