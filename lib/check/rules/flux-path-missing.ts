import { posix } from 'node:path';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** A Flux Kustomization of pinout's names the folder that it applies; files of the same run are beside it. */
export const fluxPathMissing: Rule = {
  code: 'flux-path-missing',
  severity: 'error',
  title: 'a Flux Kustomization applies a folder that is not there',
  *run({ objects, tree }) {
    const folders = new Set(tree.documents.map(({ file }) => posix.dirname(file)));
    for (const { root, file, ours, apiVersion, name } of objects.of('Kustomization')) {
      // Elsewhere the path counts from a source that may be another repository.
      if (!ours || !apiVersion.startsWith('kustomize.toolkit')) continue;
      const cluster = posix.dirname(posix.dirname(file));
      const at = root.get('spec', 'path');
      const path = known(at.text());
      if (path === undefined) continue;
      const parts = path.split('/').filter((part) => part !== '');
      // The path counts from the root of the source, files from here: its end is below the cluster's folder.
      if (parts.some((_, index) => folders.has(posix.join(cluster, ...parts.slice(index))))) continue;
      yield {
        at,
        message: `Kustomization ${name} applies ${path}, but ${cluster} has no such folder`,
        expected: 'a folder of this cluster',
        received: path,
        fix: 'write dist anew: npm run synth',
      };
    }
  },
};
