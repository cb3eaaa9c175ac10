import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';

/**
 * Names of the clusters of one tree: the folder that the files of each have in their paths and those of the others have not (`clusters/main`, `apps/main`).
 * Where two would have one name, as much of the path as tells them apart. A tree with one cluster needs none.
 */
export function clusterNames(repositories: readonly Repository[]): string[] {
  if (repositories.length < 2) return repositories.map(() => '');
  const files = repositories.map(({ tree }) => new Set(tree.objects.map(({ file }) => file)));
  const count = new Map<string, number>();
  for (const set of files) for (const file of set) count.set(file, (count.get(file) ?? 0) + 1);
  // What all clusters share tells nothing.
  const own = files.map((set) => [...set].filter((file) => count.get(file)! < repositories.length));
  const named = own.map(belowClusters);
  if (named.every((name) => name !== undefined) && new Set(named).size === named.length) return named;
  const parts = own.map((list) => partsOf(list));
  const found = parts.map((mine, index) => {
    const others = parts.filter((_, other) => other !== index);
    const [best] = [...mine]
      .filter(([part]) => !others.some((other) => other.has(part)))
      .sort(([a, one], [b, other]) => other - one || a.length - b.length || (a < b ? -1 : 1));
    return best?.[0] ?? '';
  });
  const folders = own.map(commonFolder);
  return found.map((name, index) => {
    if (name !== '' && found.filter((one) => one === name).length === 1) return name;
    return folders.filter((one) => one === folders[index]).length === 1 ? folders[index]! : `${folders[index]!} #${index + 1}`;
  });
}

/** The folder below `clusters`, where most people keep what is one cluster's own. */
function belowClusters(files: readonly string[]): string | undefined {
  const count = new Map<string, number>();
  for (const file of files) {
    const name = /(?:^|\/)clusters?\/([^/]+)\//.exec(file)?.[1];
    if (name !== undefined) count.set(name, (count.get(name) ?? 0) + 1);
  }
  return [...count].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** How many files have each folder in their path. */
function partsOf(files: readonly string[]): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  for (const file of files)
    for (const part of new Set(posix.dirname(file).split('/'))) if (part !== '.' && part !== '') parts.set(part, (parts.get(part) ?? 0) + 1);
  return parts;
}

function commonFolder(files: readonly string[]): string {
  const [first, ...others] = files.map((file) => posix.dirname(file).split('/'));
  if (first === undefined) return '.';
  let length = first.length;
  for (const parts of others) while (length > 0 && first.slice(0, length).some((part, index) => part !== parts[index])) length -= 1;
  return first.slice(0, length).join('/') || '.';
}
