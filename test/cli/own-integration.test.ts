import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkFiles, defineRule } from '../../lib/check.ts';
import { main } from '../../lib/cli/main.ts';
import { defineIntegration, text } from '../../lib/integration.ts';
import { runModule } from '../../lib/synth/run-app-file.ts';

async function run(args: readonly string[], input?: string) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (one) => (out += one), talk: (one) => (talk += one), env: {}, ...(input === undefined ? {} : { input: () => input }) });
  return { code, out, talk };
}

describe('an integration in a repository of its own', () => {
  const root = mkdtempSync(join(tmpdir(), 'pinout-test-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  cpSync('test/support/own-repository', root, { recursive: true });
  const dist = join(root, 'dist');
  const file = join(root, 'integrations/linkding.ts');
  const findings = async (...args: string[]) => {
    const { out } = await run(['check', dist, '--json', '--integrations', file, ...args]);
    return JSON.parse(out) as { findings: { code: string; docs?: string }[]; logins: { app: string; paired: boolean }[] };
  };

  it('writes both ends, and reads them back', async () => {
    expect(await run(['synth', '--app', join(root, 'apps/main.ts'), '--out', dist])).toMatchObject({ code: 0 });
    const { findings: found, logins } = await findings('--strict');
    expect(found.filter(({ code }) => code !== 'reference-missing')).toEqual([]);
    expect(logins).toMatchObject([{ app: 'linkding', read: 'both' }]);
  });

  it('has its own rule and its own judge', async () => {
    const release = join(dist, 'home/apps/linkding/linkding.yaml');
    writeFileSync(release, readFileSync(release, 'utf8').replace('value: "True"', "value: 'False'"));
    const { findings: found } = await findings('--only', 'linkding-off');
    expect(found).toMatchObject([{ code: 'linkding-off', severity: 'warning', fix: "write LD_ENABLE_OIDC: 'True'" }]);
    expect(found[0]).not.toHaveProperty('docs');
    const token = `x.${Buffer.from('{}').toString('base64url')}.x`;
    expect((await run(['explain', '--for', 'linkding', '--dist', dist, '--integrations', file, '--json'], token)).out).toContain('"email"');
  });

  it('is refused when it cannot be told from one of pinout, and a file without any too', async () => {
    expect(() => defineRule({ code: 'Not a code' } as never)).toThrow(expect.objectContaining({ code: 'rule-invalid' }) as Error);
    expect(() => checkFiles([], { rules: [defineRule({ code: 'client-unknown' } as never)] })).toThrow(
      expect.objectContaining({ code: 'rule-invalid' }) as Error,
    );
    const parts = { shape: text, contracts: () => [], write: () => ({ objects: [], secrets: [] }), read: () => [] };
    expect(() => defineIntegration({ ...parts, name: 'grafana' })).toThrow(expect.objectContaining({ code: 'integration-invalid' }) as Error);
    expect(() => defineIntegration({ ...parts, name: 'x', read: 1 } as never)).toThrow(expect.objectContaining({ field: 'defineIntegration.read' }) as Error);
    expect(await run(['check', dist, '--integrations', join(root, 'apps/main.ts'), '--json'])).toMatchObject({
      code: 3,
      out: expect.stringContaining('definitions-missing') as string,
    });
    expect((await run(['check', dist, '--integrations', join(root, 'no.ts'), '--json'])).out).toContain('app-file-missing');
  });

  it('is shown in the docs by examples that run', async () => {
    const [, rule, program] = [...readFileSync('docs/tasks/extend.md', 'utf8').matchAll(/```typescript\n([\s\S]*?)```/g)].map(([, code]) => code!);
    writeFileSync(join(root, 'rules.ts'), rule!);
    writeFileSync(join(root, 'token'), 'x.e30.x');
    const folder = (code: string) => code.replaceAll('clusters/home', join(process.cwd(), 'dist')).replace("'token'", JSON.stringify(join(root, 'token')));
    writeFileSync(
      join(root, 'program.ts'),
      folder(program!)
        .replace('console.log(', 'export const said = [')
        .replace(/\);\s*$/, '];'),
    );
    expect((await run(['check', '--list', '--integrations', join(root, 'rules.ts')])).out).toContain('own-domain');
    const { said } = (await runModule(join(root, 'program.ts'))) as { said: [number, number, string] };
    expect(said[0]).toBeGreaterThan(0);
    expect(said[1]).toBeGreaterThan(200);
    expect(said[2]).toContain('issuer');
  });
});
