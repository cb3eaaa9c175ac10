/** Parts of a pattern that anything may stand between. Of many only the first count: each gap multiplies the time that a regular expression takes. */
export const fewGaps = (parts: readonly string[]): readonly string[] => (parts.length <= 4 ? parts : [...parts.slice(0, 4), '']);
