import { addTo } from '../contract/add-to.ts';
import type { TreeObject } from './tree.ts';

/** The objects of a tree by their kind and name. */
export interface Objects {
  readonly all: readonly TreeObject[];
  /** Those of a kind, or of several, kind by kind. */
  readonly of: (...kinds: readonly string[]) => readonly TreeObject[];
  /** The object of that name; with an unknown namespace on either side, any of that name. */
  readonly find: (kind: string, namespace: string, name: string) => TreeObject | undefined;
}

/** Indexes objects once. */
export function objectsOf(all: readonly TreeObject[]): Objects {
  const kinds = new Map<string, TreeObject[]>();
  const exact = new Map<string, TreeObject>();
  const anywhere = new Map<string, TreeObject>();
  for (const object of all) {
    addTo(kinds, object.kind, object);
    first(exact, `${object.kind} ${object.namespace}/${object.name}`, object);
    first(anywhere, `${object.kind} ${object.name}`, object);
  }
  return {
    all,
    of: (...names) => (names.length === 1 ? (kinds.get(names[0]!) ?? []) : names.flatMap((name) => kinds.get(name) ?? [])),
    find: (kind, namespace, name) =>
      exact.get(`${kind} ${namespace}/${name}`) ?? (namespace === '' ? anywhere.get(`${kind} ${name}`) : exact.get(`${kind} /${name}`)),
  };
}

function first(map: Map<string, TreeObject>, key: string, object: TreeObject): void {
  if (!map.has(key)) map.set(key, object);
}
