import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { readIdentityEnds } from '../../lib/idp/authentik/read.ts';
import { readEnds } from '../../lib/integrations/read-ends.ts';
import type { SourceDocument } from '../../lib/manifest/source.ts';
import { authenticationFaults } from '../../lib/schema/authentication.ts';
import type { Fact } from '../../lib/schema/chart/facts.ts';
import { releaseFindings } from '../../lib/schema/chart/release-findings.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { filesBelow } from '../../lib/tree/tree-files.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { said, saidByProvider } from '../support/said.ts';
import { explainedKinds, notJudged } from '../check/applied-survivors.ts';
import { explained } from '../check/mutation-survivors.ts';
import { blueprintMutationsOf, mutationsOf } from '../check/mutations.ts';

/** One of so many scalars is tried in `npm run test:real`; `npm run mutation:applied` tries all: 25 minutes. */
const all = process.env['PINOUT_MUTATION'] === 'all';
const stride = all ? 1 : 199;
const home = 'dist/home';
const files = filesBelow([home]).flatMap((file) => ('text' in file ? [file] : []));
/** What Flux applies. */
const applied = files.filter(({ file }) => /\.ya?ml$/.test(file) && !file.includes('/manual/'));

const ends = ['apps', 'login', 'identity'];
const guarded = /\/(?:identity\/(?:groups|outpost|homepage|whoami)|apps\/(?:homepage|whoami))\//;

/** Files that can bear on one: for a file of an app its ends, the guarded apps, and everything that no app owns. */
function around(file: string) {
  const app = /\/(?:apps|login|identity)\/([^/]+)\//.exec(file)?.[1];
  if (app === undefined) return files;
  // The files of kube-apiserver and of kubectl name the clients of both.
  const kubernetes = ['kubectl', 'headlamp'];
  const family = kubernetes.includes(app) ? kubernetes : [app];
  return files.filter(
    (one) =>
      !one.file.includes('/flux/') &&
      (family.length > 1 || !one.file.includes('/manual/kube')) &&
      ends.every((end) => !one.file.includes(`/${end}/`) || family.some((name) => one.file.includes(`/${end}/${name}/`)) || guarded.test(one.file)),
  );
}

const options = {
  registry: new Registry('imports'),
  strictKinds: false,
  authentication: (value: object) => authenticationFaults(value, 36),
};
const facts = new Map<string, readonly Fact[]>(
  applied.flatMap(({ file, text }) => {
    const found = validateText(file, text, options).facts;
    return found.length === 0 ? [] : [[file, found] as const];
  }),
);

/** Whether `pinout validate` finds something beside what it cannot judge. */
function isInvalid(file: string, text: string): boolean {
  const result = validateText(file, text, options);
  if (result.findings.length > 0) return true;
  if (!facts.has(file)) return false;
  const texts = new Map([[file, text]]);
  const read = (name: string): string => texts.get(name) ?? readFileSync(name, 'utf8');
  const changed = new Map(facts).set(file, result.facts);
  return releaseFindings([...changed.values()].flat(), 'imports', new Set(), read).some(({ severity }) => severity !== 'info');
}

/** What readers of logins say about a file. */
const read = (file: string, text: string): string => {
  const manifests = manifestsOf(treeOf([{ file, text }]));
  return JSON.stringify([...readIdentityEnds(manifests).map(saidByProvider), ...readEnds(manifests).map(({ end }) => said(end))]);
};

describe('every scalar that Flux applies: its change is found by check or validate, or its kind is named', () => {
  const parsed = new Map<string, SourceDocument[]>();
  const folders = [...new Set(applied.map(({ file }) => posix.dirname(file).slice(home.length + 1)))];

  it.each(folders)('%s', { timeout: 1_200_000 }, async (folder) => {
    const score = { changes: 0, found: 0, explained: 0, notJudged: 0 };
    const survivors: string[] = [];
    for (const one of applied.filter(({ file }) => posix.dirname(file) === `${home}/${folder}`)) {
      const nearby = around(one.file);
      expect(checkFiles(nearby, { parsed }).findings).toEqual([]);
      const before = read(one.file, one.text);
      const isBlueprint = one.text.includes('kind: ConfigMap') && one.text.includes('entries:');
      for (const mutation of [...(isBlueprint ? blueprintMutationsOf(one.text, stride) : []), ...mutationsOf(one.text, stride)]) {
        score.changes += 1;
        // The runner speaks with its worker meanwhile.
        if (score.changes % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
        const mutated = nearby.map((file) => (file === one ? { file: file.file, text: mutation.text } : file));
        const isFound = isInvalid(one.file, mutation.text) || checkFiles(mutated, { parsed }).findings.length > 0;
        // What was parsed of a changed file is of no use any more.
        parsed.delete(`${one.file}\n${mutation.text}`);
        const name = `${mutation.kind} ${one.file.slice(home.length + 1)} ${mutation.path}`;
        if (isFound) score.found += 1;
        // No kind explains a change that a reader of logins sees: each of those is explained by itself.
        else if (explained.some(({ pattern }) => pattern.test(name))) score.explained += 1;
        else if (explainedKinds.some(({ pattern }) => pattern.test(name)) && read(one.file, mutation.text) === before) score.explained += 1;
        else if (notJudged.some(({ pattern }) => pattern.test(name)) && read(one.file, mutation.text) === before) score.notJudged += 1;
        else survivors.push(name);
      }
    }
    if (all)
      console.log(
        `${folder}: ${score.changes} changes, ${score.found} found, ${score.explained} explained, ${score.notJudged} not judged, ${survivors.length} left`,
      );
    expect(survivors).toEqual([]);
  });
});
