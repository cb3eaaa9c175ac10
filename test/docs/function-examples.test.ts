import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { pocketId } from '../../lib/idp/pocket-id/pocket-id.ts';
import { settingsWith } from '../../lib/idp/settings.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { examplesAt, runnable } from '../support/function-examples.ts';
import { entries, publicFunctions as all } from '../support/public-functions.ts';
import { manifestsIn } from '../support/said.ts';
import { clusterInput, clusterWith } from '../support/sample.ts';

const examples = all.flatMap(({ name, file, own }) => examplesAt(file, own).map((code) => ({ name, code })));

/** What examples use beside the functions themselves. */
const folder = mkdtempSync(join(tmpdir(), 'pinout-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cluster = clusterWith({ dns: { mode: 'hostAliases' } });
for (const [path, text] of filesOf(cluster, 'apps/main.ts')) if (/\.ya?ml$/.test(path)) writeFileSync(join(folder, path.replaceAll('/', '_')), text);
const manifests = manifestsIn(
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: wiki, namespace: wiki}\nspec: {template: {spec: {containers: [{name: wiki, image: "ghcr.io/example/wiki:1.2.3", env: [{name: WIKI_OIDC_ISSUER, value: "https://auth.example.org/"}, {name: WIKI_OIDC_CLIENT_ID, value: wiki}]}]}}}\n',
  'redirect_uris: ["https://wiki.example.org/callback"]\nscopes: [openid, groups]\ngroups: [wiki-users]\nclients: []\n',
);
const settings = [...settingsWith(manifests, 'turnstile', 'redirect_uris')][0]!.root;
const [monitoring] = clusterInput.apps;
const idpFacts = { ...pocketId.facts, name: 'turnstile' };
const context: Readonly<Record<string, unknown>> = {
  ...(Object.assign({}, ...Object.values(entries)) as Readonly<Record<string, unknown>>),
  App: class extends App {
    constructor() {
      super({ outdir: join(folder, 'dist') });
    }
  },
  console: { log: () => undefined },
  at: { app: 'wiki', field: 'redirects' },
  url: 'https://auth.example.org/',
  token: 'no.token.at-all',
  // In the place of an AuthenticationConfiguration on the reader's disk.
  readFileSync: () =>
    'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: [{issuer: {url: "https://auth.example.org/", audiences: [a]}, claimMappings: {username: {claim: sub, prefix: ""}}}]\n',
  facts: cluster.facts,
  manifests,
  settings,
  monitoring,
  idpFacts,
  contracts: () => [],
  write: () => ({ objects: [], secrets: [] }),
  read: () => [],
  writerOf: () => ({}),
  is: (found: unknown, wanted: unknown) => expect(found).toEqual(wanted),
};

describe('every function that pinout offers', () => {
  it('has an example, in the comment that editors show', () => {
    expect(all.length).toBeGreaterThan(85);
    expect(all.filter(({ file, own }) => examplesAt(file, own).length === 0).map(({ name, from }) => `${from.join(', ')}: ${name}`)).toEqual([]);
  });

  it.each(examples)('$name: its example runs', async ({ code }) => {
    const own = runnable(code).replaceAll("'clusters/home'", JSON.stringify(folder));
    const { code: plain } = transformSync(`export default async () => {\n${own}\n};`, { loader: 'ts', format: 'cjs' });
    const names = Object.keys(context);
    const module = { exports: {} as { default?: () => Promise<void> } };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- comments of our own
    new Function('module', 'exports', ...names, plain)(module, module.exports, ...names.map((name) => context[name]));
    await module.exports.default!();
  });
});
