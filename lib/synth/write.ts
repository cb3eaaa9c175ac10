import { accessSync, constants, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Difference, differenceOf } from './difference.ts';

/** What a run did. */
export interface Written extends Difference {
  readonly files: number;
}

/**
 * Brings `<out>/<name>` to hold exactly these files.
 *
 * Nothing is written when nothing differs. Otherwise the new folder is made beside `out`, complete, and takes its place by
 * renaming: a run that fails or is killed leaves the old folder, or the new one. Only between the two renames is there none, and the next
 * run puts the old one back first. Files that did not change keep their inode and time.
 *
 * @throws PinoutError `file-foreign`
 */
export function writeFolder(out: string, name: string, files: ReadonlyMap<string, string>): Written {
  const target = join(out, name);
  recover(out, name);
  const difference = differenceOf(target, files);
  const { missing, changed, stale } = difference;
  if (missing.length + changed.length + stale.length === 0) return { ...difference, files: files.size };

  mkdirSync(out, { recursive: true });
  const beside = stagingFolder(out);
  const next = join(beside, `${prefix(out, name)}new-${process.pid}`);
  const previous = join(beside, `${prefix(out, name)}old-${process.pid}`);
  const fresh = new Set([...missing, ...changed]);
  try {
    const made = new Set<string>();
    for (const [path, text] of files) {
      const to = join(next, path);
      if (!made.has(dirname(to))) mkdirSync(dirname(to), { recursive: true });
      made.add(dirname(to));
      if (fresh.has(path) || !linked(join(target, path), to)) writeFileSync(to, text);
    }
    if (existsSync(target)) renameSync(target, previous);
    renameSync(next, target);
  } catch (error) {
    if (!existsSync(target) && existsSync(previous)) renameSync(previous, target);
    rmSync(next, { recursive: true, force: true });
    throw error;
  }
  rmSync(previous, { recursive: true, force: true });
  return { ...difference, files: files.size };
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    // Not every file system has hard links.
    return false;
  }
}

const prefix = (out: string, name: string): string => `.pinout-${basename(resolve(out))}-${name}-`;

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

/** Cleans up after a run that was killed. Leaves alone what a run that is still alive works on. */
function recover(out: string, name: string): void {
  const start = prefix(out, name);
  for (const folder of [dirname(resolve(out)), out]) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder).sort()) {
      const match = entry.startsWith(start) ? /^(new|old)-(\d+)$/.exec(entry.slice(start.length)) : null;
      if (!match || (Number(match[2]) !== process.pid && isAlive(Number(match[2])))) continue;
      if (match[1] === 'old' && !existsSync(join(out, name))) renameSync(join(folder, entry), join(out, name));
      else rmSync(join(folder, entry), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
