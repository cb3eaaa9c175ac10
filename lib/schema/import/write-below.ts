import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { PinoutError } from '../../contract/error.ts';

/**
 * Writes a file directly below a folder of imports, and nowhere else: the name is a part of what was downloaded. A link that stands there
 * is replaced, not followed.
 *
 * @throws PinoutError `import-outside`
 */
export function writeBelow(imports: string, folder: 'crds' | 'charts', name: string, text: string): string {
  const path = join(imports, folder, name);
  if (relative(resolve(imports, folder), resolve(path)) !== name || name.includes(sep) || name.includes('/') || name.includes('\\')) throw outside(path, name);
  mkdirSync(join(imports, folder), { recursive: true });
  // The folder itself may be a link in a repository that somebody else made.
  const real = realpathSync(join(imports, folder));
  if (real !== join(realpathSync(imports), folder)) throw outside(path, real);
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new PinoutError({
      code: 'path-unwritable',
      app: 'import',
      field: path,
      found: (error as NodeJS.ErrnoException).code ?? 'not writable',
      wanted: 'a file that can be written',
      fix: 'make the folder writable, or name another one with --imports',
    });
  }
  return path;
}

function outside(path: string, found: string): PinoutError {
  return new PinoutError({
    code: 'import-outside',
    app: 'import',
    field: path,
    found,
    wanted: 'a file in the imports folder',
    fix: 'do not import this: its name, or a link in the folder, leads outside the folder',
  });
}
