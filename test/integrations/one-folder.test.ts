import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf } from '../support/code-of.ts';

/** Files outside of an app's folder that still name it. The list only gets shorter: what is on it and names no app any more fails too. */
const open: Readonly<Record<string, readonly string[]>> = {
  'lib/check/rules/clients.ts': ['nextcloud'],
  'lib/check/rules/data.ts': ['grafana', 'nextcloud'],
  'lib/check/rules/literal-secrets.ts': ['grafana'],
  'lib/check/rules/releases.ts': ['headlamp', 'nextcloud', 'vaultwarden'],
  'lib/cluster/checked-apps.ts': ['grafana'],
  'lib/cluster/secrets-cycle.ts': ['vault'],
  'lib/explain/app-context.ts': ['oidc-app'],
  'lib/integrations/unkept.ts': ['grafana', 'nextcloud'],
  'lib/tree/chart-services.ts': ['grafana', 'headlamp', 'nextcloud', 'vault'],
  'lib/tree/containers.ts': ['grafana', 'nextcloud'],
  'lib/tree/copied-secrets.ts': ['grafana'],
  'lib/tree/secret-text.ts': ['vault'],
};

// kubectl is also the program that messages tell people to run.
const folders = readdirSync('lib/integrations', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && entry.name !== 'kubectl' ? [entry.name] : [],
);
const generated = [
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
  .filter((path) => !path.startsWith('lib/scaffold/'));

it('names an app in its own folder alone', () => {
  const found: Record<string, string[]> = {};
  for (const path of files) {
    const code = codeOf(readFileSync(path, 'utf8')).toLowerCase();
    const named = folders.filter(
      (app) => !path.startsWith(`lib/integrations/${app}/`) && new RegExp(`(?<![a-z0-9])${app.replace('-', '[- ]?')}(?![a-z0-9])`).test(code),
    );
    if (named.length > 0) found[path] = named;
  }
  expect(found).toEqual(open);
});
