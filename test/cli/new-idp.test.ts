import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function run(...args: readonly string[]) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (one) => (out += one), talk: (one) => (talk += one), env: {} });
  return { code, out, talk };
}

/** The proof of what is made runs with the packed package (.ci/run); here the same steps in this process. */
describe('pinout new-idp', () => {
  it('makes a provider that reads, finds and writes', async () => {
    const root = tempFolder();
    expect(await run('new-idp', 'my-idp', root)).toMatchObject({ code: 0, talk: expect.stringContaining('node --test idp/my-idp.test.mjs') as string });
    const file = join(root, 'idp/my-idp.ts');
    const codes = async (path: string) => {
      const { findings, logins } = JSON.parse((await run('check', path, '--json', '--integrations', file)).out) as {
        findings: { code: string }[];
        logins: { read: string }[];
      };
      return [logins.map(({ read }) => read), findings.map(({ code }) => code).filter((code) => code !== 'reference-missing')];
    };
    expect(await codes(join(root, 'idp/my-idp/valid.yaml'))).toEqual([['both'], []]);
    expect(await codes(join(root, 'idp/my-idp/invalid.yaml'))).toEqual([['both'], ['redirect-missing']]);
    expect(await run('synth', '--app', join(root, 'idp/my-idp/cluster.ts'), '--out', join(root, 'dist'))).toMatchObject({ code: 0 });
    expect(await codes(join(root, 'dist'))).toEqual([['both'], []]);
  });

  it('overwrites nothing, and takes no name that is known', async () => {
    const root = tempFolder();
    await run('new-idp', 'my-idp', root);
    writeFileSync(join(root, 'idp/my-idp.ts'), '// mine\n');
    expect((await run('new-idp', 'my-idp', root)).talk).toContain('integration-exists');
    expect(readFileSync(join(root, 'idp/my-idp.ts'), 'utf8')).toBe('// mine\n');
    for (const name of ['dex', '2fa', 'a--b']) expect((await run('new-idp', name, root)).talk).toContain('slug-invalid');
    expect(existsSync(join(root, 'idp/dex.ts'))).toBe(false);
  });
});
