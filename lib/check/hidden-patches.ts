import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';
import type { TreeObject } from '../tree/tree.ts';

/** Whether a kustomization that lists the object patches it with a file that is not here: what the patch adds is not known. */
export function isPatchedElsewhere({ kustomizations, tree }: Pick<Repository, 'kustomizations' | 'tree'>, { file }: Pick<TreeObject, 'file'>): boolean {
  return kustomizations.files.some(({ file: own, root }) => {
    const at = (path: string | undefined): string => posix.join(posix.dirname(own), path ?? '');
    if (!root.items('resources').some((one) => at(one.text()) === file)) return false;
    const patches = [
      ...root.items('patches').flatMap((one) => one.text('path') ?? []),
      ...root.items('patchesStrategicMerge').flatMap((one) => one.text() ?? []),
    ];
    return patches.some((path) => !path.includes('\n') && !tree.documents.some((document) => document.file === at(path)));
  });
}
