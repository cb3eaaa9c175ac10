import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';

/** On Windows files have no owner and no mode that Node can see. */
const own = process.getuid?.();

/**
 * A folder that only this user may look into, below the user's own cache. Nothing comes from a folder inside the working directory: whoever
 * made the repository may have put it there.
 */
export function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || (own !== undefined && stat.uid !== own)) return false;
    const inside = relative(realpathSync(process.cwd()), realpathSync(folder));
    if (inside === '' || !(inside.startsWith('..') || isAbsolute(inside))) return false;
    if (own !== undefined && (stat.mode & 0o077) !== 0) chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}

/** The text of a file of one's own that nobody else may write; nothing for any other. Links are not followed. */
export function readPrivate(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile() || (own !== undefined && (stat.uid !== own || (stat.mode & 0o022) !== 0))) return undefined;
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Writes a file that only this user may read, in one step. @throws Error when the disk is full or read-only */
export function writePrivate(folder: string, name: string, text: string): void {
  const temporary = join(folder, `${name}.${process.pid}`);
  try {
    rmSync(temporary, { force: true });
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
