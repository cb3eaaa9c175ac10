import type { Cluster } from '../../lib/cluster/cluster.ts';

/** The text of a blueprint that a cluster writes, out of its ConfigMap. */
export function blueprintIn({ placed }: Pick<Cluster, 'placed'>, name: string): string | undefined {
  const found = placed.find(({ object }) => object.kind === 'ConfigMap' && object.metadata.name === `blueprint-${name}`)?.object;
  return (found?.['data'] as Record<string, string> | undefined)?.[`${name}.yaml`];
}
