import { describe, expect, it } from 'vitest';
import { someCells } from '../support/grid/cells.ts';

// Each app in each way is a matter of `npm run test:real`: test/real/login-grid.test.ts.
describe('a right login is recognised and paired, and nothing is found', () => {
  it.each(someCells)('$name', ({ said }) => {
    expect(said()).toBe('both shelf');
  });
});
