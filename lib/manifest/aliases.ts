import { type Document, isAlias, isNode, type Node, visit } from 'yaml';

/**
 * What each alias of a document stands for: the node that had its anchor last.
 * A node may hold an alias of itself, so whoever walks a document through aliases must bound the depth.
 */
export function aliasesOf(document: Document): (alias: Node) => Node | undefined {
  let targets: Map<Node, Node> | undefined;
  const find = (): Map<Node, Node> => {
    const anchors = new Map<string, Node>();
    const found = new Map<Node, Node>();
    visit(document, (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) found.set(node, target);
      } else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
    });
    return found;
  };
  return (alias) => (targets ??= find()).get(alias);
}
