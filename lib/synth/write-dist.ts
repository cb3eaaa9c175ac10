import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../contract/access.ts';
import { type Difference, differenceOf, foreign, pathsBelow } from './difference.ts';
import type { Dist } from './dist.ts';
import { isFrom, isOurs } from './header.ts';
import { writeFolder } from './write.ts';

/** How `<out>` differs from what it should hold. */
export interface DistDifference {
  /** By cluster, those that are gone included. */
  readonly clusters: ReadonlyMap<string, Difference>;
  /** Clusters that the source has no more, and whose folders hold nothing but what pinout wrote from it. */
  readonly gone: readonly string[];
  /** The page at the top: absent, different, or as it should be. */
  readonly page: 'missing' | 'changed' | 'same';
}

/** Name of the page at the top. */
export const pageName = 'README.md';

/**
 * Compares `<out>` with what it should hold. Reads only.
 *
 * @throws PinoutError `file-foreign`
 */
export function distDifference(out: string, dist: Dist): DistDifference {
  const gone = goneFolders(out, dist);
  return {
    clusters: new Map([
      ...[...dist.clusters].map(([name, files]) => [name, differenceOf(join(out, name), files)] as const),
      ...gone.map((name): [string, Difference] => [name, { missing: [], changed: [], stale: pathsBelow(join(out, name)).sort(compareText) }]),
    ]),
    gone,
    page: pageDifference(out, dist.page),
  };
}

/**
 * Writes all clusters, each complete or not at all, and removes those that the source has no more. Nothing is written when nothing
 * differs, or when any file is foreign.
 *
 * @throws PinoutError `file-foreign`
 */
export function writeDist(out: string, dist: Dist): DistDifference {
  const difference = distDifference(out, dist);
  for (const [name, files] of dist.clusters) writeFolder(out, name, files);
  for (const name of difference.gone) rmSync(join(out, name), { recursive: true, force: true });
  if (difference.page !== 'same') writePage(out, dist.page);
  return difference;
}

function pageDifference(out: string, page: string): DistDifference['page'] {
  const path = join(out, pageName);
  if (!existsSync(path)) return 'missing';
  const text = lstatSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  if (text === page) return 'same';
  if (!isOurs(text)) throw foreign(pageName, out);
  return 'changed';
}

function writePage(out: string, page: string): void {
  mkdirSync(out, { recursive: true });
  const beside = join(out, `.${pageName}.${process.pid}.new`);
  try {
    writeFileSync(beside, page);
    renameSync(beside, join(out, pageName));
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Folders of clusters that are gone. A folder that holds one file of somebody else, or of another app file, is left alone. */
function goneFolders(out: string, dist: Dist): string[] {
  if (!existsSync(out)) return [];
  return readdirSync(out, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !dist.clusters.has(entry.name))
    .map(({ name }) => name)
    .filter((name) => {
      const paths = pathsBelow(join(out, name));
      return (
        paths.length > 0 &&
        paths.every((path) => {
          const full = join(out, name, path);
          return lstatSync(full).isFile() && isFrom(readFileSync(full, 'utf8'), dist.source);
        })
      );
    })
    .sort(compareText);
}
