import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PinoutError } from '../contract/error.ts';

/** A file to be written, or what is to be added to one that is there. */
export interface Planned {
  readonly path: string;
  readonly text: string;
  /** The text of the file of now, when it is changed rather than made. */
  readonly before?: string;
}

/** What became of a planned file. */
export type Written = 'new' | 'changed' | 'same' | 'kept';

/** How it is with a file, before anything is written: one that is there and is not to be changed is kept. */
export function stateOf(root: string, { path, text, before }: Planned, force = false): Written {
  const now = textAt(root, path);
  if (now === undefined) return 'new';
  if (now === text) return 'same';
  return before !== undefined || force ? 'changed' : 'kept';
}

/** Text of a file, undefined where there is none. @throws PinoutError `path-unreadable` */
export function textAt(root: string, path: string): string | undefined {
  const file = join(root, path);
  if (!existsSync(file)) return undefined;
  try {
    if (lstatSync(file).isFile()) return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
  throw unreadable(path, 'not a regular file');
}

const unreadable = (path: string, found: string): PinoutError =>
  new PinoutError({
    code: 'path-unreadable',
    app: 'cluster',
    field: path,
    found,
    wanted: 'a file, or no file',
    fix: 'move it away, or work in another folder',
  });

/**
 * Writes what is new or changed, all of it or nothing: when one file cannot be written, those that were made are taken away again and those that were
 * changed get their text back.
 *
 * @throws PinoutError `path-unwritable`
 */
export function writePlanned(root: string, files: readonly Planned[], force = false): ReadonlyMap<string, Written> {
  const states = new Map(files.map((one) => [one.path, stateOf(root, one, force)]));
  const undo: (() => void)[] = [];
  for (const { path, text } of files) {
    const state = states.get(path)!;
    if (state === 'same' || state === 'kept') continue;
    const file = join(root, path);
    const now = textAt(root, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, now === undefined ? { flag: 'wx' } : {});
      undo.push(() => (now === undefined ? rmSync(file, { force: true }) : writeFileSync(file, now)));
    } catch (error) {
      for (const back of undo.reverse()) back();
      throw new PinoutError({
        code: 'path-unwritable',
        app: 'cluster',
        field: path,
        found: error instanceof Error ? error.message : String(error),
        wanted: 'a writable folder',
        fix: 'change its permissions, or work in another folder; nothing was written',
      });
    }
  }
  return states;
}
