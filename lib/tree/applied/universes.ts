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

/** How much of the way from the root two branches share. */
function nearness(a: readonly Layer[], b: readonly Layer[]): number {
  const [left, right] = [pathOf(a).split('/'), pathOf(b).split('/')];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  return same;
}

const pathOf = (layers: readonly Layer[]): string => layers[0]?.by?.file ?? layers[0]?.folder ?? '';
