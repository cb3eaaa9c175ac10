import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf } from '../support/code-of.ts';

/** Rooms that write. Others read what somebody wrote: which objects apply a tree is part of the tree, of whatever engine they are. */
const writers = ['cluster', 'compose', 'contract', 'delivery', 'edge', 'idp', 'integrations', 'kubernetes', 'manifest', 'platform', 'secrets', 'synth'];
const versions = '--flux and versions.flux are options: what differs between versions is decided in one place';

/** Other files that name the engine for a reason. What is on the list and does not name it any more fails too. */
const open: Readonly<Record<string, string>> = {
  'lib/cluster/existing-release.ts': "a release of the user's own, which takes values of ours",
  'lib/idp/authentik/existing.ts': "authentik's release of the user's own, which takes values of ours",
  'lib/integrations/oidc-app/write-elsewhere.ts': "a release of the user's own, which takes values of ours",
  'lib/contract/certificates.ts': 'an API group that no webhook may have',
  'lib/contract/facts.ts': 'the usual name of a source',
  'lib/contract/facts-input.ts': 'the kinds of source that an app file may name, and an option',
  'lib/contract/metadata.ts': 'a kind of object whose labels an app file may set',
  'lib/contract/versions.ts': versions,
  'lib/manifest/manifest.ts': "a folder of dist, which users' Kustomizations name",
  'lib/manifest/written.ts': 'the types of all kinds that are written',
};

const words = /(?<!mini)flux|helmrelease|ocirepository|(?:kustomize|source|helm)\.toolkit/i;

it('names Flux in its own folder alone, where something is written', () => {
  const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .map((path) => `lib/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(?:ts|mjs)$/.test(path) && !/\.(?:test|gallery)\.ts$/.test(path))
    // The port's registry.
    .filter((path) => !path.startsWith('lib/delivery/flux/') && path !== 'lib/delivery/engine.ts')
    // Rules about an identity provider judge what somebody wrote for some engine.
    .filter((path) => writers.includes(path.split('/')[1]!) && !/^lib\/idp\/[^/]+\/rules\//.test(path));
  const found = files.filter((path) => words.test(codeOf(readFileSync(path, 'utf8'))));
  expect(found.sort()).toEqual(Object.keys(open).sort());
});
