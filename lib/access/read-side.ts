import { existsSync, statSync } from 'node:fs';
import { checkFiles, type CheckOptions, checkTree } from '../check/check-tree.ts';
import { type AccessModel, accessModel } from './access-model.ts';
import { commitOf, requireRepository } from './git/refs.ts';
import { treeOfCommit } from './git/tree-of-commit.ts';

/** What is looked at: folders on disk, or a commit. */
export type Where = { readonly paths: readonly string[] } | { readonly ref: string; readonly paths: readonly string[] };

/** Reads the model of one side. @throws PinoutError `path-unreadable`, `ref-unknown`, `git-…` */
export function readSide(where: Where, options: CheckOptions = {}): AccessModel {
  if (!('ref' in where)) return accessModel(checkTree(where.paths, options));
  requireRepository('.');
  const { files, origin } = treeOfCommit('.', commitOf('.', where.ref), where.paths);
  return accessModel(checkFiles(files, options, origin));
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
