import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { identityProviders } from '../../lib/idp/providers.ts';
import { codeOf } from '../support/code-of.ts';

/** Files outside of its folder in which the name of a provider still decides something. The list only gets shorter: what is on it and names none any more fails too. */
const open: Readonly<Record<string, readonly string[]>> = {
  'lib/check/rules/literal-secrets.ts': ['authentik'],
  'lib/check/rules/tree.ts': ['authentik'],
  'lib/cli/secrets.ts': ['authentik'],
  'lib/cli/specs.ts': ['authentik'],
  'lib/cluster/construct-folders.ts': ['authentik'],
  'lib/contract/database.ts': ['authentik'],
  'lib/contract/existing-idp.ts': ['authentik'],
  'lib/contract/facts.ts': ['authentik'],
  'lib/contract/installation.ts': ['authentik'],
  'lib/contract/versions.ts': ['authentik'],
  'lib/delivery/flux/layers.ts': ['authentik'],
  'lib/edge/asks-outpost.ts': ['authentik'],
  // Argo CD brings a Dex of its own, which is then the client.
  'lib/integrations/argo-cd/read.ts': ['dex'],
  'lib/integrations/argo-cd/settings.ts': ['dex'],
  'lib/integrations/grafana/rules.ts': ['authentik'],
  'lib/integrations/headlamp/rules.ts': ['authentik'],
  'lib/integrations/oauth2-proxy/read.ts': ['keycloak'],
  'lib/integrations/oidc-app/known-apps-documents.ts': ['authelia', 'keycloak'],
  'lib/login/generic-settings.ts': ['authelia', 'authentik', 'dex', 'kanidm', 'keycloak', 'pocket-id'],
  'lib/manifest/manifest.ts': ['authentik'],
  'lib/manifest/reader-of-text.ts': ['authentik'],
  'lib/manifest/text-looks-like-object.ts': ['authentik'],
  'lib/platform/monitoring/monitoring.ts': ['authentik'],
  'lib/platform/namespaces.ts': ['authentik'],
  'lib/repository/versions.ts': ['authentik'],
  'lib/schema/validate-text.ts': ['authentik'],
  'lib/tree/containers.ts': ['authentik'],
  'lib/tree/made-secrets.ts': ['kanidm', 'keycloak', 'pocket-id'],
  'lib/tree/tree.ts': ['authentik'],
};

const names = identityProviders.map(({ facts }) => facts.name);
const registries = ['lib/idp/providers.ts', 'lib/idp/written.ts', 'lib/check/registry.ts', 'lib/contract/error-codes.ts'];
// Variables of apps that have a login with this provider's name in it, and addresses of upstream's pages.
const upstream = /AUTH(?:ENTIK)?_AUTHENTIK|(?:NEXT_PUBLIC_)?AUTHENTIK_(?:ENABLED|CLIENT_|ISSUER|ID\b)|\/callback\/authentik|goauthentik\/[\w-]+#\d+/g;
const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .map((path) => `lib/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.(?:ts|mjs)$/.test(path) && !/\.(?:test|gallery)\.ts$/.test(path) && !registries.includes(path));

it('names an identity provider in its own folder alone', () => {
  const found: Record<string, string[]> = {};
  for (const path of files) {
    const code = codeOf(readFileSync(path, 'utf8')).replace(upstream, '').toLowerCase();
    // A short name is part of many words.
    const pattern = (name: string) => new RegExp(name.length < 5 ? `(?<![a-z])${name}(?![a-z])` : name.replace('-', '[- ]?'));
    const named = names.filter((name) => !path.startsWith(`lib/idp/${name}/`) && pattern(name).test(code));
    if (named.length > 0) found[path] = named;
  }
  expect(found).toEqual(open);
});
