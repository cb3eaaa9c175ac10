import type { TreeObject } from '../tree.ts';
import type { Layer } from './layers.ts';

/** More clusters than anybody has in one repository. */
const maxUniverses = 24;

/**
 * Which branches are one cluster. Branches that bring the same object in two forms are two clusters (two overlays of one base); what conflicts with nothing
 * belongs to each of them.
 */
export function universesOf(branches: readonly (readonly Layer[])[]): (readonly Layer[])[] {
  const owners = new Map<string, { branch: number; object: TreeObject }[]>();
  branches.forEach((layers, branch) => {
    for (const { objects } of layers)
      for (const object of objects) {
        const key = `${object.kind} ${object.namespace}/${object.name}`;
        const list = owners.get(key);
        if (list === undefined) owners.set(key, [{ branch, object }]);
        else if (!list.some((one) => one.branch === branch)) list.push({ branch, object });
      }
  });
  const rivals = branches.map(() => new Set<number>());
  for (const list of owners.values())
    if (list.length > 1)
      for (const one of list)
        for (const other of list) if (one.branch !== other.branch && one.object.root !== other.object.root) rivals[one.branch]!.add(other.branch);
  addRivalClusters(branches, rivals);
  const shared = branches.filter((_, index) => rivals[index]!.size === 0);
  const groups: number[][] = [];
  branches.forEach((layers, index) => {
    if (rivals[index]!.size === 0) return;
    const free = groups.filter((group) => group.every((member) => !rivals[index]!.has(member)));
    const near = free.sort((a, b) => nearness(layers, branches[b[0]!]!) - nearness(layers, branches[a[0]!]!))[0];
    if (near !== undefined) near.push(index);
    else groups.push([index]);
  });
  if (groups.length === 0) return [branches.flat()];
  return groups.slice(0, maxUniverses).map((group) => [...group.flatMap((index) => branches[index]!), ...shared.flat()]);
}

/**
 * Clusters are several in all that they have: where `clusters/home/dns` and `clusters/cabin/dns` conflict, `clusters/home/photos` is not of the cabin either,
 * although nothing of it is there twice.
 */
function addRivalClusters(branches: readonly (readonly Layer[])[], rivals: readonly Set<number>[]): void {
  const names = branches.map((layers) => clusterOf(pathOf(layers)));
  const areTwo = (one: number, other: number): boolean => names[one] !== undefined && names[other] !== undefined && names[one] !== names[other];
  if (!rivals.some((others, index) => [...others].some((other) => areTwo(index, other)))) return;
  for (const index of names.keys()) for (const other of names.keys()) if (areTwo(index, other)) rivals[index]!.add(other);
}

/** Which objects of folders that nothing builds belong to each of several clusters: not those in the folder of another one. */
export function sharesOf<Item>(items: readonly Item[], universes: readonly (readonly Layer[])[], pathOfItem: (item: Item) => string): (readonly Item[])[] {
  const names = universes.map((layers) => new Set(layers.flatMap((layer) => clusterOf(pathOf([layer])) ?? [])));
  const all = new Set(names.flatMap((some) => [...some]));
  return names.map((own) =>
    all.size < 2 || own.size === 0
      ? items
      : items.filter((item) => {
          const name = clusterOf(pathOfItem(item));
          return name === undefined || own.has(name) || !all.has(name);
        }),
  );
}

/** The cluster that a folder names: `clusters/home/photos`. What is in `clusters/common` belongs to all. */
function clusterOf(path: string): string | undefined {
  const name = /(?:^|\/)clusters\/([^/]+)\/./.exec(path)?.[1];
  return name === undefined || /^_|^(?:all|base|common|shared|templates?)$/i.test(name) ? undefined : name;
}

/** How much of the way from the root two branches share. */
function nearness(a: readonly Layer[], b: readonly Layer[]): number {
  const [left, right] = [pathOf(a).split('/'), pathOf(b).split('/')];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  return same;
}

const pathOf = (layers: readonly Layer[]): string => layers[0]?.by?.file ?? layers[0]?.folder ?? '';
