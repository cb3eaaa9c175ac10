import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Where an app file lies, as files that are made from it say it, and whether no other app file can be called the same in this folder. */
export interface SourcePath {
  readonly path: string;
  readonly certain: boolean;
  /** The folder that the path counts from. */
  readonly root: string;
}

/**
 * The path of an app file for the header lines. It does not depend on the working directory: two projects that both have an `apps/main.ts` and write
 * to the same folder must not take each other's files for their own. It counts from the root of the git repository that holds both the
 * app file and `out`. Where `out` lies outside of the app's own repository or package, the path may not be the only one of its kind.
 */
export function sourcePath(app: string, out: string): SourcePath {
  const file = resolve(app);
  const target = resolve(out);
  const holds = (folder: string): boolean => `${target}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
  const from = (root: string, certain: boolean): SourcePath => ({ path: relative(root, file).split(sep).join('/'), certain, root });
  const above = foldersAbove(file);
  const repositories = above.filter((folder) => existsSync(join(folder, '.git')));
  const around = repositories.find(holds);
  if (around !== undefined) return from(around, true);
  const root = repositories[0] ?? above.find((folder) => existsSync(join(folder, 'package.json')));
  if (root === undefined) return from(above.find(holds) ?? sep, true);
  return from(root, holds(root));
}

function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    folders.push(folder);
    if (dirname(folder) === folder) return folders;
  }
}
