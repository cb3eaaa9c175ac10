import { readFileSync, statSync } from 'node:fs';
import { PinoutError } from '../../contract/error.ts';

/** More than this is no chart and no CRD. */
export const mostBytes = 100 * 1024 * 1024;

/** The bytes of a file that was named. Pipes and devices never end, so they are refused. @throws PinoutError `path-unreadable` */
export function readSource(path: string, wanted: string): Buffer {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw unreadable(path, 'not a regular file', wanted);
    if (stat.size > mostBytes) throw unreadable(path, `${stat.size} bytes`, `at most ${mostBytes} bytes`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof PinoutError) throw error;
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'unreadable', wanted);
  }
}

export function unreadable(path: string, found: string, wanted: string): PinoutError {
  return new PinoutError({ code: 'path-unreadable', app: 'import', field: path, found, wanted, fix: 'name another path' });
}
