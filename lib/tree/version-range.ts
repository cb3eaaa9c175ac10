import { compareVersions, known } from './known.ts';

/** What a version or a range of versions admits: `from` is the oldest, `below` the first that it does not admit any more. */
export interface VersionRange {
  readonly from: readonly number[];
  readonly below?: readonly number[];
}

/**
 * Range of a version as Helm and Flux read it (Masterminds/semver): `2026.5.1`, `2026.5.x`, `~1.2`, `^0.17.0`, `>=2025.10 <2026`, `1.2 - 1.4`, several
 * of them separated by `||`. Undefined for what is no version.
 *
 * @example rangeOf('>=2025.10.0 <2026.0.0') // { from: [2025, 10, 0], below: [2026, 0, 0] }
 */
export function rangeOf(text: string | undefined): VersionRange | undefined {
  const given = known(text)?.trim().slice(0, 200);
  if (given === undefined) return undefined;
  const parts = given.split('||').map((one) => rangeOfAll(one.trim()));
  return parts.every((part) => part !== undefined) ? together(parts) : undefined;
}

/** The range that holds several. */
export function together(ranges: readonly VersionRange[]): VersionRange {
  const [first, ...rest] = ranges;
  if (first === undefined) return { from: [0] };
  return rest.reduce((before, { from, below }) => {
    const end = before.below === undefined || below === undefined ? undefined : compareVersions(before.below, below) < 0 ? below : before.below;
    return { from: compareVersions(from, before.from) < 0 ? from : before.from, ...(end === undefined ? {} : { below: end }) };
  }, first);
}

/** True when each version of a range is at least this one, false when none is, undefined when some are. */
export function isAtLeast(range: VersionRange | undefined, version: readonly number[]): boolean | undefined {
  if (range === undefined) return undefined;
  if (compareVersions(range.from, version) >= 0) return true;
  return range.below !== undefined && compareVersions(range.below, version) <= 0 ? false : undefined;
}

/** Conditions that must all hold: separated by commas or blanks. */
function rangeOfAll(text: string): VersionRange | undefined {
  const between = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  const conditions = between === null ? (text.replaceAll(/([<>=~^])\s+/g, '$1').match(/[^\s,]+/g) ?? []) : [`>=${between[1]!}`, `<=${between[2]!}`];
  let from: readonly number[] = [0];
  let below: readonly number[] | undefined;
  for (const condition of conditions.length === 0 ? ['*'] : conditions) {
    const one = rangeOfOne(condition);
    if (one === undefined) return undefined;
    if (compareVersions(one.from, from) > 0) from = one.from;
    if (one.below !== undefined && (below === undefined || compareVersions(one.below, below) < 0)) below = one.below;
  }
  return { from, ...(below === undefined ? {} : { below }) };
}

function rangeOfOne(text: string): VersionRange | undefined {
  const match = /^(=|!=|>=|=>|<=|=<|>|<|~>?|\^)?v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+@].*)?$/.exec(text);
  if (match === null) return undefined;
  const [, operator = '', ...given] = match;
  const numbers: number[] = [];
  for (const part of given) {
    if (part === undefined || !/^\d+$/.test(part)) break;
    numbers.push(Number(part));
  }
  if (operator === '!=' || numbers.length === 0) return { from: [0] };
  switch (operator) {
    case '>=':
    case '=>':
      return { from: numbers };
    case '>':
      return { from: next(numbers, numbers.length - 1) };
    case '<':
      return { from: [0], below: numbers };
    case '<=':
    case '=<':
      return { from: [0], below: next(numbers, numbers.length - 1) };
    case '~':
    case '~>':
      return { from: numbers, below: next(numbers, Math.min(1, numbers.length - 1)) };
    case '^': {
      const first = numbers.findIndex((part) => part > 0);
      return { from: numbers, below: next(numbers, first === -1 ? numbers.length - 1 : first) };
    }
    default:
      return { from: numbers, below: next(numbers, numbers.length - 1) };
  }
}

/** The first version after all that begin with these numbers, up to a place. */
const next = (numbers: readonly number[], place: number): number[] => [...numbers.slice(0, place), numbers[place]! + 1];
