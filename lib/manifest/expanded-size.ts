import { type Document, isAlias, isMap, isNode, isPair, isSeq, type Node } from 'yaml';
import { aliasesOf } from './aliases.ts';

/** A document that stands for more than this is not walked. */
export const mostNodes = 200_000;

/** How many nodes a document has when each alias is written out; infinite when one stands inside itself. */
export function expandedSize(document: Document): number {
  const target = aliasesOf(document);
  const sizes = new Map<Node, number>();
  const size = (node: unknown): number => {
    if (isPair(node)) return size(node.key) + size(node.value);
    if (!isNode(node)) return 0;
    const real = isAlias(node) ? target(node) : node;
    if (real === undefined) return 1;
    if (!isMap(real) && !isSeq(real)) return 1;
    const known = sizes.get(real);
    if (known !== undefined) return known;
    // Until it is known, whoever comes back here goes round in a circle.
    sizes.set(real, Infinity);
    let sum = 1;
    for (const item of real.items) sum += size(item);
    sizes.set(real, sum);
    return sum;
  };
  return size(document.contents);
}
