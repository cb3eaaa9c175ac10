import { describe, expect, it } from 'vitest';
import { faultsOfOddTree } from '../support/judge-odd-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** `PINOUT_FUZZ=100000 npm run test:real`: as many trees; `PINOUT_FUZZ_FROM`: the first seed. */
const runs = Number(process.env['PINOUT_FUZZ'] ?? 30_000);
const first = Number(process.env['PINOUT_FUZZ_FROM'] ?? 1_000);

describe('check and validate', () => {
  it(`judge ${runs} odd trees without breaking`, async () => {
    const folder = tempFolder();
    const faults: string[] = [];
    for (let seed = first; seed < first + runs && faults.length < 20; seed += 1) faults.push(...(await faultsOfOddTree(seed, folder)));
    expect(faults).toEqual([]);
  }, 7_200_000);
});
