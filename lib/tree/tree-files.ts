import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import { isBeingReplaced, mostReadings, treeState, waitForWriter } from '../manifest/tree-state.ts';

/** A file below the checked paths: its text, or why it was not read. */
export type TreeFile = { readonly file: string; readonly text: string } | { readonly file: string; readonly unread: string };

/** Files beyond this are no manifests that people write: bundles of schemas, exports. */
const largest = 5 * 1024 * 1024;

const wanted = (path: string): boolean => /\.(?:ya?ml|json)$|(?:^|\/)README\.md$/.test(path);

/** Real paths of what was read; of folders with their state at that time. */
type Seen = Map<string, string>;

/**
 * Every YAML and JSON file and README below some paths, in order of their names. Hidden folders and node_modules are left out. Links are
 * followed once, and only to places below the same path: a circle of them ends. A tree that somebody replaces meanwhile is read again.
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
    const seen: Seen = new Map();
    try {
      files = readOnce(paths, seen);
    } catch (error) {
      // What is not there may come in a moment: the writer could have ended between our look and now.
      if (isLast || (reading > 2 && !isBeingReplaced(paths))) throw error;
      waitForWriter();
      continue;
    }
    const folders = [...seen].filter(([, state]) => state !== '');
    if (folders.every(([folder, state]) => treeState([folder]) === state) && !isBeingReplaced(paths)) break;
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

function readOnce(paths: readonly string[], seen: Seen): TreeFile[] {
  return paths.flatMap((path) => {
    try {
      const stat = statSync(path);
      const isFolder = stat.isDirectory();
      // A pipe or a device may never end.
      if (!isFolder && !stat.isFile()) throw Object.assign(new Error(), { code: 'no ordinary file' });
      if (isFolder) return below(path, realpathSync(path), realpathSync(path), seen);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw unreadable(
        path,
        codeOf(error),
        code === 'EACCES' ? 'make it readable for the account that runs the check' : 'run npm run synth first, or name another path',
      );
    }
    return named(path, seen);
  });
}

/** `real` is where the folder is without links. Only links are resolved again: asking for every file costs more than reading it. */
function below(path: string, real: string, root: string, seen: Seen): TreeFile[] {
  let entries: Dirent[];
  try {
    if (seen.has(real)) return [];
    seen.set(real, treeState([real]));
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    return [{ file: path, unread: codeOf(error) }];
  }
  const found: TreeFile[] = [];
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    const { name } = entry;
    if (name.startsWith('.') || name === 'node_modules') continue;
    const full = path === '.' ? name : `${path.replace(/\/$/, '')}/${name}`;
    try {
      if (entry.isSymbolicLink()) found.push(...link(full, root, seen));
      else if (entry.isDirectory()) for (const one of below(full, join(real, name), root, seen)) found.push(one);
      else if (entry.isFile() && wanted(name)) found.push(...read(full, join(real, name), seen, false));
    } catch (error) {
      if (wanted(name)) found.push({ file: full, unread: codeOf(error) });
    }
  }
  return found;
}

/** A link to a place outside may show files that are nobody's business here. */
function link(path: string, root: string, seen: Seen): TreeFile[] {
  const real = realpathSync(path);
  const stat = statSync(real);
  const inside = relative(root, real);
  const leadsOut = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  if (leadsOut) return wanted(path) || stat.isDirectory() ? [{ file: path, unread: 'a link that leads out of the checked folder' }] : [];
  if (stat.isDirectory()) return below(path, real, root, seen);
  return stat.isFile() && wanted(path) ? read(path, real, seen, false) : [];
}

function named(file: string, seen: Seen): TreeFile[] {
  try {
    return read(file, realpathSync(file), seen, true);
  } catch (error) {
    return [{ file, unread: codeOf(error) }];
  }
}

function read(file: string, real: string, seen: Seen, isNamed: boolean): TreeFile[] {
  try {
    if (seen.has(real)) return [];
    seen.set(real, '');
    const { size } = statSync(file);
    if (size > largest) return [{ file, unread: `larger than 5 MiB (${size} bytes)` }];
    const text = readFileSync(file, 'utf8');
    if (text.includes('\0') || text.slice(0, 4096).split('\uFFFD').length > 8) return [{ file, unread: 'no text' }];
    // JSON is everywhere; only objects of Kubernetes are of interest.
    if (file.endsWith('.json') && !isNamed && !(text.includes('"kind"') && text.includes('"apiVersion"'))) return [];
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
