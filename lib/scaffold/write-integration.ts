import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PinoutError, show } from '../contract/error.ts';
import { slugName } from '../contract/names.ts';
import { integrationFiles } from './integration-files.ts';

/**
 * Writes the folder of a new integration into a checkout of pinout, and gives the paths of its files.
 *
 * @throws PinoutError `slug-invalid`, `integration-exists`, `path-unreadable` when there is no checkout
 */
export function writeIntegration(root: string, given: string): readonly string[] {
  const at = { app: typeof given === 'string' && given !== '' ? given : 'new-integration', field: 'NAME' };
  const name = slugName(given, at);
  if (!/^[a-z]/.test(name) || name.includes('--'))
    throw new PinoutError({
      code: 'slug-invalid',
      ...at,
      found: show(name),
      wanted: 'a name that starts with a letter and has no two dashes in a row: a function is called after it',
      fix: "write for example 'my-app'",
    });
  const folder = join(root, 'lib', 'integrations');
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new PinoutError({
      code: 'path-unreadable',
      ...at,
      field: 'lib/integrations',
      found: 'missing here',
      wanted: 'the folder of integrations in a checkout of pinout',
      fix: 'run it at the top of the checkout',
    });
  const own = join(folder, name);
  if (existsSync(own))
    throw new PinoutError({
      code: 'integration-exists',
      ...at,
      found: `${show(name)}, whose folder is there already`,
      wanted: 'a name of its own',
      fix: 'choose another name, or remove the folder first',
    });
  return [...integrationFiles(name)].map(([path, text]) => {
    const file = join(own, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
    return `lib/integrations/${name}/${path}`;
  });
}
