import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf } from '../support/code-of.ts';

/** Files outside of an app's folder that name it for a reason. What is on the list and names no app any more fails too. */
const open: Readonly<Record<string, { readonly names: readonly string[]; readonly because: string }>> = {
  'lib/idp/zitadel/zitadel.ts': { names: ['oidc-app'], because: 'a kind of an operator' },
  'lib/tree/containers.ts': { names: ['grafana', 'nextcloud'], because: 'keys of charts below which variables stand, of whatever app' },
  'lib/tree/copied-secrets.ts': { names: ['grafana'], because: 'an API group' },
  'lib/tree/tree-files.ts': { names: ['grafana', 'vault'], because: 'resources of Terraform' },
  'lib/tree/secret-text.ts': { names: ['vault'], because: 'how references to a secret begin: vault:path' },
};

// kubectl is also the program that messages tell people to run.
const folders = readdirSync('lib/integrations', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && entry.name !== 'kubectl' ? [entry.name] : [],
);
const generated = [
  'lib/integrations/charts.ts',
  'lib/integrations/registry.ts',
  'lib/integrations/index.ts',
  'lib/integrations/readers.ts',
  'lib/check/registry.ts',
  'lib/contract/error-codes.ts',
];
const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .map((path) => `lib/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.(?:ts|mjs)$/.test(path) && !/\.(?:test|gallery)\.ts$/.test(path) && !generated.includes(path))
  // What makes a new folder has a name for an example, and somebody's app may have it.
  .filter((path) => !path.startsWith('lib/scaffold/'))
  // Messages are kept with the programs that say them, whoever reads their settings.
  .filter((path) => !path.startsWith('lib/symptoms/'));

it('names an app in its own folder alone', () => {
  const found: Record<string, string[]> = {};
  for (const path of files) {
    const code = codeOf(readFileSync(path, 'utf8')).toLowerCase();
    const named = folders.filter(
      (app) => !path.startsWith(`lib/integrations/${app}/`) && new RegExp(`(?<![a-z0-9])${app.replace('-', '[- ]?')}(?![a-z0-9])`).test(code),
    );
    if (named.length > 0) found[path] = named;
  }
  expect(found).toEqual(Object.fromEntries(Object.entries(open).map(([path, { names }]) => [path, names])));
});
