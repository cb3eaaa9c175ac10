// npm run new-idp -- NAME: an identity provider whose clients `check` reads, with its fixtures, to be changed into the one that is wanted.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

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

// Both take longer to load than to refuse a name.
const [{ createJiti }, { format }] = await Promise.all([import('jiti'), import('prettier')]);
const jiti = createJiti(import.meta.url);
const { clientManifests, idpFacts } = await jiti.import('../lib/scaffold/idp-files.ts');
const { spellingOf } = await jiti.import('../lib/scaffold/spelling.ts');
const spelling = spellingOf(name);
const { camel, pascal, title } = spelling;
const provider = `import type { IdpFacts } from '../../login/idp-facts.ts';
import { clientEnd, redirectsOf } from '../client-end.ts';
import type { IdentityProvider } from '../identity-provider.ts';

${idpFacts(spelling)}

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
writeFileSync(`${fixtures}/valid-${name}.yaml`, clientManifests(spelling, '/oauth2/oidc/callback'));
writeFileSync(`${fixtures}/invalid-${name}.yaml`, clientManifests(spelling, '/callback'));
console.log(`${own}/\n${registry}\n${fixtures}/*-${name}.yaml\n\nLook for CHANGE in the folder; then: npx vitest run test/idp test/check/gallery.test.ts`);
