const release = /^v?(\d+)\.(\d+)(?:\.(\d+))?$/;

/** Numbers of a release, or nothing for what is none: `rc`, `alpine`, dates. @param {string} text */
export function numbersOf(text) {
  const match = release.exec(text);
  return match === null ? undefined : match.slice(1).map((part) => Number(part ?? 0));
}

/** @param {readonly number[]} a @param {readonly number[]} b */
export const compare = (a, b) => a.map((one, index) => one - (b[index] ?? 0)).find((one) => one !== 0) ?? 0;

/**
 * The newest release among some versions.
 *
 * @param {readonly string[]} versions
 * @param {string} current has as many numbers as the one that is looked for
 * @param {'major' | 'minor' | undefined} within
 */
export function newestOf(versions, current, within) {
  const parts = current.split('.').length;
  const own = numbersOf(current);
  const fitting = versions.filter((one) => {
    const numbers = numbersOf(one);
    if (numbers === undefined || own === undefined || one.split('.').length !== parts) return false;
    return within === undefined || (numbers[0] === own[0] && (within === 'major' || numbers[1] === own[1]));
  });
  return fitting.sort((a, b) => compare(numbersOf(a) ?? [], numbersOf(b) ?? [])).at(-1);
}

/** How far behind a version is. @param {string} current @param {string} newest @returns {'major' | 'minor' | 'patch' | undefined} */
export function distance(current, newest) {
  const [a, b] = [numbersOf(current), numbersOf(newest)];
  if (a === undefined || b === undefined || compare(a, b) >= 0) return undefined;
  return a[0] !== b[0] ? 'major' : a[1] !== b[1] ? 'minor' : 'patch';
}
