import { readdirSync, statSync } from 'node:fs';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';

/** A file to validate. `certain`: it is named, or has the form of a manifest's name; other files count only when they hold an object. */
export interface ManifestFile {
  readonly path: string;
  readonly certain: boolean;
}

/**
 * Files of manifests at some paths, in order of their names: what is named itself, and `.yaml`, `.yml` and `.json` below folders. Hidden
 * entries and node_modules are left out.
 *
 * @throws PinoutError `path-unreadable`
 */
export function manifestFiles(paths: readonly string[]): ManifestFile[] {
  const found = new Map<string, ManifestFile>();
  for (const path of paths) {
    let isFolder: boolean;
    try {
      isFolder = statSync(path).isDirectory();
    } catch (error) {
      throw new PinoutError({
        code: 'path-unreadable',
        app: 'validate',
        field: path,
        found: (error as NodeJS.ErrnoException).code ?? 'unreadable',
        wanted: 'a file or folder that can be read',
        fix: 'name another path',
      });
    }
    if (isFolder) below(path.replace(/(?<=.)\/+$/, ''), found);
    else found.set(path, { path, certain: true });
  }
  return [...found.values()];
}

function below(folder: string, found: Map<string, ManifestFile>): void {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
    const isLink = entry.isSymbolicLink();
    if (entry.isDirectory()) below(path, found);
    else if ((entry.isFile() || (isLink && isFile(path))) && /\.(?:ya?ml|json)$/.test(name)) found.set(path, { path, certain: !name.endsWith('.json') });
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
