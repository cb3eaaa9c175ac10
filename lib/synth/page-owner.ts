import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sourceOf } from './header.ts';
import type { SourcePath } from './source-path.ts';

/** Name of the page at the top of `out`, and of the one in each cluster's folder. */
export const pageName = 'README.md';

/** The other app file that a page was written from, when that file is still there: the folder is shared. */
export function otherOwner(page: string, { path, root }: SourcePath): string | undefined {
  if (!existsSync(page) || !lstatSync(page).isFile()) return undefined;
  const source = sourceOf(readFileSync(page, 'utf8'));
  return source !== undefined && source !== path && existsSync(resolve(root, source)) ? source : undefined;
}
