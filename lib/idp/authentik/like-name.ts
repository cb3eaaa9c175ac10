import { plainName } from '../../contract/plain-name.ts';

/** Names of groups that differ in case, dashes and blanks alone. */
export const isLikeName = (one: string, other: string): boolean => plainName(one) === plainName(other);
