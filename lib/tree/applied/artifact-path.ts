import { posix } from 'node:path';
import type { TreeObject } from '../tree.ts';

/**
 * The path of a Flux Kustomization as it counts in the repository. Where its source is an artifact that Flux puts together here, the generator says which
 * folder lies where in it (fluxcd/source-watcher, docs/spec/v1beta1/artifactgenerators.md: `copy`).
 */
export function pathOfFlux({ root }: Pick<TreeObject, 'root'>, objects: readonly TreeObject[]): string {
  const path = root.text('spec', 'path') ?? '.';
  if (root.text('spec', 'sourceRef', 'kind') !== 'ExternalArtifact') return path;
  const name = root.text('spec', 'sourceRef', 'name');
  const clean = posix.join('/', path);
  // Clusters of one repository may each have a generator, and all say the same.
  const folders = new Set(
    objects
      .filter(({ kind }) => kind === 'ArtifactGenerator')
      .flatMap((generator) => generator.root.items('spec', 'artifacts').filter((one) => one.text('name') === name))
      .flatMap((artifact) => artifact.items('copy'))
      .flatMap((copy) => {
        const from = /^@[\w-]{1,253}\/([^*]*?)\/?(?:\*\*)?$/.exec(copy.text('from') ?? '')?.[1];
        const to = posix.join('/', (copy.text('to') ?? '').replace(/^@artifact/, ''), '.').replace(/(.)\/$/, '$1');
        if (from === undefined) return [];
        const isBelow = clean === to || to === '/' || clean.startsWith(`${to}/`);
        return isBelow ? [posix.join(from, clean.slice(to === '/' ? 0 : to.length))] : [];
      }),
  );
  const [folder, ...others] = folders;
  return folder === undefined || others.length > 0 ? path : folder;
}
