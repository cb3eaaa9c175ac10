import type { Repository } from '../repository/repository.ts';

/** Keys of a ConfigMap or a Secret; undefined where the manifests do not show all of them. */
export function keysOf({ objects, secrets }: Repository, kind: string, namespace: string, name: string): ReadonlySet<string> | undefined {
  if (kind === 'Secret') return secrets.find(namespace, name)?.keys;
  const map = kind === 'ConfigMap' ? objects.find(kind, namespace, name)?.root : undefined;
  return map === undefined ? undefined : new Set([...map.get('data').keys(), ...map.get('binaryData').keys()]);
}
