import { closest, distance } from 'fastest-levenshtein';
import { PinoutError, show } from '../contract/error.ts';
import { deliveryFolder, type Folder, idpFolder, ownIdpFolder } from '../manifest/manifest.ts';

const fixed: readonly Folder[] = ['namespaces', 'controllers', 'configs', deliveryFolder];
const perApp = ['identity', 'apps', 'login'] as const;

/**
 * Judges the folders that `constructs` asks for: those that Flux applies, those of the cluster's apps, and `platform/NAME`, which gets a Flux
 * Kustomization of its own whatever its name.
 *
 * @param apps names of the cluster's apps
 * @param used folders that hold something already
 * @returns the folder, or throws PinoutError `folder-unknown`
 */
export function folderCheck(apps: readonly string[], used: readonly Folder[]): (folder: unknown) => Folder {
  const known = new Set<string>([
    ...fixed,
    ...(used.includes(ownIdpFolder) ? [ownIdpFolder] : [idpFolder]),
    ...used,
    ...apps.flatMap((app) => perApp.map((first) => `${first}/${app}`)),
  ]);
  return (folder) => {
    if (typeof folder === 'string' && (known.has(folder) || /^platform\/[a-z0-9](?:[-a-z0-9]{0,36}[a-z0-9])?$/.test(folder))) return folder as Folder;
    throw new PinoutError({
      code: 'folder-unknown',
      app: 'cluster',
      field: 'constructs',
      found: `chart(${typeof folder === 'string' ? show(folder) : typeof folder}), a folder that Flux does not apply`,
      wanted: `one of ${[...known].map((one) => `'${one}'`).join(', ')}, or 'platform/NAME' for your own folder`,
      fix: `write chart('${typeof folder === 'string' ? nearest(folder, [...known]) : 'platform/my-stuff'}')`,
    });
  };
}

/** A known folder that differs by a typo, else a folder of one's own with a name as near as may be. */
function nearest(given: string, known: readonly string[]): string {
  const near = closest(given, known);
  if (distance(given, near) <= Math.max(2, Math.floor(near.length / 5))) return near;
  const name = (given.split('/').at(-1) ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 38)
    .replace(/^-+|-+$/g, '');
  return `platform/${name === '' ? 'my-stuff' : name}`;
}
