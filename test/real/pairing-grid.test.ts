import { describe, expect, it } from 'vitest';
import { everyWay, pairsIn } from '../support/login-grid.ts';

describe('every way of the grid', () => {
  it('pairs both apps with their own client', () => {
    const wrong = everyWay.map((way) => ({ way, ...pairsIn(way) })).filter(({ said, wanted }) => said.join() !== wanted.join());
    expect(wrong).toEqual([]);
  }, 120_000);
});
