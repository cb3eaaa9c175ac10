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

/** An object that a README says is there before. */
interface Promised {
  readonly file: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Keys that the row names at its end; undefined when it names none. */
  readonly keys: readonly string[] | undefined;
}

/** A row, when it has that form. `prerequisites[].keys` stand at its end. */
function promisedIn(file: string, line: string): Promised | undefined {
  const [before, kind = '', namespace = '', name, why, end] = line.split('|', 6).map((cell) => cell.trim());
  if (before !== '' || name === undefined || why === undefined) return undefined;
  if (!/^[A-Z][A-Za-z0-9]+$/.test(kind) || !/^[a-z0-9.-]*$/.test(namespace)) return undefined;
  const [, keys] = end === undefined ? [] : (/; keys? ([A-Za-z0-9._-]+(?:, [A-Za-z0-9._-]+)*)$/.exec(why.slice(-2000)) ?? []);
  return { file, kind, namespace, name, keys: keys?.split(', ') };
}

/** Objects that READMEs say are there before, by `idOf`: rows of `| Kind | Namespace | Name | Why |`. */
export function promisedBy(tree: Tree): ReadonlyMap<string, Promised> {
  const promised = new Map<string, Promised>();
  for (const { file, text } of tree.pages) {
    let inside = false;
    for (const line of text.split('\n')) {
      if (!line.startsWith('|')) inside = false;
      else if (/^ *Kind *, *Namespace *, *Name *$/.test(line.split('|', 4).slice(1).join(','))) inside = true;
      else if (inside) {
        const one = promisedIn(file, line);
        if (one !== undefined) promised.set(idOf(one.kind, one.namespace, one.name), one);
      }
    }
  }
  return promised;
}
