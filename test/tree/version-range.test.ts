import { describe, expect, it } from 'vitest';
import { isAtLeast, rangeOf, together } from '../../lib/tree/version-range.ts';

describe('a range of versions', () => {
  it.each([
    ['2026.5.1', [2026, 5, 1], [2026, 5, 2]],
    ['v0.17.0-rc1', [0, 17, 0], [0, 17, 1]],
    ['2026.5.1@sha256:ab', [2026, 5, 1], [2026, 5, 2]],
    ['2026.5.x', [2026, 5], [2026, 6]],
    ['2.x', [2], [3]],
    ['2', [2], [3]],
    ['*', [0], undefined],
    ['>=2025.10.0 <2026.0.0', [2025, 10, 0], [2026, 0, 0]],
    ['>= 2025.10.0, < 2026', [2025, 10, 0], [2026]],
    ['<2026', [0], [2026]],
    ['<= 1.2', [0], [1, 3]],
    ['> 1.2.3', [1, 2, 4], undefined],
    ['~1.2.3', [1, 2, 3], [1, 3]],
    ['~1', [1], [2]],
    ['^1.2.3', [1, 2, 3], [2]],
    ['^0.9.1', [0, 9, 1], [0, 10]],
    ['1.2 - 1.4', [1, 2], [1, 5]],
    ['0.9.x || 0.17.0', [0, 9], [0, 17, 1]],
    ['>=1.0.0 !=1.2.0', [1, 0, 0], undefined],
  ])('%s', (text, from, below) => {
    expect(rangeOf(text)).toEqual(below === undefined ? { from } : { from, below });
  });

  it.each(['', 'latest', 'main', '${VERSION}', 'sha-1234', '>=', 'one.two'])('%s is none', (text) => {
    expect(rangeOf(text)).toBeUndefined();
  });

  it('answers for sure or not at all', () => {
    expect(isAtLeast(rangeOf('2026.5.1'), [2026, 5])).toBe(true);
    expect(isAtLeast(rangeOf('2026.2.9'), [2026, 5])).toBe(false);
    expect(isAtLeast(rangeOf('>=2025.10 <2026'), [2026, 5])).toBe(false);
    expect(isAtLeast(rangeOf('>=2025.10 <2026.5'), [2026, 5])).toBe(false);
    expect(isAtLeast(rangeOf('>=2025.10'), [2026, 5])).toBeUndefined();
    expect(isAtLeast(rangeOf('2026.x'), [2026, 5])).toBeUndefined();
    expect(isAtLeast(undefined, [1])).toBeUndefined();
    expect(isAtLeast(together([rangeOf('0.9.1')!, rangeOf('0.17.0')!]), [0, 17])).toBeUndefined();
  });
});
