import { expect, it } from 'vitest';
import { proveGenerated } from '../support/prove-generated.ts';

// Needs nothing but time: about a minute.
it('validate and check find nothing in what synth writes for 500 clusters over all options', () => {
  proveGenerated(500);
  expect.hasAssertions();
});
