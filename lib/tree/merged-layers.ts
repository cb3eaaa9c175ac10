import { ComposedDocument, MapNode, type Node, opened, partOf } from '../manifest/composed.ts';
import { Reader } from '../manifest/reader.ts';

/** Values of a release as its chart sees them, each with its place: one login may have its issuer in a ConfigMap and its client id in the release. */
export function mergedLayers({ layers }: { readonly layers: readonly Reader[] }): readonly Reader[] {
  const [first, ...rest] = layers;
  if (first === undefined || rest.length === 0) return layers;
  const node = rest.reduce<Node>((strong, weak) => merged(strong, partOf(weak)), partOf(first));
  return [Reader.of(new ComposedDocument(node, first.document))];
}

function merged(strong: Node, weak: Node): Node {
  const [over, under] = [opened(strong), opened(weak)];
  if (!(over instanceof MapNode) || !(under instanceof MapNode)) return strong;
  const entries = new Map(under.entries);
  for (const [key, value] of over.entries) {
    const below = entries.get(key);
    entries.set(key, below === undefined ? value : merged(value, below));
  }
  return new MapNode(entries, over.from);
}
