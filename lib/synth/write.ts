import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Difference, differenceOf } from './difference.ts';
import { recover, stagingName } from './staging.ts';

/** What a run did. */
export interface Written extends Difference {
  readonly files: number;
}

/**
 * Brings `<out>/<name>` to hold exactly these files.
 *
 * Nothing is written when nothing differs. Otherwise the new folder is made beside `out`, complete, and takes its place by
 * renaming: a run that fails or is killed leaves the old folder, or the new one. Only between the two renames is there none, and the next
 * run puts the old one back first. Files that did not change keep their inode and time. Where a folder cannot be renamed, its files are replaced one by one.
 *
 * @throws PinoutError `file-foreign`
 */
export function writeFolder(out: string, name: string, files: ReadonlyMap<string, string>): Written {
  const target = join(out, name);
  recover(out);
  const difference = differenceOf(target, files);
  const { missing, changed, stale } = difference;
  if (missing.length + changed.length + stale.length === 0) return { ...difference, files: files.size };

  mkdirSync(out, { recursive: true });
  const beside = stagingFolder(out);
  for (const folder of beside === out ? [out] : [beside, out]) {
    const next = join(folder, stagingName(out, name, 'new'));
    try {
      fill(next, target, files, new Set([...missing, ...changed]));
      if (replaced(target, next, join(folder, stagingName(out, name, 'old')))) return { ...difference, files: files.size };
    } finally {
      rmSync(next, { recursive: true, force: true });
    }
  }
  replaceFiles(out, name, files, difference);
  return { ...difference, files: files.size };
}

function fill(next: string, target: string, files: ReadonlyMap<string, string>, fresh: ReadonlySet<string>): void {
  const made = new Set<string>();
  for (const [path, text] of files) {
    const to = join(next, path);
    if (!made.has(dirname(to))) mkdirSync(dirname(to), { recursive: true });
    made.add(dirname(to));
    if (fresh.has(path) || !linked(join(target, path), to, text)) writeFileSync(to, text);
  }
}

/** Puts the new folder in the place of the old one. False where the file system moves no folders: there everything is as it was. */
function replaced(target: string, next: string, previous: string): boolean {
  try {
    if (existsSync(target)) renameSync(target, previous);
    renameSync(next, target);
  } catch (error) {
    if (existsSync(previous)) {
      // Another run may have put its folder there meanwhile: then the old one is nobody's any more.
      if (existsSync(target)) rmSync(previous, { recursive: true, force: true });
      else renameSync(previous, target);
    }
    if (immovable((error as NodeJS.ErrnoException).code)) return false;
    throw error;
  }
  rmSync(previous, { recursive: true, force: true });
  return true;
}

/** A folder of a lower layer of overlayfs (an image with `COPY . .`) gives EXDEV whereto ever it is moved, and a mount point EBUSY. */
const immovable = (code: string | undefined): boolean => code === 'EXDEV' || code === 'EBUSY';

/**
 * Replaces the files one by one, each by renaming. A run that fails puts the old files back from a copy. One that is killed leaves old and new
 * files side by side; the next run completes them.
 */
function replaceFiles(out: string, name: string, files: ReadonlyMap<string, string>, { missing, changed, stale }: Difference): void {
  const target = join(out, name);
  const copy = join(out, stagingName(out, name, 'copy'));
  const put = (path: string, write: (to: string) => void): void => {
    const to = join(target, path);
    mkdirSync(dirname(to), { recursive: true });
    write(join(copy, 'one'));
    renameSync(join(copy, 'one'), to);
  };
  try {
    mkdirSync(copy, { recursive: true });
    const touched = [...changed, ...stale];
    for (const path of touched) cpSync(join(target, path), join(copy, 'before', path));
    try {
      for (const path of [...missing, ...changed]) put(path, (to) => writeFileSync(to, files.get(path)!));
      for (const path of stale) rmSync(join(target, path), { force: true });
    } catch (error) {
      for (const path of missing) rmSync(join(target, path), { force: true });
      for (const path of touched) put(path, (to) => cpSync(join(copy, 'before', path), to));
      throw error;
    }
    removeEmpty(target);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Removes folders that hold nothing any more. */
function removeEmpty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    removeEmpty(path);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}

/** Whether the file that did not change could be linked. Another run may have put its own in that place since we compared. */
function linked(from: string, to: string, text: string): boolean {
  try {
    linkSync(from, to);
    if (readFileSync(to, 'utf8') === text) return true;
    rmSync(to);
  } catch {
    // Not every file system has hard links.
  }
  return false;
}

/** Where the new folder is made: beside `out`, so that `out` never holds anything half done; inside when only that can be written or renamed. */
function stagingFolder(out: string): string {
  const parent = dirname(resolve(out));
  try {
    accessSync(parent, constants.W_OK);
    return statSync(parent).dev === statSync(out).dev ? parent : out;
  } catch {
    return out;
  }
}
