import { describe, expect, it } from 'vitest';
import { fuzzOptions } from '../support/option-fuzz.ts';

const runs = Number(process.env['PINOUT_RUNS'] ?? 16000);

describe('wrong options, many of them', () => {
  it(`are refused with code, field and fix, or written: ${runs} runs`, () => {
    const { written, refused, codes, faults } = fuzzOptions(runs);
    process.stderr.write(`options: ${runs} runs, ${written} written, ${refused} refused with ${codes.size} codes, ${faults.size} kinds of faults\n`);
    expect([...faults]).toEqual([]);
    expect(written + refused).toBeGreaterThanOrEqual(runs);
  });
});
