import { readFileSync } from 'node:fs';

/** The version in package.json: from source and from the packed package it lies two folders up. */
export function version(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}
