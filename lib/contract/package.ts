import { readFileSync } from 'node:fs';

/** Name and version of this package, as its package.json has them: from source and from the packed package it lies two folders up. */
export function ownPackage(): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { name: string; version: string };
}
