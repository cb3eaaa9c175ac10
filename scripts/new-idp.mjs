// npm run new-idp -- NAME: an identity provider whose clients `check` reads, with its fixtures, to be changed into the one that is wanted.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const [name = '', folder, ...more] = process.argv.slice(2);
const refuse = (text) => {
  console.error(text);
  process.exit(2);
};
if (more.length > 0 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  refuse('usage: npm run new-idp -- NAME, in small letters, words with hyphens; with a folder after it, it is made for a repository of its own');
if (folder !== undefined) process.exit(spawnSync(process.execPath, ['lib/cli/dev.mjs', 'new-idp', name, folder], { stdio: 'inherit' }).status ?? 1);
const own = `lib/idp/${name}`;
if (existsSync(own)) refuse(`${own} exists: choose another name`);

const camel = name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const pascal = camel[0].toUpperCase() + camel.slice(1);
const title = name.replace(/(?:^|-)([a-z0-9])/g, (_, letter) => ` ${letter.toUpperCase()}`).trim();
const provider = `import type { IdpFacts } from '../../login/idp-facts.ts';
import { clientEnd, redirectsOf } from '../client-end.ts';
import type { IdentityProvider } from '../identity-provider.ts';

// CHANGE: each fact, with the upstream page or source file that says it.
const facts: IdpFacts = {
  name: '${name}',
  title: '${title}',
  runs: { charts: ['${name}'], image: /\\/${name}$/, hostVariables: [] },
  address: /\\/${name}\\/oauth2\\//,
  refreshNeedsOfflineAccess: false,
  foreignScope: 'refused',
  namesEveryClient: false,
  words: {
    client: 'a ${pascal}Client',
    clientId: 'clientId',
    confidential: 'public: false',
    public: 'public: true',
    redirects: 'redirectUris',
    redirect: (url) => url,
    scopes: 'scopes',
    scope: (scope) => scope,
  },
};

/** CHANGE: ${title}, and where its clients are written. */
export const ${camel}: IdentityProvider = {
  facts,
  read({ objects }) {
    // CHANGE: for clients in a file of settings take \`settingsWith(manifests, facts.name, 'key', …)\` of ../settings.ts.
    const clients = objects.of('${pascal}Client').map(({ root, name }) => {
      const spec = root.get('spec');
      return clientEnd(facts, {
        at: spec,
        label: name,
        clientId: spec.get('clientId').locatedText(),
        redirects: redirectsOf(spec.get('redirectUris').items()),
        isPublic: spec.get('public').scalar() === true,
      });
    });
    return { clients };
  },
};
`;
const fixture = (path) => `apiVersion: ${name}.example.org/v1
kind: ${pascal}Client
metadata: { name: feeds, namespace: identity }
spec:
  clientId: feeds
  redirectUris: ['https://feeds.home.example.net${path}']
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: feeds, namespace: reading }
spec:
  selector: { matchLabels: { app: feeds } }
  template:
    metadata: { labels: { app: feeds } }
    spec:
      containers:
        - name: app
          image: ghcr.io/miniflux/miniflux:2.2.13
          env:
            - { name: OAUTH2_PROVIDER, value: oidc }
            - { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: 'https://id.home.example.net/${name}/oauth2/' }
            - { name: OAUTH2_REDIRECT_URL, value: 'https://feeds.home.example.net/oauth2/oidc/callback' }
            - { name: OAUTH2_CLIENT_ID, value: feeds }
            - { name: OAUTH2_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: feeds-login, key: secret } } }
`;
const registry = 'lib/idp/providers.ts';
const before = readFileSync(registry, 'utf8');
const list = /identityProviders: readonly IdentityProvider\[\] = \[([^\]]*)\]/;
const names = [
  ...list
    .exec(before)[1]
    .split(',')
    .map((one) => one.trim()),
  camel,
]
  .filter((one) => one !== '')
  .sort();
const options = { ...JSON.parse(readFileSync('.prettierrc.json', 'utf8')), parser: 'typescript', endOfLine: 'lf' };
const after = before
  .replace('import type { IdentityProvider }', `import { ${camel} } from './${name}/${name}.ts';\nimport type { IdentityProvider }`)
  .replace(list, `identityProviders: readonly IdentityProvider[] = [${names.join(', ')}]`);

const fixtures = 'test/check/fixtures/redirect-missing';
mkdirSync(own, { recursive: true });
mkdirSync(fixtures, { recursive: true });
writeFileSync(`${own}/${name}.ts`, await format(provider, options));
writeFileSync(registry, await format(after, options));
writeFileSync(`${fixtures}/valid-${name}.yaml`, fixture('/oauth2/oidc/callback'));
writeFileSync(`${fixtures}/invalid-${name}.yaml`, fixture('/callback'));
console.log(`${own}/\n${registry}\n${fixtures}/*-${name}.yaml\n\nLook for CHANGE in the folder; then: npx vitest run test/idp test/check/gallery.test.ts`);
