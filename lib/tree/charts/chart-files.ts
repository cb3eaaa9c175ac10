import { posix } from 'node:path';
import type { Origin } from '../origin.ts';

/** More files than a template turns into objects. */
const most = 1000;

/** What Helm keeps for itself (helm.sh/helm/pkg/chart/loader, LoadFiles): templates get no such file by `.Files`. */
const isOwn = (path: string): boolean => /^(?:Chart\.yaml|Chart\.lock|values\.yaml|values\.schema\.json|(?:templates|charts)\/.*)$/.test(path);

/** Paths of the files that the templates of a chart may take. Undefined where a .helmignore decides, or there are too many. */
export function filesOfChart(folder: string, origin: Origin): readonly string[] | undefined {
  const found: string[] = [];
  const folders = [''];
  for (const at of folders) {
    for (const name of [...origin.list(posix.join(folder, at))].sort()) {
      const path = posix.join(at, name);
      if (path === '.helmignore' || found.length + folders.length > most) return undefined;
      if (isOwn(path) || isOwn(`${path}/`)) continue;
      if (origin.list(posix.join(folder, path)).length > 0) folders.push(path);
      else found.push(path);
    }
  }
  return found;
}
