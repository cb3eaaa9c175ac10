import { type Document, isAlias, isMap, isNode, isPair, isSeq, type Node, visit } from 'yaml';

/** What each alias of a document stands for: the node that had its anchor last. */
export type Target = (alias: Node) => Node | undefined;

/** Finds what all aliases stand for in one walk: the library looks through the whole document for each. */
export function aliasesOf(document: Document): Target {
  const anchors = new Map<string, Node>();
  const found = new Map<Node, Node>();
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) found.set(node, target);
    } else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
  });
  return (alias) => found.get(alias);
}

/** Why Go does not expand the aliases of a document (go.yaml.in/yaml decode.go, allowedAliasRatio). */
export function aliasError(document: Document, target: Target): string | undefined {
  const size = expandedSize(document, target);
  if (size === Infinity) return 'yaml: anchor value contains itself';
  let own = 0;
  visit(document, { Node: () => void (own += 1) });
  const byAliases = size - own;
  const allowed = size <= 400_000 ? 0.99 : size >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((size - 400_000) / 3_600_000);
  return byAliases > 100 && size > 1000 && byAliases / size > allowed ? 'yaml: document contains excessive aliasing' : undefined;
}

/** How many nodes a document has when each alias is written out; infinite when one stands inside itself. */
function expandedSize(document: Document, target: Target): number {
  const sizes = new Map<Node, number>();
  const size = (node: unknown): number => {
    if (isPair(node)) return size(node.key) + size(node.value);
    if (!isNode(node)) return 0;
    const real = isAlias(node) ? target(node) : node;
    if (real === undefined || (!isMap(real) && !isSeq(real))) return 1;
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
