import { describe, expect, it } from 'vitest';
import { faultsOfOddTree } from '../support/judge-odd-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Thirty thousand of them: test/real/odd-trees.test.ts.
describe('check and validate', () => {
  it('judge odd trees without breaking', async () => {
    const folder = tempFolder();
    const faults: string[] = [];
    for (let seed = 0; seed < 30; seed += 1) faults.push(...(await faultsOfOddTree(seed, folder)));
    expect(faults).toEqual([]);
  }, 120_000);
});
