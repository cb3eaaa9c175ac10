import { describe, expect, it } from 'vitest';
import { allCells } from '../support/grid/cells.ts';

describe('each app in each way to tell it its login', () => {
  it.each(allCells)('$name', ({ said }) => {
    expect(said()).toBe('both shelf');
  });
});
