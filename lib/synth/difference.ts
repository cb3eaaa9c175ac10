import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import { isOurs } from './header.ts';

/** How a folder differs from what it should hold: paths with `/`, sorted. */
export interface Difference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Ours, but no longer written. */
  readonly stale: readonly string[];
}

/**
 * Compares a folder with the files that it should hold. Reads only.
 *
 * @throws PinoutError `file-foreign` for a file that pinout did not write: it would be lost.
 */
export function differenceOf(folder: string, files: ReadonlyMap<string, string>): Difference {
  const changed: string[] = [];
  const stale: string[] = [];
  const present = new Set<string>();
  for (const path of pathsBelow(folder)) {
    const full = join(folder, path);
    const text = lstatSync(full).isFile() ? readFileSync(full, 'utf8') : '';
    const wanted = files.get(path);
    present.add(path);
    if (wanted === text) continue;
    if (!isOurs(text)) throw foreign(path, folder);
    (wanted === undefined ? stale : changed).push(path);
  }
  return { missing: [...files.keys()].filter((path) => !present.has(path)), changed: changed.sort(compareText), stale: stale.sort(compareText) };
}

/** The refusal of a file that is not ours. */
export function foreign(path: string, folder: string): PinoutError {
  return new PinoutError({
    code: 'file-foreign',
    app: 'synth',
    field: join(folder, path).replaceAll('\\', '/'),
    found: 'a file without the header line that pinout writes',
    wanted: 'only files that pinout wrote: every run replaces the whole folder',
    fix: 'move the file elsewhere (to a folder next to this one), or delete it if pinout wrote it and its first line was lost',
  });
}

/** Files below a folder, as paths with `/`. Links count as files. An absent folder is empty. */
export function pathsBelow(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? pathsBelow(join(folder, entry.name)).map((path) => `${entry.name}/${path}`) : [entry.name]));
}
