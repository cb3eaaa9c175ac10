import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Certainty } from '../../lib/repository/certainty.ts';
import { asSureAs } from '../../lib/check/guarded.ts';
import { guardedFindings, guardedRepository } from '../../lib/check/guarded.ts';
import { rules } from '../../lib/check/registry.ts';
import type { Finding } from '../../lib/contract/finding.ts';
import type { Repository } from '../../lib/repository/repository.ts';
import { clustersOf } from '../../lib/tree/clusters-of.ts';
import { readTree } from '../../lib/tree/tree.ts';
import { blueprintFor } from '../support/login-pair.ts';
import { codesSaid } from '../support/tree-said.ts';

const withPairs = (repository: Repository, certainty: Certainty): Repository => ({
  ...repository,
  pairs: { ...repository.pairs, all: repository.pairs.all.map((pair) => ({ ...pair, certainty })) },
});
const alone = (repository: Repository): Repository => ({
  ...repository,
  pairs: {
    all: [],
    unpairedLogins: repository.logins.all,
    unpairedClients: repository.clients,
  },
});
const placeOf = ({ code, file, line, column, path }: Finding): string => JSON.stringify([code, file, line, column, path]);

describe('what is found is no graver than what it rests on', () => {
  const errors = (repository: Repository, asked = rules) =>
    new Set(asked.flatMap((rule) => guardedFindings(rule, repository, {}).flatMap((one) => (one.severity === 'error' ? [placeOf(one)] : []))));

  it('of whichever rule: no error needs a pair that is not sure', () => {
    let seen = 0;
    const folder = 'test/check/fixtures';
    for (const code of readdirSync(folder))
      for (const name of readdirSync(`${folder}/${code}`).filter((one) => one.startsWith('invalid')))
        for (const tree of clustersOf(readTree([`${folder}/${code}/${name}`]))) {
          const repository = guardedRepository(tree, {});
          if (repository.pairs.all.length === 0) continue;
          const sure = errors(withPairs(repository, 'sure'));
          // The other two are asked of the rules that said something.
          const saying = rules.filter((rule) => [...sure].some((one) => one.startsWith(`["${rule.code}"`)));
          const without = errors(alone(repository), saying);
          const onPairs = [...sure].filter((one) => !without.has(one));
          seen += onPairs.length;
          const guessed = errors(withPairs(repository, 'likely'), saying);
          expect([code, name, onPairs.filter((one) => guessed.has(one))]).toEqual([code, name, []]);
        }
    expect(seen).toBeGreaterThan(25);
  });

  it('keeps what would be said without the guess', () => {
    const at = { file: 'a.yaml', line: 3, column: 1, message: 'm' };
    const findings: Finding[] = [
      { ...at, code: 'a', severity: 'error' },
      { ...at, line: 4, code: 'a', severity: 'error' },
    ];
    const tree = clustersOf(readTree(['test/check/fixtures/redirect-missing/invalid.yaml']))[0]!;
    const repository = withPairs(guardedRepository(tree, {}), 'guessed');
    expect(asSureAs(findings, repository, () => [findings[1]!]).map(({ severity }) => severity)).toEqual(['info', 'error']);
    expect(asSureAs(findings, withPairs(repository, 'sure'), () => [])).toEqual(findings);
  });
});

describe('two clients of one mark', () => {
  const app =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: board, namespace: rooms}\nspec: {template: {spec: {containers: [{name: board, image: example.net/a:1, env: [{name: OIDC_CLIENT_ID, value: board}, {name: OIDC_CLIENT_SECRET, value: x}, {name: OIDC_REDIRECT_URI, value: 'https://board.example.net/callback'}]}]}}}\n";
  const [one, two] = ['left', 'right'].map((slug) => blueprintFor(slug, { clientId: 'board', redirects: [`https://${slug}.example.net/back`] }));
  const said = (...blueprints: { file: string; text: string }[]) =>
    codesSaid({ 'app.yaml': app, ...Object.fromEntries(blueprints.map(({ file, text }) => [file, text])) }).filter((line) => line.includes('redirect-missing'));

  it('leave it open which is meant', () => {
    expect(said(one!)).toEqual(['error redirect-missing']);
    expect(said(one!, two!)).toEqual(['warning redirect-missing']);
  });
});
