import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pageName } from './page-owner.ts';

/** Staging folders of a run lie beside `out`, or in it: `.pinout-<out>.<cluster>.<new|old|copy>.<pid>`. */
type Part = 'new' | 'old' | 'copy';

/** Name of a staging folder of this run. No cluster has a dot in its name, so it can be read back. */
export const stagingName = (out: string, cluster: string, part: Part): string => `.pinout-${basename(resolve(out))}.${cluster}.${part}.${process.pid}`;

/** Name of the new page before it takes its place. */
export const pageStaging = (): string => `.${pageName}.${process.pid}.new`;

/**
 * Cleans up after runs that were killed, whatever clusters they wrote: puts back a folder that was moved away and never replaced, and removes
 * what was not finished. Leaves alone what a run that is still alive works on.
 */
export function recover(out: string): void {
  const own = basename(resolve(out));
  for (const folder of [dirname(resolve(out)), out]) {
    for (const entry of entriesOf(folder)) {
      const [, base, cluster = '', part, pid] = /^\.pinout-(.+)\.([a-z0-9-]+)\.(new|old|copy)\.(\d+)$/.exec(entry) ?? [];
      if (base !== own || inUse(join(folder, entry), Number(pid))) continue;
      if (part === 'old' && !existsSync(join(out, cluster))) renameSync(join(folder, entry), join(out, cluster));
      else rmSync(join(folder, entry), { recursive: true, force: true });
    }
  }
  for (const entry of entriesOf(out)) {
    const [, pid] = /^\.README\.md\.(\d+)\.new$/.exec(entry) ?? [];
    if (pid !== undefined && !inUse(join(out, entry), Number(pid))) rmSync(join(out, entry), { force: true });
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // The parent may not be readable, and `out` may not exist. The code that writes reports that.
    return [];
  }
}

/** Whether a run is still alive. Numbers of processes come again, and no run takes an hour. */
function inUse(path: string, pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    if (Date.now() - statSync(path).mtimeMs > 3_600_000) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
