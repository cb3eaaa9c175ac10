import type { Finding } from '../contract/finding.ts';
import { readings } from '../tree/tree-state.ts';
import type { Answer } from './answer.ts';
import type { NotJudged } from './looks-like.ts';
import { type ManifestFiles, manifestFiles } from './manifest-files.ts';
import { QuickAnswer } from './quick-answer.ts';
import type { ValidateFilesOptions } from './validate-files.ts';

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
  let result: PathsResult | undefined;
  for (const { files, linksNotFollowed } of readings(paths, () => manifestFiles(paths))) result = { ...(await answered(files, options)), linksNotFollowed };
  return result!;
}

/** From an earlier run where no file has changed: what judges files is not even loaded then. */
async function answered(files: ManifestFiles['files'], options: ValidateFilesOptions): Promise<Answer> {
  const { cache: folder, paths, version, imports, strictKinds, kubernetes, provider } = options;
  const quick =
    folder === undefined
      ? undefined
      : new QuickAnswer({ folder, paths, version, settings: { imports, strictKinds, kubernetes, ...(provider === undefined ? {} : { provider }) } }, files);
  const before = quick?.get();
  if (before !== undefined) return before;
  const [{ withKustomizations }, { validateFiles }] = await Promise.all([import('./kustomize-patch.ts'), import('./validate-files.ts')]);
  return validateFiles(withKustomizations(files), { ...options, ...(quick === undefined ? {} : { keep: (answer, outside) => quick.put(answer, outside) }) });
}
