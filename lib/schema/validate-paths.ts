import { dirname } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import { isBeingReplaced, mostReadings, treeState, waitForWriter } from '../manifest/tree-state.ts';
import { withKustomizations } from './kustomize-patch.ts';
import type { NotJudged } from './looks-like.ts';
import { type ManifestFile, manifestFiles } from './manifest-files.ts';
import { validateFiles, type ValidateFilesOptions } from './validate-files.ts';

export interface PathsResult {
  readonly findings: readonly Finding[];
  readonly documents: number;
  /** Files that hold nothing to judge, and why. */
  readonly notJudged: readonly { readonly file: string; readonly why: NotJudged }[];
  /** Links to folders, and out of what was named. */
  readonly linksNotFollowed: readonly string[];
}

/**
 * Findings and the number of documents at some paths. A tree that a synth replaces meanwhile is judged again, as it is then.
 *
 * @throws PinoutError `path-unreadable`
 */
export async function validatePaths(options: ValidateFilesOptions): Promise<PathsResult> {
  const { paths } = options;
  for (let reading = 1; ; reading++) {
    const isLast = reading === mostReadings;
    if (!isLast && isBeingReplaced(paths)) {
      waitForWriter();
      continue;
    }
    const linksNotFollowed: string[] = [];
    let files: readonly ManifestFile[];
    try {
      files = withKustomizations(manifestFiles(paths, linksNotFollowed));
    } catch (error) {
      // What is not there may come in a moment: the writer could have ended between our look and now.
      if (isLast || (reading > 2 && !isBeingReplaced(paths))) throw error;
      waitForWriter();
      continue;
    }
    const folders = new Set([...paths, ...files.map(({ path }) => dirname(path))]);
    const before = treeState(folders);
    const answer = await validateFiles(files, options);
    if (isLast || (treeState(folders) === before && !isBeingReplaced(paths))) return { ...answer, linksNotFollowed };
    waitForWriter();
  }
}
