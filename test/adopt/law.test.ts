import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftsOf, loginsOf } from '../../lib/adopt/adopt.ts';
import { type Cluster, defineCluster } from '../../lib/cluster/cluster.ts';
import { isPinoutError } from '../../lib/contract/error.ts';
import { issuerOf } from '../../lib/contract/facts.ts';
import { project } from '../../lib/contract/project.ts';
import type { Contract } from '../../lib/contract/contract.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { inputOf, recipes } from '../support/generated-clusters.ts';

/** What a contract says to the identity provider, but for the Secret, whose generation stands nowhere else. */
function said(contract: Contract, { facts }: Cluster): unknown {
  const { access, ...all } = project(contract, 'idp', facts.features, issuerOf(facts, contract.slug));
  const rest = Object.fromEntries(Object.entries(all).filter(([field]) => field !== 'secret'));
  const { kind, groups = [] } = access as { readonly kind: string; readonly groups?: readonly string[] };
  return { ...rest, access: { kind, groups: [...groups].sort() } };
}

function adopted(cluster: Cluster): {
  readonly before: readonly (readonly [string, unknown])[];
  readonly after: readonly (readonly [string, unknown])[];
  readonly why: readonly string[];
} {
  const files = [...filesOf(cluster, 'apps/main.ts')].map(([path, text]) => ({ file: `dist/${cluster.facts.name}/${path}`, text }));
  const contracts = cluster.apps.flatMap((app) => app.contracts);
  const before = contracts.map((contract) => [contract.slug, said(contract, cluster)] as const).sort(bySlug);
  if (before.length === 0) return { before, after: [], why: [] };
  const logins = loginsOf(treeOf(files.filter(({ file }) => file.endsWith('.yaml'))), []);
  const { drafts, refused } = draftsOf(logins, cluster.facts);
  return {
    before,
    after: drafts.map(({ contract }) => [contract.slug, said(contract, cluster)] as const).sort(bySlug),
    why: refused.map(({ name, why }) => `${name}: ${why}`),
  };
}

const bySlug = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

describe('adopting what pinout wrote gives the same logins back', () => {
  it('of the sample', async () => {
    const [cluster] = await loadClusters('apps/main.ts');
    const { before, after, why } = adopted(cluster!);
    expect(why).toEqual([]);
    expect(after).toEqual(before);
  });

  it('of any cluster', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        let cluster: Cluster;
        try {
          cluster = defineCluster(inputOf(recipe));
        } catch (error) {
          if (!isPinoutError(error)) throw error;
          return;
        }
        const { before, after, why } = adopted(cluster);
        expect(why).toEqual([]);
        expect(after).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });
});
