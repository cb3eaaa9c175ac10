import { ComposedDocument, MapNode, type Node, Part, partOf, TextDocument } from '../manifest/composed.ts';
import { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';

/** A file of settings is smaller, and a Secret may hold 1 MiB (kubernetes/kubernetes, pkg/apis/core/types.go: MaxSecretSize). */
const longest = 2 ** 20;

/** The text that base64 stands for; undefined for anything else: an encrypted text, a placeholder, a file that is no text. */
function textOfBase64(encoded: string | undefined): string | undefined {
  const bare = encoded?.length === undefined || encoded.length > longest ? '' : encoded.replaceAll(/\s/g, '');
  if (bare === '' || bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return undefined;
  const text = Buffer.from(bare, 'base64').toString('utf8');
  return /^[\P{Cc}\s]+$/u.test(text) && !text.includes('\uFFFD') ? text : undefined;
}

/** A Secret with what it has in base64 as `stringData`, where everybody reads it as text. A value is where its base64 stands. */
export function withPlainData(object: TreeObject): TreeObject {
  const { kind, root } = object;
  if (kind !== 'Secret' || root.get('sops').exists || !/^(?:Opaque)?$/.test(root.text('type') ?? '')) return object;
  const [kept, plain] = [new Map<string, Node>(), new Map<string, Node>()];
  for (const [key, node] of root.entries('data')) {
    const text = textOfBase64(node.text());
    if (text === undefined) kept.set(key, partOf(node));
    else plain.set(key, new Part(text, Reader.of(new TextDocument(node.file, text, node, 'encoded'))));
  }
  if (plain.size === 0) return object;
  const encoded = new Set(plain.keys());
  // Kubernetes takes what is in both from stringData.
  for (const [key, node] of root.entries('stringData')) plain.set(key, partOf(node));
  const entries = new Map<string, Node>(root.entries().map(([key, node]) => [key, partOf(node)]));
  entries.delete('data');
  if (kept.size > 0) entries.set('data', new MapNode(kept, root.get('data')));
  entries.set('stringData', new MapNode(plain, root.get('data')));
  return { ...object, encoded, root: Reader.of(new ComposedDocument(new MapNode(entries, root), root.document)) };
}
