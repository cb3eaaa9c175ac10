import { posix } from 'node:path';
import { sourceDocuments } from '../../manifest/source.ts';
import { Reader } from '../../manifest/reader.ts';
import { objectsIn, type Tree, type TreeObject } from '../tree.ts';
import { isDead } from './dead-folders.ts';
import { isFluxKustomization } from './flux-paths.ts';

/** More files than this are no repository of manifests. */
const mostFiles = 20_000;

/**
 * Kustomizations of Flux in the same repository, outside of the folders that are checked, that apply one of these or what is below: `pinout check
 * kubernetes/apps`, where `kubernetes/flux` has what applies the apps, and how it patches them.
 */
export function outsideKustomizations({ origin, objects, documents }: Tree): TreeObject[] {
  const { roots, pathOf, shownAs, list, read } = origin;
  if (roots.includes('.') || !objects.some((object) => isFluxKustomization(object) && !object.ours)) return [];
  const inside = new Set<string>();
  for (const { file } of documents)
    for (let at = posix.dirname(pathOf(file)); at !== '.' && at !== '/' && !inside.has(at); at = posix.dirname(at)) inside.add(at);
  const isChecked = (path: string): boolean => roots.some((root) => path === root || path.startsWith(`${root}/`));
  const found: TreeObject[] = [];
  const folders = ['.'];
  let budget = mostFiles;
  for (const folder of folders)
    for (const name of list(folder)) {
      const path = posix.join(folder, name);
      if (name.startsWith('.') || name === 'node_modules' || isChecked(path) || budget-- <= 0) continue;
      if (!/\.\w{1,10}$/.test(name)) folders.push(path);
      else if (/\.ya?ml$/.test(name) && !isDead(path, roots)) found.push(...kustomizationsIn(shownAs(path), read(path)));
    }
  return found.filter(({ root }) => {
    const path = posix.normalize(root.text('spec', 'path') ?? '.').replace(/^\/+|\/$/g, '');
    return inside.has(path) && roots.some((one) => path === one || path.startsWith(`${one}/`));
  });
}

function kustomizationsIn(file: string, text: string | undefined): TreeObject[] {
  if (text?.includes('kustomize.toolkit.fluxcd.io/') !== true) return [];
  try {
    return sourceDocuments(file, text)
      .filter(({ parsed: { faults } }) => !faults.some(({ code }) => code === 'yaml-broken'))
      .flatMap((source) => objectsIn(Reader.of(source)))
      .filter(isFluxKustomization)
      .map((object) => ({ ...object, file, applied: true, ours: false }));
  } catch {
    return [];
  }
}
