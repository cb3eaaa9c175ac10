import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** How often a tree that changes under the reader is read again, and how long to wait before. */
const mostReadings = 6;
const pause = 60;

/** What was found, with the folders that were walked and their state at that time. */
interface Found {
  readonly folders: ReadonlyMap<string, string>;
}

/**
 * Readings of a tree: a next one only where somebody replaced the tree during the one before, so what is made of the last one counts.
 *
 * @param look finds the files at some paths
 */
export function* readings<T extends Found>(paths: readonly string[], look: () => T): Generator<T, undefined> {
  for (let reading = 1; ; reading++) {
    const isLast = reading === mostReadings;
    if (isLast || !isBeingReplaced(paths)) {
      let found: T | undefined;
      try {
        found = look();
      } catch (error) {
        // What is not there may come in a moment: the writer could have ended between our look and now.
        if (isLast || (reading > 2 && !isBeingReplaced(paths))) throw error;
      }
      if (found !== undefined) {
        yield found;
        if (isLast || ([...found.folders].every(([folder, state]) => treeState([folder]) === state) && !isBeingReplaced(paths))) return;
      }
    }
    waitForWriter();
  }
}

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
function isBeingReplaced(paths: readonly string[]): boolean {
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
function waitForWriter(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
}
