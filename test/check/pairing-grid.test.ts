import { describe, expect, it } from 'vitest';
import { everyWay, pairsIn } from '../support/login-grid.ts';

/** So many of all ways; `npm run test:real` tries each. */
const few = 24;
const step = Math.ceil(everyWay.length / few);

describe('two apps written alike, the client of each, and a client of nobody', () => {
  it.each(everyWay.filter((_, index) => index % step === 0))('are paired by $key: $app, $provider, $host', (way) => {
    const { said, wanted } = pairsIn(way);
    expect(said).toEqual(wanted);
  });
});
