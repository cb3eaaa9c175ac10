import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
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

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keeps a value for another run, below its digest. What cannot be kept, on a full or read-only disk, costs time and changes nothing else. */
export function keep(folder: string, name: string, value: unknown): void {
  const body = JSON.stringify(value);
  try {
    writePrivate(folder, name, `${digest(body)}\n${body}`);
  } catch {
    // The next run is as slow as this one.
  }
}

/** What an earlier run kept; nothing when it is missing, broken or somebody else's. A digest says that it is whole, not that it has the form that is wanted. */
export function kept(folder: string, name: string): unknown {
  const text = readPrivate(join(folder, name)) ?? '';
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (end === -1 || digest(body) !== text.slice(0, end)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const month = 30 * 24 * 60 * 60 * 1000;

/** Takes out what nobody asked for in a month. */
export function tidy(folder: string): void {
  try {
    for (const path of readdirSync(folder).flatMap((name) => (/^(?:app|schema|validate)-/.test(name) ? [join(folder, name)] : [])))
      if (Date.now() - statSync(path).mtimeMs > month) rmSync(path, { force: true });
  } catch {
    // Somebody else tidies it at the same time, or nobody may.
  }
}

/** The text of a file of one's own that nobody else may write; nothing for any other. Links are not followed. */
function readPrivate(path: string): string | undefined {
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
function writePrivate(folder: string, name: string, text: string): void {
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
