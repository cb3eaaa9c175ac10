/** Names of groups that differ in case, dashes and blanks alone. */
export const isLikeName = (one: string, other: string): boolean => bare(one) === bare(other);

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
