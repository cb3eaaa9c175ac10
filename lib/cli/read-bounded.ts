import { closeSync, fstatSync, openSync, readSync, constants } from 'node:fs';

/** More than this is no configuration, no set of keys and no list of tokens. */
const mostBytes = 64 * 1024 * 1024;

/**
 * The text of a file that was named on the command line, or of stdin (0), or why there is none. A FIFO or a device that is named would block or never end;
 * on stdin a pipe is what is expected, so it is read as far as the limit.
 */
export function readBounded(file: string | 0): { readonly text: string } | { readonly why: string } {
  let handle: number | undefined;
  try {
    // Without O_NONBLOCK the opening of a FIFO waits for a writer.
    handle = file === 0 ? 0 : openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    if (stat.isDirectory()) return { why: 'a folder' };
    // /dev/stdin and <(…) of a shell are pipes that somebody named on purpose; they are read through their own descriptor.
    if (file !== 0 && !stat.isFile() && !/^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/.test(file))
      return { why: stat.isFIFO() ? 'a pipe' : stat.isSocket() ? 'a socket' : 'a device' };
    if (stat.size > mostBytes) return { why: tooLarge };
    return readAll(handle);
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    return { why: words[code] ?? code };
  } finally {
    if (handle !== undefined && handle !== 0) closeSync(handle);
  }
}

const tooLarge = `larger than ${mostBytes / 1024 / 1024} MiB`;
const words: Readonly<Record<string, string>> = {
  ENOENT: 'not there',
  EACCES: 'not readable (permission denied)',
  ENOTDIR: 'not there',
  ENXIO: 'a socket',
  ELOOP: 'a link to itself',
};

function readAll(handle: number): { readonly text: string } | { readonly why: string } {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    let count: number;
    try {
      count = readSync(handle, chunk);
    } catch (error) {
      // A pipe or terminal that was opened without blocking by somebody else has nothing yet.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      continue;
    }
    if (count === 0) return { text: Buffer.concat(chunks).toString('utf8') };
    size += count;
    if (size > mostBytes) return { why: tooLarge };
    chunks.push(chunk.subarray(0, count));
  }
}
