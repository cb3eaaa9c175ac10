import type { Planned } from './planned.ts';
import { type Spelling, spellingOf } from './spelling.ts';

/**
 * An identity provider for the user's own repository, with a test: what it reads, what it must find, and what it writes, read back.
 *
 * @param packageName what the user's files import
 */
export function idpFiles(name: string, packageName: string): readonly Planned[] {
  const spelling = spellingOf(name);
  return [
    { path: `idp/${name}.ts`, text: provider(spelling, packageName) },
    { path: `idp/${name}.test.mjs`, text: proof(spelling) },
    { path: `idp/${name}/cluster.ts`, text: cluster(spelling, packageName) },
    { path: `idp/${name}/valid.yaml`, text: clientManifests(spelling, '/oauth2/oidc/callback') },
    { path: `idp/${name}/invalid.yaml`, text: clientManifests(spelling, '/callback') },
  ];
}

/** Facts about the provider, for the user's own repository and for this one. */
export const idpFacts = ({ name, pascal, title }: Spelling): string => `// CHANGE: each fact, with its documentation page or source file.
const facts: IdpFacts = {
  name: '${name}',
  title: '${title}',
  // Its charts and images, and variables of its pods that contain its public address.
  runs: { charts: ['${name}'], image: /\\/${name}$/, hostVariables: [] },
  // Part of its addresses that identifies it.
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
};`;

const provider = (spelling: Spelling, packageName: string): string => {
  const { name, camel, pascal, title } = spelling;
  return `import {
  clientEnd,
  defineIdentityProvider,
  expose,
  gateOfGroups,
  type IdpFacts,
  type IdpWriter,
  imageOf,
  type Manifest,
  object,
  openGate,
  redirectsOf,
  secretObjectName,
  text,
  textsOf,
  workload,
} from '${packageName}/idp';

${idpFacts(spelling)}

interface ${pascal}Options {
  readonly version: string;
}

// CHANGE: the objects to write.
const writer = ({ version }: ${pascal}Options): IdpWriter => ({
  namespace: '${name}',
  endpoints: (origin) => ({
    issuer: \`\${origin}/${name}/oauth2/\`,
    jwks: \`\${origin}/${name}/oauth2/keys\`,
    endSession: \`\${origin}/${name}/oauth2/logout\`,
    authorize: \`\${origin}/${name}/oauth2/authorize\`,
    token: \`\${origin}/${name}/oauth2/token\`,
    userinfo: \`\${origin}/${name}/oauth2/userinfo\`,
    noIssuer: [origin, \`\${origin}/\`],
  }),
  write: (_app, contracts): Manifest[] =>
    contracts.flatMap((contract) =>
      contract.protocol !== 'oidc'
        ? []
        : [
            {
              apiVersion: '${name}.example.org/v1',
              kind: '${pascal}Client',
              metadata: { name: contract.slug, namespace: '${name}' },
              spec: {
                clientId: contract.clientId,
                redirectUris: contract.redirects.flatMap(({ use, url }) => (use === 'login' ? [url] : [])),
                scopes: [...contract.scopes],
                ...(contract.access.kind === 'groups' ? { groups: [...contract.access.groups] } : {}),
                ...(contract.clientType === 'public'
                  ? { public: true }
                  : { secretRef: { name: secretObjectName(contract.secret), key: contract.secret.key } }),
              },
            },
          ],
    ),
  install: (given) => {
    const place = { name: '${name}', namespace: '${name}' };
    const image = imageOf(\`registry.example.org/${name}:\${version}\`, { app: '${name}', field: 'version' });
    return [
      ...workload({ ...place, what: { container: { name: '${name}', image, port: 8080, env: {} } }, values: {} }, given),
      expose({ ...place, host: given.idp.host, service: '${name}', port: 8080 }, given),
    ];
  },
});

/** CHANGE: ${title}, and how to find its clients. */
export const ${camel} = defineIdentityProvider({
  facts,
  // CHANGE: for clients in a settings file, use settingsWith(manifests, facts.name, 'key').
  read: ({ objects }) => ({
    clients: objects.of('${pascal}Client').map(({ root, name }) => {
      const spec = root.get('spec');
      const groups = textsOf(spec.get('groups').items());
      return clientEnd(facts, {
        at: spec,
        label: name,
        clientId: spec.get('clientId').locatedText(),
        redirects: redirectsOf(spec.get('redirectUris').items()),
        scopes: spec.get('scopes').exists ? textsOf(spec.get('scopes').items()) : undefined,
        isPublic: spec.get('public').scalar() === true,
        gate: groups.length === 0 ? openGate : gateOfGroups(groups, spec.located(undefined)),
        admitted: groups.length === 0 ? undefined : groups,
      });
    }),
  }),
  shape: object<${pascal}Options>({ version: text }),
  writer,
});
`;
};

const cluster = ({ name, camel }: Spelling, packageName: string): string => `import { defineCluster, groups, oidcApp } from '${packageName}';
import { ${camel} } from '../${name}.ts';

// A cluster, only for the test.
export default defineCluster({
  name: 'proof',
  domain: 'home.example.net',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'letsencrypt' },
  idp: { host: 'id', provider: ${camel}({ version: '1.0.0' }) },
  apps: [
    oidcApp({
      name: 'feeds',
      host: 'feeds',
      access: groups('readers'),
      redirects: ['/oauth2/oidc/callback'],
      image: 'ghcr.io/miniflux/miniflux:2.3.5',
      env: ({ client, secret, issuer, redirectUrl }) => ({
        OAUTH2_PROVIDER: 'oidc',
        OAUTH2_CLIENT_ID: client.clientId,
        OAUTH2_CLIENT_SECRET: secret,
        OAUTH2_REDIRECT_URL: redirectUrl,
        OAUTH2_OIDC_DISCOVERY_ENDPOINT: issuer.url,
      }),
    }),
  ],
});
`;

const proof = ({ name, title }: Spelling): string => `// The test of ${title}: node --test idp/${name}.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const pinout = (...args) => spawnSync('npx', ['--no-install', 'pinout', ...args], { encoding: 'utf8', shell: process.platform === 'win32' });
const check = (path) => {
  const { stdout, stderr } = pinout('check', path, '--json', '--integrations', here('./${name}.ts'));
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout);
};
const isOfLogin = ({ code }) => code !== 'reference-missing';

test('clients are read, and pair with their apps', () => {
  const { findings, logins } = check(here('./${name}/valid.yaml'));
  assert.deepEqual(
    logins.map(({ read }) => read),
    ['both'],
  );
  assert.deepEqual(findings.filter(isOfLogin), []);
});

test('a missing redirect URI is found', () => {
  const { findings } = check(here('./${name}/invalid.yaml'));
  assert.deepEqual(
    findings.filter(isOfLogin).map(({ code }) => code),
    ['redirect-missing'],
  );
});

test('the output pairs when it is read back', () => {
  const out = mkdtempSync(join(tmpdir(), '${name}-'));
  try {
    const { status, stderr } = pinout('synth', '--app', here('./${name}/cluster.ts'), '--out', out);
    assert.equal(status, 0, stderr);
    const { findings, logins } = check(out);
    assert.deepEqual(
      logins.map(({ read }) => read),
      ['both'],
    );
    assert.deepEqual(findings.filter(isOfLogin), []);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
`;

/** A client and the app that uses it, whose redirect URI ends in `/oauth2/oidc/callback`. */
export const clientManifests = ({ name, pascal }: Spelling, path: string): string => `apiVersion: ${name}.example.org/v1
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
          image: ghcr.io/miniflux/miniflux:2.3.5
          env:
            - { name: OAUTH2_PROVIDER, value: oidc }
            - { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: 'https://id.home.example.net/${name}/oauth2/' }
            - { name: OAUTH2_REDIRECT_URL, value: 'https://feeds.home.example.net/oauth2/oidc/callback' }
            - { name: OAUTH2_CLIENT_ID, value: feeds }
            - { name: OAUTH2_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: feeds-login, key: secret } } }
`;
