import { distance } from 'fastest-levenshtein';

/** Whether one name is most likely the other, misspelt: a letter or two in a word that is long enough, or another case. */
export function isNearly(one: string, other: string): boolean {
  if (Math.max(one.length, other.length) > 64) return false;
  const far = distance(one.toLowerCase().replaceAll(/[_ -]/g, ''), other.toLowerCase().replaceAll(/[_ -]/g, ''));
  return far <= (Math.min(one.length, other.length) > 5 ? 2 : Math.min(one.length, other.length) > 3 ? 1 : 0);
}
