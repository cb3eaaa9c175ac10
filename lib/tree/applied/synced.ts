import type { Reader } from '../../manifest/reader.ts';
import type { RepositoryFiles } from '../repository-files.ts';
import type { Tree } from '../tree.ts';
import { isDead } from './dead-folders.ts';
import type { FluxPaths } from './flux-paths.ts';

/**
 * Folders that the Flux operator keeps in sync, of those without a kustomization of their own: `spec.sync.path` of a FluxInstance, or `instance.sync.path` in
 * the values of its chart (controlplaneio-fluxcd/charts, charts/flux-instance/templates/instance.yaml). Nothing in git has a Kustomization for them.
 */
export function syncedFolders({ documents, origin }: Tree, files: RepositoryFiles, { foldersOf }: Pick<FluxPaths, 'foldersOf'>): string[] {
  const found = documents
    .flatMap(({ root, file }) => (isDead(origin.pathOf(file), origin.roots) ? [] : syncsIn(root)))
    .flatMap((sync) => {
      const path = sync.text('path');
      const isPlain = path !== undefined && sync.get('url').exists && !/[$<{]/.test(path);
      return isPlain ? foldersOf(path) : [];
    });
  return [...new Set(found)].filter((folder) => folder !== '.' && !files.kustomizations.has(folder));
}

const syncsIn = (root: Reader): readonly Reader[] =>
  root.text('kind') === 'FluxInstance' ? [root.get('spec', 'sync')] : [root.get('instance', 'sync'), root.get('spec', 'values', 'instance', 'sync')];
