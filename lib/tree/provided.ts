import type { Tree } from './tree.ts';
import type { Objects } from './objects.ts';

/** Key of an object. */
export const idOf = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

/** What Kubernetes itself brings. */
const builtIn = [
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) => ['Namespace', name] as const),
  ...['cluster-admin', 'admin', 'edit', 'view'].map((name) => ['ClusterRole', name] as const),
];

/** Objects that a tree brings, with the file of each: its own, and those that controllers make of them. */
export function providedBy(objects: Objects): ReadonlyMap<string, string> {
  const provided = new Map<string, string>();
  for (const { root, file, kind, namespace, name } of objects.all) {
    provided.set(idOf(kind, namespace, name), file);
    if (kind === 'ExternalSecret') provided.set(idOf('Secret', namespace, root.get('spec', 'target', 'name').text() ?? name), file);
    // Charts name their ServiceAccount after the release.
    if (kind === 'HelmRelease') provided.set(idOf('ServiceAccount', namespace, root.get('spec', 'releaseName').text() ?? name), file);
    if (kind === 'Namespace') provided.set(idOf('ServiceAccount', name, 'default'), file);
    if (kind === 'Ingress' && root.get('metadata', 'annotations', 'cert-manager.io/cluster-issuer').exists)
      for (const tls of root.get('spec', 'tls').items()) provided.set(idOf('Secret', namespace, tls.get('secretName').text() ?? ''), file);
    // CloudNativePG puts what a client needs into a Secret.
    if (kind === 'Cluster') provided.set(idOf('Secret', namespace, `${name}-app`), file);
    if (kind === 'Certificate') provided.set(idOf('Secret', namespace, root.get('spec', 'secretName').text() ?? ''), file);
  }
  for (const [kind, name] of builtIn) provided.set(idOf(kind, '', name), 'Kubernetes');
  return provided;
}

/** Kind, namespace and name of a row, when it has that form. */
function cellsOf(line: string): readonly [string, string, string] | undefined {
  const [before, kind = '', namespace = '', name, end] = line.split('|', 5).map((cell) => cell.trim());
  if (before !== '' || name === undefined || end === undefined) return undefined;
  return /^[A-Z][A-Za-z0-9]+$/.test(kind) && /^[a-z0-9.-]*$/.test(namespace) ? [kind, namespace, name] : undefined;
}

/** Objects that READMEs say are there before: rows of `| Kind | Namespace | Name | Why |`. */
export function promisedBy(tree: Tree): ReadonlySet<string> {
  const promised = new Set<string>();
  for (const { text } of tree.pages) {
    let inside = false;
    for (const line of text.split('\n')) {
      if (!line.startsWith('|')) inside = false;
      else if (/^ *Kind *, *Namespace *, *Name *$/.test(line.split('|', 4).slice(1).join(','))) inside = true;
      else if (inside) {
        const cells = cellsOf(line);
        if (cells !== undefined) promised.add(idOf(...cells));
      }
    }
  }
  return promised;
}
