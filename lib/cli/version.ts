import { ownPackage } from '../contract/package.ts';

/** The version in package.json. */
export const version = (): string => ownPackage().version;
