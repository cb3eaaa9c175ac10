import { expect, it } from 'vitest';
import { proveGenerated } from '../support/prove-generated.ts';

// Needs nothing but time: some minutes. PINOUT_GENERATED is how many.
const runs = Number(process.env['PINOUT_GENERATED'] ?? '500');

it(`validate and check find nothing in what synth writes for ${runs} clusters over all options`, { timeout: 3_600_000 }, async () => {
  // In parts: the runner gives up on a test that is silent for a minute.
  for (let done = 0; done < runs; done += 10) {
    proveGenerated(Math.min(10, runs - done), 0.9);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  expect.hasAssertions();
});
