import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import { isBeingReplaced, mostReadings, treeState, waitForWriter } from '../manifest/tree-state.ts';

/** A file below the checked paths: its text, or why it was not read. */
export type TreeFile = { readonly file: string; readonly text: string } | { readonly file: string; readonly unread: string };

/** Files beyond this are no manifests that people write: bundles of schemas, exports. */
const largest = 5 * 1024 * 1024;

const wanted = (name: string): boolean => /\.(?:ya?ml|json)$/.test(name) || name === 'README.md';

/**
 * Every YAML and JSON file and README below some paths, in order of their names. Hidden folders and node_modules are left out. Links are
 * followed once, and only to places below the same path: a circle of them ends. A tree
 * that somebody replaces meanwhile is read again.
 *
 * @throws PinoutError `path-unreadable` for a path that was named and is not there, or when nothing could be read because it is closed to us
 */
export function filesBelow(paths: readonly string[]): TreeFile[] {
  let files: TreeFile[] | undefined;
  for (let reading = 1; reading <= mostReadings; reading++) {
    const isLast = reading === mostReadings;
    if (!isLast && isBeingReplaced(paths)) {
      waitForWriter();
      continue;
    }
    const folders = new Map<string, string>();
    try {
      files = readOnce(paths, (folder) => folders.set(folder, treeState([folder])));
    } catch (error) {
      if (isLast || !isBeingReplaced(paths)) throw error;
    }
    if (treeState(folders.keys()) === [...folders.values()].join(' ') && !isBeingReplaced(paths)) break;
    if (!isLast) waitForWriter();
  }
  const read = files ?? [];
  refuseClosed(paths, read);
  return read;
}

/** A folder of which not one file is open to us was not checked: nothing found there says nothing. */
function refuseClosed(paths: readonly string[], files: readonly TreeFile[]): void {
  const closed = files.find((one) => 'unread' in one && one.unread === words['EACCES']);
  if (closed === undefined || files.some((one) => 'text' in one && !one.file.endsWith('.md'))) return;
  throw unreadable(closed.file, words['EACCES']!, `make it readable for the account that runs the check (${paths.join(' ')})`);
}

const unreadable = (path: string, found: string, fix: string): PinoutError =>
  new PinoutError({ code: 'path-unreadable', app: 'check', field: path, found, wanted: 'a file or folder that can be read', fix });

function readOnce(paths: readonly string[], note: (folder: string) => void): TreeFile[] {
  const seen = new Set<string>();
  return paths.flatMap((path) => {
    let isFolder: boolean;
    try {
      const stat = statSync(path);
      isFolder = stat.isDirectory();
      // A pipe or a device may never end.
      if (!isFolder && !stat.isFile()) throw Object.assign(new Error(), { code: 'no ordinary file' });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw unreadable(
        path,
        codeOf(error),
        code === 'EACCES' ? 'make it readable for the account that runs the check' : 'run npm run synth first, or name another path',
      );
    }
    return isFolder ? below(path, realpathSync(path), seen, note) : read(path, seen, true);
  });
}

function below(path: string, root: string, seen: Set<string>, note: (folder: string) => void): TreeFile[] {
  let names: string[];
  try {
    const real = realpathSync(path);
    if (seen.has(real)) return [];
    seen.add(real);
    note(path);
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
        if (stat.isDirectory()) return below(full, root, seen, note);
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

const words: Readonly<Record<string, string>> = {
  EACCES: 'not open to the account that runs this (EACCES)',
  EPERM: 'not open to the account that runs this (EPERM)',
  ENOENT: 'not there, or gone while it was read (ENOENT)',
};

const codeOf = (error: unknown): string => {
  const { code = 'unreadable' } = error as NodeJS.ErrnoException;
  return words[code] ?? code;
};
