import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';

/** A file below the checked paths: its text, or why it was not read. */
export type TreeFile = { readonly file: string; readonly text: string } | { readonly file: string; readonly unread: string };

/** Files beyond this are no manifests that people write: bundles of schemas, exports. */
const largest = 5 * 1024 * 1024;

const wanted = (name: string): boolean => /\.(?:ya?ml|json)$/.test(name) || name === 'README.md';

/**
 * Every YAML and JSON file and README below some paths, in order of their names. Hidden folders and node_modules are left out. Links are
 * followed once, and only to places below the same path: a circle of them ends.
 *
 * @throws PinoutError `path-unreadable` for a path that was named and is not there
 */
export function filesBelow(paths: readonly string[]): TreeFile[] {
  const seen = new Set<string>();
  return paths.flatMap((path) => {
    let isFolder: boolean;
    try {
      const stat = statSync(path);
      isFolder = stat.isDirectory();
      // A pipe or a device may never end.
      if (!isFolder && !stat.isFile()) throw Object.assign(new Error(), { code: 'no ordinary file' });
    } catch (error) {
      throw new PinoutError({
        code: 'path-unreadable',
        app: 'check',
        field: path,
        found: (error as NodeJS.ErrnoException).code ?? 'unreadable',
        wanted: 'a file or folder that can be read',
        fix: 'run npm run synth first, or name another path',
      });
    }
    return isFolder ? below(path, realpathSync(path), seen) : read(path, seen, true);
  });
}

function below(path: string, root: string, seen: Set<string>): TreeFile[] {
  let names: string[];
  try {
    const real = realpathSync(path);
    if (seen.has(real)) return [];
    seen.add(real);
    names = readdirSync(path);
  } catch (error) {
    return [{ file: path, unread: codeOf(error) }];
  }
  return names
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .sort(compareText)
    .flatMap((name) => {
      const full = path === '.' ? name : `${path.replace(/\/$/, '')}/${name}`;
      try {
        const stat = statSync(full);
        if (leadsOut(full, root)) return wanted(name) || stat.isDirectory() ? [{ file: full, unread: 'a link that leads out of the checked folder' }] : [];
        if (stat.isDirectory()) return below(full, root, seen);
        return stat.isFile() && wanted(name) ? read(full, seen, false) : [];
      } catch (error) {
        return wanted(name) ? [{ file: full, unread: codeOf(error) }] : [];
      }
    });
}

/** A link to a place outside may show files that are nobody's business here. */
function leadsOut(path: string, root: string): boolean {
  if (!lstatSync(path).isSymbolicLink()) return false;
  const inside = relative(root, realpathSync(path));
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
}

function read(file: string, seen: Set<string>, named: boolean): TreeFile[] {
  try {
    const real = realpathSync(file);
    if (seen.has(real)) return [];
    seen.add(real);
    const { size } = statSync(file);
    if (size > largest) return [{ file, unread: `larger than 5 MiB (${size} bytes)` }];
    const text = readFileSync(file, 'utf8');
    if (text.includes('\0') || text.slice(0, 4096).split('\uFFFD').length > 8) return [{ file, unread: 'no text' }];
    // JSON is everywhere; only objects of Kubernetes are of interest.
    if (file.endsWith('.json') && !named && !(text.includes('"kind"') && text.includes('"apiVersion"'))) return [];
    return [{ file, text }];
  } catch (error) {
    return [{ file, unread: codeOf(error) }];
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unreadable';
