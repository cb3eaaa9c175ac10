import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readIdentityEnds } from '../../lib/idp/authentik/read.ts';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { filesBelow } from '../../lib/tree/tree-files.ts';
import { readEnds } from '../../lib/integrations/read-ends.ts';
import type { SourceDocument } from '../../lib/manifest/source.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';
import { saidTwice } from '../support/one-code.ts';
import { said, saidByProvider } from '../support/said.ts';
import { explained } from './mutation-survivors.ts';
import { blueprintMutationsOf, type Mutation, mutationsOf } from './mutations.ts';

/** One of so many is tried in `npm test`; `npm run mutation` tries all. */
const stride = process.env['PINOUT_MUTATION'] === 'all' ? 1 : 61;
const home = 'dist/home';
const files = filesBelow([home]).filter((file) => 'text' in file);
const registry = new Registry();
const ends = ['apps', 'login', 'identity'];

/** Files that can bear on one app: its own two ends, and everything that no app owns. */
const around = (app: string) =>
  files.filter(({ file }) => !file.includes('/flux/') && ends.every((end) => !file.includes(`/${end}/`) || file.includes(`/${end}/${app}/`)));

const read = (file: string, text: string): string => {
  const manifests = manifestsOf(treeOf([{ file, text }]));
  return JSON.stringify([...readIdentityEnds(manifests).map(saidByProvider), ...readEnds(manifests).map(({ end }) => said(end))]);
};

/** Mutations that a reader can see: they change what it says about an end. */
function seenMutations(file: string, text: string): Mutation[] {
  const before = read(file, text);
  if (before === '[]') return [];
  const all = text.includes('kind: ConfigMap') && text.includes('entries:') ? blueprintMutationsOf(text, stride) : mutationsOf(text, stride);
  return all.filter((mutation) => read(file, mutation.text) !== before);
}

describe('every single change of one end that a reader can see is found by the rules', () => {
  const parsed = new Map<string, SourceDocument[]>();
  const apps = readdirSync(`${home}/identity`);

  it.each(apps)('%s', { timeout: 300_000 }, async (app) => {
    const nearby = around(app);
    const survivors: string[] = [];
    const twice: string[] = [];
    const score = { mutations: 0, found: 0, explained: 0 };
    for (const one of nearby.filter(({ file }) => ends.some((end) => file.includes(`/${end}/${app}/`))))
      for (const mutation of seenMutations(one.file, one.text)) {
        score.mutations += 1;
        // The runner speaks with its worker meanwhile.
        if (score.mutations % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
        const mutated = nearby.map((file) => (file.file === one.file ? { file: file.file, text: mutation.text } : file));
        const name = `${mutation.kind} ${one.file.slice(home.length + 1)} ${mutation.path}`;
        // The hash beside a blueprint finds any change of it; here the other rules are tried.
        const { findings } = checkFiles(mutated, { parsed, strict: true, ignore: ['content-hash-stale'] });
        const here = findings.filter(({ file }) => file === one.file);
        if (here.length > 0 && (stride === 1 || score.mutations % 3 === 0))
          twice.push(...saidTwice(here, validateText(one.file, mutation.text, { registry, strictKinds: false }).findings));
        if (findings.length > 0) score.found += 1;
        else if (explained.some(({ pattern }) => pattern.test(name))) score.explained += 1;
        else survivors.push(name);
      }
    if (stride === 1) console.log(`${app}: ${score.mutations} mutations, ${score.found} found, ${score.explained} explained, ${survivors.length} left`);
    expect(survivors).toEqual([]);
    expect([...new Set(twice)]).toEqual([]);
  });
});
