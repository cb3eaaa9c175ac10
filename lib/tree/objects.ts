import { addTo } from '../contract/add-to.ts';
import type { TreeObject } from './tree.ts';

/** The objects of a tree by their kind and name. */
export interface Objects {
  readonly all: readonly TreeObject[];
  /** Those of a kind, or of several, kind by kind. */
  readonly of: (...kinds: readonly string[]) => readonly TreeObject[];
  /** The object of that name; with an unknown namespace on either side, any of that name. */
  readonly find: (kind: string, namespace: string, name: string) => TreeObject | undefined;
  /** All of that name in that namespace: each stage of a cluster may have its own. */
  readonly named: (kind: string, namespace: string, name: string) => readonly TreeObject[];
}

/** Indexes objects once. */
export function objectsOf(all: readonly TreeObject[]): Objects {
  const kinds = new Map<string, TreeObject[]>();
  const exact = new Map<string, TreeObject[]>();
  const anywhere = new Map<string, TreeObject>();
  for (const object of all) {
    addTo(kinds, object.kind, object);
    addTo(exact, `${object.kind} ${object.namespace}/${object.name}`, object);
    const key = `${object.kind} ${object.name}`;
    if (!anywhere.has(key)) anywhere.set(key, object);
  }
  return {
    all,
    of: (...names) => (names.length === 1 ? (kinds.get(names[0]!) ?? []) : names.flatMap((name) => kinds.get(name) ?? [])),
    find: (kind, namespace, name) =>
      exact.get(`${kind} ${namespace}/${name}`)?.[0] ?? (namespace === '' ? anywhere.get(`${kind} ${name}`) : exact.get(`${kind} /${name}`)?.[0]),
    named: (kind, namespace, name) => exact.get(`${kind} ${namespace}/${name}`) ?? [],
  };
}
