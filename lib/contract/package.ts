import { readFileSync } from 'node:fs';

/** What package.json says of this package: from source and from the packed package it lies two folders up. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

export const ownPackage = (): OwnPackage => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as OwnPackage;
