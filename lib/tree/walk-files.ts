import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import { treeState } from './tree-state.ts';

/** More than this is no manifest that people write: a bundle of schemas, an export. */
export const mostMebibytes = 20;

/** A file that was found, or a place that is closed to us and why. `isNamed`: it is one of the paths itself. */
export type Walked =
  | { readonly file: string; readonly real: string; readonly isNamed: boolean }
  | { readonly file: string; readonly unread: string; readonly why: 'link' | 'gone' | 'closed' };

export interface Walk {
  readonly files: readonly Walked[];
  /** The folders that were walked, with their state at that time: what tells that somebody replaced the tree meanwhile. */
  readonly folders: ReadonlyMap<string, string>;
}

/**
 * The files at some paths, in order of their names: those that are named, and below folders those whose name is wanted. Hidden entries and node_modules
 * are left out. Links are followed once, and only to places below the same path: a circle of them ends, and nobody's other files are read.
 *
 * @throws PinoutError `path-unreadable` for a path that is not there, or is neither file nor folder
 */
export function walkFiles(paths: readonly string[], wanted: (name: string) => boolean, app: string): Walk {
  const seen = new Set<string>();
  const folders = new Map<string, string>();
  const files: Walked[] = [];
  const add = (file: string, real: string, isNamed: boolean) => {
    if (seen.has(real)) return;
    seen.add(real);
    files.push({ file, real, isNamed });
  };
  const below = (path: string, real: string, root: string) => {
    if (seen.has(real)) return;
    seen.add(real);
    let entries: Dirent[];
    try {
      folders.set(real, treeState([real]));
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      files.push(closed(path, error));
      return;
    }
    // `real` is without `..` and `.` already: to take it apart for each file costs as much as to ask for its state.
    const start = real.endsWith(sep) ? real : `${real}${sep}`;
    for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
      const { name } = entry;
      if (name.startsWith('.') || name === 'node_modules') continue;
      const full = path === '.' ? name : `${path.replace(/\/$/, '')}/${name}`;
      // Only links are resolved again: asking for every file costs more than reading it.
      if (entry.isSymbolicLink()) link(full, root);
      else if (entry.isDirectory()) below(full, `${start}${name}`, root);
      else if (entry.isFile() && wanted(name)) add(full, `${start}${name}`, false);
    }
  };
  const link = (path: string, root: string) => {
    try {
      const real = realpathSync(path);
      const stat = statSync(real);
      const inside = relative(root, real);
      const leadsOut = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
      if (leadsOut && (wanted(path) || stat.isDirectory())) files.push({ file: path, unread: 'a link that leads outside the checked folder', why: 'link' });
      else if (!leadsOut && stat.isDirectory()) below(path, real, root);
      else if (!leadsOut && stat.isFile() && wanted(path)) add(path, real, false);
    } catch (error) {
      if (wanted(path)) files.push({ ...closed(path, error), why: 'link' });
    }
  };
  for (const path of paths) {
    const real = realOf(path, app);
    if (statSync(real).isDirectory()) below(path.replace(/^\.\/(?=.)/, ''), real, real);
    else add(path, real, true);
  }
  return { files, folders };
}

/** Where a named path is without links. */
function realOf(path: string, app: string): string {
  try {
    const stat = statSync(path);
    // A pipe or a device may never end.
    if (!stat.isDirectory() && !stat.isFile()) throw Object.assign(new Error(), { code: 'not a regular file' });
    return realpathSync(path);
  } catch (error) {
    const isClosed = (error as NodeJS.ErrnoException).code === 'EACCES';
    throw pathUnreadable(
      path,
      app,
      reasonOf(error),
      isClosed ? `make it readable for the user who runs ${app}` : 'run npm run synth first, or name another path',
    );
  }
}

/** The error for a path that cannot be read. */
export const pathUnreadable = (path: string, app: string, found: string, fix: string): PinoutError =>
  new PinoutError({ code: 'path-unreadable', app, field: path, found, wanted: 'a file or folder that can be read', fix });

const closed = (file: string, error: unknown): Extract<Walked, { unread: string }> => ({
  file,
  unread: reasonOf(error),
  why: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'closed',
});

const words: Readonly<Record<string, string>> = {
  EACCES: 'not readable: permission denied (EACCES)',
  EPERM: 'not readable: permission denied (EPERM)',
  ENOENT: 'missing, or deleted while it was read (ENOENT)',
};

/** What the system said, in words. */
export function reasonOf(error: unknown): string {
  const { code = 'unreadable' } = error as NodeJS.ErrnoException;
  return words[code] ?? code;
}
