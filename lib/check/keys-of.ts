import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';
import type { TreeObject } from '../tree/tree.ts';

/** Keys of a ConfigMap or a Secret that an object uses; undefined where the manifests do not show all of them. */
export function keysOf({ objects, secrets }: Repository, kind: string, user: TreeObject, name: string): ReadonlySet<string> | undefined {
  if (kind === 'Secret') {
    const found = secrets.find(user.namespace, name);
    const isAnothers = user.namespace === '' && (secrets.namespacesOf(name).length > 1 || user.kind === 'Chart');
    return found === undefined || (isAnothers && areApart(found.object, user)) ? undefined : found.keys;
  }
  const map = kind === 'ConfigMap' ? objects.find(kind, user.namespace, name) : undefined;
  if (map === undefined || (user.kind === 'Chart' && areApart(map, user))) return undefined;
  return new Set([...map.root.get('data').keys(), ...map.root.get('binaryData').keys()]);
}

/**
 * Whether two objects lie in folders of their own. Where nothing says in which namespace the user is, a Secret there may be another one of its name: a second
 * one is here, or may be in the templates of a chart that nothing installs.
 */
function areApart({ file }: TreeObject, user: TreeObject): boolean {
  const [one, other] = [posix.dirname(file), posix.dirname(user.file)].map((folder) => (folder === '.' ? '' : `${folder}/`));
  return !one!.startsWith(other!) && !other!.startsWith(one!);
}
