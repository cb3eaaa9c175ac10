import { posix } from 'node:path';
import type { Manifests } from '../tree/manifests.ts';
import { known } from '../tree/known.ts';
import { appOf, workloadsByFolder } from './looks-like-login.ts';
import type { LoginEnd } from './login-end.ts';

/**
 * Whether settings that no container is known to read belong to a login that was read elsewhere: its object names them, it is of the app beside them, or
 * it has the same client.
 */
export function ownedBy(ends: readonly LoginEnd[], manifests: Manifests): (end: LoginEnd) => boolean {
  const workloads = workloadsByFolder(manifests);
  const clients = new Set(ends.flatMap(({ clientId }) => known(clientId?.value) ?? []));
  const files = new Set(ends.flatMap(({ object, release }) => [object.file, release?.object.file]));
  const secrets = new Set(ends.flatMap(({ secret, idSecret }) => [secret, idSecret].flatMap((one) => one?.name.value ?? [])));
  const apps = new Set(ends.flatMap(({ object }) => [`${object.namespace} ${object.name}`, `${posix.dirname(object.file)} ${object.name}`]));
  const names = new Set(ends.flatMap(({ object }) => (object.kind === 'file' ? [] : [object.name])));
  const folders = new Set(ends.map(({ object }) => posix.dirname(object.file)));
  return ({ object, clientId, idSecret }) => {
    const app = appOf(object, workloads);
    const folder = posix.dirname(object.file);
    // A file of values has no namespace, and lies where its owner likes, often with the name of its release.
    if (object.kind === 'file')
      return clients.has(known(clientId?.value) ?? '') || [app, posix.basename(object.file).replace(/\.\w+$/, '')].some((name) => names.has(name));
    return (
      files.has(object.file) ||
      clients.has(known(clientId?.value) ?? '') ||
      secrets.has(idSecret?.name.value ?? object.name) ||
      apps.has(`${object.namespace} ${app}`) ||
      apps.has(`${folder} ${app}`) ||
      (folders.has(folder) && (workloads.get(folder)?.length ?? 0) < 2)
    );
  };
}
