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

const row = /^\|\s*([A-Z][A-Za-z]+)\s*\|\s*([a-z0-9.-]*)\s*\|\s*([^|]*?)\s*\|/;

/** Objects that READMEs say are there before: rows of `| Kind | Namespace | Name | Why |`. */
export function promisedBy(tree: Tree): ReadonlySet<string> {
  const promised = new Set<string>();
  for (const { text } of tree.pages) {
    let inside = false;
    for (const line of text.split('\n')) {
      if (/^\|\s*Kind\s*\|\s*Namespace\s*\|\s*Name\s*\|/.test(line)) inside = true;
      else if (!line.startsWith('|')) inside = false;
      const [, kind, namespace, name] = inside ? (row.exec(line) ?? []) : [];
      if (kind !== undefined && kind !== 'Kind') promised.add(idOf(kind, namespace ?? '', name ?? ''));
    }
  }
  return promised;
}
