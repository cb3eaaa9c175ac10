import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IdentityProvider } from '../../lib/idp/identity-provider.ts';
import { manifestsIn } from '../support/said.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** As much of this checkout as the script and a reader need. */
function copy(): string {
  const root = tempFolder();
  for (const path of [
    'scripts/new-idp.mjs',
    '.prettierrc.json',
    'package.json',
    ...['idp', 'tree', 'manifest', 'login', 'contract', 'scaffold'].map((room) => `lib/${room}`),
  ])
    cpSync(path, join(root, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return root;
}

const node = (root: string, ...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
describe('npm run new-idp', () => {
  it('makes a provider whose clients are read', async () => {
    const root = copy();
    const { status, stderr } = node(root, 'scripts/new-idp.mjs', 'my-idp');
    expect([status, stderr]).toEqual([0, '']);
    const registry = readFileSync(join(root, 'lib/idp/providers.ts'), 'utf8');
    expect(registry).toContain("import { myIdp } from './my-idp/my-idp.ts';");
    expect(registry).toMatch(/\[authelia, .*keycloak, myIdp, pocketId, zitadel\]/);
    const { myIdp } = (await import(join(root, 'lib/idp/my-idp/my-idp.ts'))) as { myIdp: IdentityProvider };
    const [client] = myIdp.read(manifestsIn(readFileSync(join(root, 'test/check/fixtures/redirect-missing/invalid-my-idp.yaml'), 'utf8'))).clients;
    expect([client?.clientId?.value, client?.redirects?.map(({ value }) => value.url)]).toEqual(['feeds', ['https://feeds.home.example.net/callback']]);
  });

  it.each([['My IdP'], ['../evil'], ['2fa'], [''], ['a--b'], ['authentik']])('is not called %j', (name) => {
    const { status, stdout, stderr } = node('.', 'scripts/new-idp.mjs', name);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^usage: npm run new-idp|exists: choose another name/);
  });
});
