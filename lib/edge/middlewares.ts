import type { TreeObject } from '../tree/tree.ts';
import type { Manifests } from '../tree/manifests.ts';
import { asksIn } from './asks-outpost.ts';

/** Middlewares of Traefik by `NAMESPACE-NAME`, as annotations name them. */
export interface Middlewares {
  readonly known: ReadonlySet<string>;
  /** Those that ask an outpost, also at the end of a chain. */
  readonly asking: ReadonlySet<string>;
}

/** Reads the Middlewares of a tree. One may be a chain of others. */
export function middlewaresOf(manifests: Pick<Manifests, 'tree' | 'objects'>): Middlewares {
  const isAsked = asksIn(manifests);
  const all = new Map(manifests.objects.of('Middleware').map((object) => [`${object.namespace}-${object.name}`, object]));
  const asking = new Set<string>();
  for (const [id, object] of all) if (asks(object, all, isAsked, 0)) asking.add(id);
  return { known: new Set(all.keys()), asking };
}

/** A chain of chains ends somewhere. */
const deepest = 5;

function asks({ root, namespace }: TreeObject, all: ReadonlyMap<string, TreeObject>, isAsked: ReturnType<typeof asksIn>, depth: number): boolean {
  if (isAsked(root.text('spec', 'forwardAuth', 'address'))) return true;
  if (depth === deepest) return false;
  return root.items('spec', 'chain', 'middlewares').some((one) => {
    const next = all.get(`${one.text('namespace') ?? namespace}-${one.text('name') ?? ''}`);
    return next !== undefined && asks(next, all, isAsked, depth + 1);
  });
}
