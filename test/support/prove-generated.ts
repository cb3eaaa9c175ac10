import fc from 'fast-check';
import { expect } from 'vitest';
import { type Cluster, defineCluster } from '../../lib/cluster/cluster.ts';
import { isPinoutError } from '../../lib/contract/error.ts';
import { inputOf, type Recipe, recipes } from './generated-clusters.ts';
import { grave, judged } from './judge.ts';

/** What check rightly warns of, because the source asks for it. */
function chosen({ facts }: Recipe): string[] {
  const { certificates, monitoring } = facts as { certificates?: { provider: { kind: string } }; monitoring?: object };
  return [
    ...(certificates !== undefined && monitoring === undefined ? ['renewal-alert-missing'] : []),
    ...(certificates?.provider.kind === 'http-01' ? ['http01-issuer'] : []),
  ];
}

/** Makes clusters over all options: what synth writes for each, validate and check find right. */
export function proveGenerated(runs: number, mostRefused = 0.7): void {
  const refused = new Map<string, number>();
  fc.assert(
    fc.property(recipes, (recipe) => {
      let cluster: Cluster;
      try {
        cluster = defineCluster(inputOf(recipe));
      } catch (error) {
        if (!isPinoutError(error)) throw error;
        refused.set(error.message, (refused.get(error.message) ?? 0) + 1);
        return;
      }
      const expected = chosen(recipe);
      expect(grave(judged(cluster).filter(({ code }) => !expected.includes(code)))).toEqual([]);
    }),
    { numRuns: runs },
  );
  // Otherwise the property judges next to nothing.
  const count = [...refused.values()].reduce((sum, one) => sum + one, 0);
  expect(count / runs, [...refused.keys()].join('\n')).toBeLessThanOrEqual(mostRefused);
}
