import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Files outside of an app's folder that still name it. The list only gets shorter: what is on it and names no app any more fails too. */
const open: Readonly<Record<string, readonly string[]>> = {
  'lib/check/rules/apiserver.ts': ['headlamp'],
  'lib/check/rules/clients.ts': ['grafana', 'headlamp', 'nextcloud'],
  'lib/check/rules/data.ts': ['grafana', 'nextcloud'],
  'lib/check/rules/literal-secrets.ts': ['grafana', 'vault'],
  'lib/check/rules/references.ts': ['grafana'],
  'lib/check/rules/releases.ts': ['headlamp', 'nextcloud', 'vaultwarden'],
  'lib/check/rules/scopes.ts': ['headlamp'],
  'lib/cluster/checked-apps.ts': ['grafana'],
  'lib/cluster/clusters.ts': ['grafana'],
  'lib/cluster/own-prerequisites.ts': ['grafana'],
  'lib/cluster/platform.ts': ['grafana'],
  'lib/cluster/refuse-unreachable.ts': ['oidc-app'],
  'lib/cluster/secrets-cycle.ts': ['vault'],
  'lib/compose/override.ts': ['grafana'],
  'lib/contract/access.ts': ['grafana'],
  'lib/contract/monitoring.ts': ['grafana'],
  'lib/contract/names.ts': ['grafana'],
  'lib/contract/redirect.ts': ['grafana'],
  'lib/contract/secret-text.ts': ['vault'],
  'lib/contract/tile.ts': ['grafana'],
  'lib/edge/guarded-exposure.ts': ['oauth2-proxy'],
  'lib/explain/app-context.ts': ['oidc-app'],
  'lib/explain/why.ts': ['headlamp'],
  'lib/idp/authentik/rules/applications.ts': ['grafana', 'headlamp'],
  'lib/idp/authentik/rules/groups.ts': ['grafana', 'vault'],
  'lib/idp/authentik/rules/issuers.ts': ['vault', 'vaultwarden'],
  'lib/idp/authentik/rules/providers.ts': ['grafana', 'vaultwarden'],
  'lib/idp/authentik/rules/scopes.ts': ['oauth2-proxy', 'oidc-app', 'vaultwarden'],
  'lib/integrations/unkept.ts': ['grafana', 'nextcloud'],
  'lib/tree/chart-services.ts': ['grafana', 'headlamp', 'nextcloud', 'vault'],
  'lib/tree/containers.ts': ['grafana', 'nextcloud'],
  'lib/tree/copied-secrets.ts': ['grafana'],
  'lib/tree/made-secrets.ts': ['grafana'],
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

/** Code without its comments: an example may name any app. */
const codeOf = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

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
