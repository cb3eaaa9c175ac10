import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { identityProviders } from '../../lib/idp/providers.ts';
import { codeOf } from '../support/code-of.ts';

const versions = '--authentik and versions.authentik are options: what differs between versions is decided in one place';

/** Files outside of a provider's folder that name it for a reason. What is on the list and names none any more fails too. */
const open: Readonly<Record<string, { readonly names: readonly string[]; readonly because: string }>> = {
  'lib/cli/adopt.ts': { names: ['authentik'], because: versions },
  'lib/cli/init-answers.ts': { names: ['authentik'], because: versions },
  'lib/cli/init.ts': { names: ['authentik'], because: versions },
  'lib/cli/specs.ts': { names: ['authentik'], because: versions },
  'lib/contract/database.ts': { names: ['authentik'], because: 'usual names of the database and its Secret, which existing installations have' },
  'lib/contract/existing-idp.ts': { names: ['authentik'], because: 'usual names of what somebody else has installed' },
  'lib/contract/facts.ts': { names: ['authentik'], because: versions },
  'lib/contract/facts-input.ts': { names: ['authentik'], because: versions },
  'lib/contract/installation.ts': { names: ['authentik'], because: 'the name of a Secret in an example' },
  'lib/contract/versions.ts': { names: ['authentik'], because: versions },
  'lib/edge/asks-outpost.ts': { names: ['authentik'], because: 'a path at which proxies ask, which the edge has to know below the providers' },
  'lib/integrations/argo-cd/charts.ts': { names: ['dex'], because: 'Argo CD brings a Dex of its own, which is then the client' },
  'lib/integrations/argo-cd/read.ts': { names: ['dex'], because: 'Argo CD brings a Dex of its own, which is then the client' },
  'lib/integrations/argo-cd/rules.ts': { names: ['dex'], because: 'Argo CD brings a Dex of its own, which is then the client' },
  'lib/integrations/argo-cd/settings.ts': { names: ['dex'], because: 'Argo CD brings a Dex of its own, which is then the client' },
  'lib/integrations/oauth2-proxy/read.ts': { names: ['keycloak'], because: "a word of oauth2-proxy's own settings" },
  'lib/integrations/oidc-app/known-apps-development.ts': { names: ['keycloak'], because: 'variables of an app' },
  'lib/integrations/oidc-app/known-apps-documents.ts': { names: ['authelia', 'authentik', 'keycloak', 'zitadel'], because: 'variables of an app' },
  'lib/integrations/oidc-app/known-apps-operations.ts': { names: ['dex'], because: 'variables of an app' },
  'lib/integrations/settings-app/forms-operations.ts': { names: ['keycloak'], because: 'a way back of an app' },
  'lib/manifest/manifest.ts': { names: ['authentik'], because: "a folder of dist, which users' Kustomizations name" },
  'lib/manifest/reader-of-text.ts': { names: ['authentik'], because: 'a text is told by its words before anybody can ask a provider' },
  'lib/repository/versions.ts': { names: ['authentik'], because: versions },
  'lib/tree/containers.ts': { names: ['authentik'], because: 'a key of charts below which variables stand' },
  'lib/tree/external-secret.ts': { names: ['authelia', 'authentik', 'kanidm', 'keycloak'], because: 'words that names of Secrets begin or end with' },
  'lib/tree/tree-files.ts': { names: ['authentik', 'keycloak', 'pocket-id', 'zitadel'], because: 'resources of Terraform' },
};

const names = identityProviders.map(({ facts }) => facts.name);
const registries = ['lib/idp/documents.ts', 'lib/idp/providers.ts', 'lib/idp/written.ts', 'lib/check/registry.ts', 'lib/contract/error-codes.ts'];
// Variables of apps that have a login with this provider's name in it, and addresses of upstream's pages.
const upstream = /AUTH(?:ENTIK)?_AUTHENTIK|(?:NEXT_PUBLIC_)?AUTHENTIK_(?:ENABLED|CLIENT_|ISSUER|ID\b)|\/callback\/authentik|goauthentik\/[\w-]+#\d+/g;
const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .map((path) => `lib/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.(?:ts|mjs)$/.test(path) && !/\.(?:test|gallery)\.ts$/.test(path) && !registries.includes(path))
  // Messages are kept with the programs that say them.
  .filter((path) => !path.startsWith('lib/symptoms/'));

it('names an identity provider in its own folder alone', () => {
  const found: Record<string, string[]> = {};
  for (const path of files) {
    const code = codeOf(readFileSync(path, 'utf8')).replace(upstream, '').toLowerCase();
    // A short name is part of many words.
    const pattern = (name: string) => new RegExp(name.length < 5 ? `(?<![a-z])${name}(?![a-z])` : name.replace('-', '[- ]?'));
    const named = names.filter((name) => !path.startsWith(`lib/idp/${name}/`) && pattern(name).test(code));
    if (named.length > 0) found[path] = named;
  }
  expect(found).toEqual(Object.fromEntries(Object.entries(open).map(([path, { names: named }]) => [path, named])));
});
