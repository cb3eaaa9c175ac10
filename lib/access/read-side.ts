import { existsSync, statSync } from 'node:fs';
import { checkFiles, type CheckOptions, checkTree } from '../check/check-tree.ts';
import { type AccessModel, accessModel } from './access-model.ts';
import { configured, usualPaths } from './paths.ts';
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

/** The model of folders here, or as a commit has them, with the paths and versions that the configuration of `check` names. */
export function modelAt(
  given: readonly string[],
  ref: string | undefined,
  options: CheckOptions,
): { readonly model: AccessModel; readonly paths: readonly string[] } {
  const config = configured(options.rules);
  const paths = usualPaths(given, config);
  const versions = config.versions === undefined ? {} : { versions: config.versions };
  return { paths, model: readSide(ref === undefined ? { paths } : { ref, paths }, { ...options, ...versions }) };
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
