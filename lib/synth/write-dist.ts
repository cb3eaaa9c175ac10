import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../contract/access.ts';
import { type Difference, differenceOf, foreign, pathsBelow } from './difference.ts';
import type { Dist } from './dist.ts';
import { isOurs, markdownHeader, sourceOf } from './header.ts';
import { outError } from './out-error.ts';
import { otherOwner, pageName } from './page-owner.ts';
import { pageStaging, recover } from './staging.ts';
import { writeFolder } from './write.ts';
import { deliveryFolder } from '../manifest/manifest.ts';
import { PinoutError } from '../contract/error.ts';

/** How `<out>` differs from what it should hold. */
export interface DistDifference {
  /** By cluster, those that are gone included. */
  readonly clusters: ReadonlyMap<string, Difference>;
  /** Clusters that the source has no more, and whose folders hold nothing but what pinout wrote from it. */
  readonly gone: readonly string[];
  /** The page at the top: absent, different, as it should be, or that of another app file which shares the folder. */
  readonly page: 'missing' | 'changed' | 'same' | { readonly of: string };
  /** Clusters that may be this app file's own, and that are left alone because that is not certain. */
  readonly doubtful: readonly string[];
}

/**
 * Compares `<out>` with what it should hold. Reads only.
 *
 * @throws PinoutError `file-foreign`, `cluster-taken`, and `out-…` for a folder that cannot be read
 */
export function distDifference(out: string, dist: Dist): DistDifference {
  return withOutErrors(out, () => difference(out, dist));
}

function difference(out: string, dist: Dist): DistDifference {
  refuseTaken(out, dist);
  const unknown = goneFolders(out, dist);
  const gone = dist.source.certain ? unknown : [];
  return {
    clusters: new Map([
      ...[...dist.clusters].map(([name, files]) => [name, differenceOf(join(out, name), files)] as const),
      ...gone.map((name): [string, Difference] => [name, { missing: [], changed: [], stale: pathsBelow(join(out, name)).sort(compareText) }]),
    ]),
    gone,
    page: pageDifference(out, dist),
    doubtful: dist.source.certain ? [] : unknown,
  };
}

/**
 * Writes all clusters, each complete or not at all, and removes those that the source has no more. Nothing is written when nothing
 * differs, or when any file is foreign.
 *
 * @throws PinoutError `file-foreign`, `cluster-taken`, and `out-…` for a folder that cannot be written
 */
export function writeDist(out: string, dist: Dist): DistDifference {
  return withOutErrors(out, () => {
    recover(out);
    const found = difference(out, dist);
    for (const [name, files] of dist.clusters) writeFolder(out, name, files);
    for (const name of found.gone) rmSync(join(out, name), { recursive: true, force: true });
    if (found.page === 'missing' || found.page === 'changed') writePage(out, dist.page);
    return found;
  });
}

function withOutErrors<T>(out: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw outError(error, out);
  }
}

function pageDifference(out: string, { page, source }: Dist): DistDifference['page'] {
  const path = join(out, pageName);
  if (!existsSync(path)) return 'missing';
  const text = lstatSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  if (text === page) return 'same';
  if (!isOurs(text)) throw foreign(pageName, out);
  const other = otherOwner(path, source);
  return other === undefined ? 'changed' : { of: other };
}

function writePage(out: string, page: string): void {
  mkdirSync(out, { recursive: true });
  const beside = join(out, pageStaging());
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
    .filter((name) => isOwnCluster(out, name, dist.source))
    .sort(compareText);
}

/**
 * Refuses a cluster whose folder another app file writes.
 *
 * @throws PinoutError `cluster-taken`
 */
function refuseTaken(out: string, dist: Dist): void {
  for (const name of dist.clusters.keys()) {
    const other = otherOwner(join(out, name, pageName), dist.source);
    if (other !== undefined)
      throw new PinoutError({
        code: 'cluster-taken',
        app: 'synth',
        field: join(out, name).replaceAll('\\', '/'),
        found: `written from ${other}, which has a cluster with the same name`,
        wanted: 'a folder that this app file writes',
        fix: `give the cluster another name, or write elsewhere: --out; if it has moved here, delete ${other} or the folder first`,
      });
  }
}

/**
 * Whether a folder of `out` is a cluster that this app file wrote, whole: it has the cluster's page, and no file of anybody else. The page at
 * the top of another `out` is no cluster's.
 */
function isOwnCluster(out: string, name: string, { path }: Dist['source']): boolean {
  const page = join(out, name, pageName);
  if (!existsSync(page) || !existsSync(join(out, name, deliveryFolder))) return false;
  const text = (file: string): string => (lstatSync(file).isFile() ? readFileSync(file, 'utf8') : '');
  return (
    text(page).startsWith(`${markdownHeader(path)}\n\n# ${name}\n`) && pathsBelow(join(out, name)).every((one) => sourceOf(text(join(out, name, one))) === path)
  );
}
