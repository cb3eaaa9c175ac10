import { deliveryFolder } from '../manifest/manifest.ts';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PinoutError } from '../contract/error.ts';
import { pathsBelow } from './difference.ts';
import type { Dist } from './dist.ts';
import { markdownHeader, sourceOf } from './header.ts';
import { otherOwner, pageName } from './page-owner.ts';

/**
 * Refuses a cluster whose folder another app file writes.
 *
 * @throws PinoutError `cluster-taken`
 */
export function refuseTaken(out: string, dist: Dist): void {
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
export function isOwnCluster(out: string, name: string, { path }: Dist['source']): boolean {
  const page = join(out, name, pageName);
  if (!existsSync(page) || !existsSync(join(out, name, deliveryFolder))) return false;
  const text = (file: string): string => (lstatSync(file).isFile() ? readFileSync(file, 'utf8') : '');
  return (
    text(page).startsWith(`${markdownHeader(path)}\n\n# ${name}\n`) && pathsBelow(join(out, name)).every((one) => sourceOf(text(join(out, name, one))) === path)
  );
}
