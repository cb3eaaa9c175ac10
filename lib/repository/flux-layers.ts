import type { Repository } from './repository.ts';
import { isFluxKustomization } from '../tree/applied/flux-paths.ts';
import type { TreeObject } from '../tree/tree.ts';

/** One Flux Kustomization and the objects that it applies. */
export interface FluxLayer {
  readonly object: TreeObject;
  readonly objects: readonly TreeObject[];
}

/** Layers of a tree: each object belongs to the Kustomization that builds it. */
export function fluxLayersOf({ objects }: Pick<Repository, 'objects'>): FluxLayer[] {
  const byKey = new Map<string, { object: TreeObject; objects: TreeObject[] }>();
  for (const object of objects.of('Kustomization')) if (isFluxKustomization(object)) byKey.set(keyOf(object), { object, objects: [] });
  for (const object of objects.all) if (object.layer !== undefined) byKey.get(keyOf(object.layer))?.objects.push(object);
  return [...byKey.values()];
}

/** Two clusters of one repository may have Kustomizations of one name. */
const keyOf = ({ file, namespace, name }: TreeObject): string => `${file} ${namespace}/${name}`;
