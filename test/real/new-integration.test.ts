import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { run } from './tool.ts';

/** A copy of this checkout that may be changed. */
function copy(): string {
  const root = tempFolder();
  for (const path of [
    'lib',
    'apps',
    'test',
    'scripts',
    'docs',
    'imports',
    'bench',
    'package.json',
    'tsconfig.json',
    'eslint.config.js',
    'vitest.config.ts',
    '.prettierrc.json',
    '.dependency-cruiser.cjs',
  ])
    cpSync(path, join(root, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return root;
}

describe('pinout new-integration', () => {
  it('makes an integration that compiles, satisfies the linter and passes its tests as it is', () => {
    const root = copy();
    const npx = (...args: string[]) => {
      const { status, stdout, stderr } = run('sh', ['-c', 'cd "$0" && "$@"', root, process.execPath, ...args]);
      expect(`${stdout}${stderr}`.slice(-4000) + String(status)).toMatch(/0$/);
    };
    npx('lib/cli/dev.mjs', 'new-integration', 'my-app');
    expect(readFileSync(join(root, 'lib/integrations/registry.ts'), 'utf8')).toContain("'my-app': myAppIntegration");
    writeFileSync(
      join(root, 'apps/my-app.ts'),
      "import { groups, myApp } from 'pinout';\n\nexport const mine = myApp({ host: 'mine', access: groups('mine-users') });\n",
    );
    npx('node_modules/typescript/bin/tsc', '--noEmit');
    npx('node_modules/prettier/bin/prettier.cjs', '--check', 'lib/integrations/my-app');
    npx('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', 'lib/integrations/my-app', 'apps/my-app.ts');
    npx('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'lib', '--config', '.dependency-cruiser.cjs');
    npx('node_modules/vitest/vitest.mjs', 'run', 'lib/integrations/my-app', 'test/integrations', 'test/invalid');
  });
});

describe('npm run new-idp', () => {
  it('makes a provider that compiles, satisfies the linter and passes the tests of all providers as it is', () => {
    const root = copy();
    const node = (...args: string[]) => {
      const { status, stdout, stderr } = run('sh', ['-c', 'cd "$0" && "$@"', root, process.execPath, ...args]);
      expect(`${stdout}${stderr}`.slice(-4000) + String(status)).toMatch(/0$/);
    };
    node('scripts/new-idp.mjs', 'my-idp');
    node('node_modules/typescript/bin/tsc', '--noEmit');
    node('node_modules/prettier/bin/prettier.cjs', '--check', 'lib/idp');
    node('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', 'lib/idp/my-idp', 'lib/idp/providers.ts');
    node('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'lib', '--config', '.dependency-cruiser.cjs');
    node('node_modules/vitest/vitest.mjs', 'run', 'test/idp/other-providers.test.ts', 'test/check/gallery.test.ts');
  });
});
