import type { ErrorCode } from '../contract/error-codes.ts';
import { PinoutError } from '../contract/error.ts';

type Words = readonly [code: ErrorCode, found: string, wanted: string, fix: string];

const denied: Words = [
  'out-denied',
  'not accessible (permission denied)',
  'a folder that you may read and write',
  'change its owner (a run as root may have made it), or write elsewhere: --out',
];
const notFolder: Words = ['out-not-folder', 'not a folder', 'a folder, or a path where one can be created', 'move that file away, or write elsewhere: --out'];
const full: Words = ['out-full', 'out of space', 'space for the new files next to the old ones', 'free some space, or write elsewhere: --out'];

/** What the operating system says when a folder cannot be written, in words. The folder is as it was. */
const words: Readonly<Record<string, Words>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: ['out-denied', 'on a file system that is mounted read-only', 'a folder that can be written', 'mount it for writing, or write elsewhere: --out'],
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: ['out-full', 'beyond the limit for the size of a file', 'a limit that lets files of some hundred kilobytes through', 'raise it: ulimit -f unlimited'],
  ENOTDIR: notFolder,
  EEXIST: notFolder,
  EISDIR: notFolder,
  ELOOP: ['out-not-folder', 'a link that leads to itself', 'a folder', 'remove the link, or write elsewhere: --out'],
  ENAMETOOLONG: ['out-name-too-long', 'longer than the file system allows', 'a shorter path', 'write to a shorter path: --out'],
  EXDEV: [
    'out-mounted',
    'spread over file systems that files cannot be moved between',
    'a folder on one file system',
    'write to a folder that is not a mount point: --out',
  ],
  EBUSY: ['out-mounted', 'a mount point that is in use', 'a folder that can be replaced', 'write to a folder that is not a mount point: --out'],
  EMFILE: ['out-busy', 'beyond the limit of open files', 'a higher limit', 'raise it: ulimit -n 4096'],
  ENFILE: ['out-busy', 'beyond the limit of open files', 'a higher limit', 'close other programs, and run it again'],
  EIO: ['out-broken', 'on a disk with I/O errors', 'a disk that works', 'check the kernel log (dmesg), or write elsewhere: --out'],
  ENOENT: ['out-changed', 'changed by another program at the same time', 'a folder that one program writes at a time', 'run it again'],
  ENOTEMPTY: ['out-changed', 'changed by another program at the same time', 'a folder that one program writes at a time', 'run it again'],
};

/** Codes of `outError`: nothing could be read or written there. */
export const outCodes: readonly string[] = [...new Set(Object.values(words).map(([code]) => code))];

/** An error of the operating system as one that says what to do; any other error as it is. */
export function outError(error: unknown, out: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const known = error instanceof Error && code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;
  if (known === undefined) return error;
  const [name, found, wanted, fix] = known;
  return new PinoutError(
    { code: name, app: 'synth', field: (path ?? out).replaceAll('\\', '/').slice(0, 300), found: `${found} (${code})`, wanted, fix },
    error,
  );
}
