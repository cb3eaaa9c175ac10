import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** How often a tree that changes under the reader is read again, and how long to wait before. */
export const mostReadings = 6;
const pause = 60;

/**
 * What tells that a tree was replaced while it was read: which folders there were and when something was put into them. `pinout synth` puts a new folder
 * in the place of the old one, and `git checkout` replaces files: half of the old tree beside half of the new one has faults that are in neither.
 */
export function treeState(folders: Iterable<string>): string {
  return [...folders]
    .map((folder) => {
      try {
        const { ino, mtimeMs } = statSync(folder);
        return `${ino}:${mtimeMs}`;
      } catch {
        return 'gone';
      }
    })
    .join(' ');
}

/** Whether a run of synth has just moved the old folder away and has not put the new one in its place: it keeps the old one beside it meanwhile. */
export function isBeingReplaced(paths: readonly string[]): boolean {
  return paths.some((path) => {
    const full = resolve(path);
    return [full, dirname(full), dirname(dirname(full))].some((folder) =>
      entriesOf(folder).some((entry) => {
        const [, out, cluster] = /^\.pinout-(.+)\.([a-z0-9-]+)\.old\.\d+$/.exec(entry) ?? [];
        if (out === undefined || cluster === undefined) return false;
        const place = basename(folder) === out ? join(folder, cluster) : join(folder, out, cluster);
        return (place === full || place.startsWith(`${full}/`) || full.startsWith(`${place}/`)) && treeState([place]) === 'gone';
      }),
    );
  });
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Gives a run that replaces the tree time to end. */
export function waitForWriter(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
}
