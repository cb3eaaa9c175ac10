import { gunzipSync } from 'node:zlib';

const block = 512;

/**
 * Text of a header's field, up to its first NUL.
 *
 * @param {Buffer} header
 * @param {number} start
 * @param {number} length
 */
function field(header, start, length) {
  const text = header.subarray(start, start + length).toString('utf8');
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

/**
 * The path that a pax header gives to the entry after it. Records are `LENGTH KEY=VALUE\n`, the length in bytes of the whole record.
 *
 * @param {Buffer} records
 */
function paxPath(records) {
  for (let at = 0; at < records.length;) {
    const space = records.indexOf(0x20, at);
    const length = Number(records.subarray(at, space).toString('latin1'));
    if (space === -1 || !(length > 0)) throw new Error('broken pax header in the tarball');
    const record = records.subarray(space + 1, at + length - 1).toString('utf8');
    if (record.startsWith('path=')) return record.slice('path='.length);
    at += length;
  }
  return undefined;
}

/**
 * Text of the wanted regular files of a `.tgz`, by path without the first folder (npm's `package/`). Nothing is written to disk, so a
 * path in the tarball cannot reach out of a folder.
 *
 * @param {Buffer} tarball
 * @param {(path: string) => boolean} wanted
 * @returns {Map<string, string>}
 * @throws Error for a tarball that is cut short or whose headers do not add up
 * @example readTar(await readFile('kubernetes-types-1.30.0.tgz'), (path) => path.endsWith('.d.ts')).get('batch/v1.d.ts')
 */
export function readTar(tarball, wanted) {
  const bytes = gunzipSync(tarball);
  /** @type {Map<string, string>} */
  const files = new Map();
  /** @type {string | undefined} */
  let longPath;
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + block);
    // The checksum counts its own eight bytes as spaces.
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
    if (sum !== parseInt(field(header, 148, 8), 8)) throw new Error(`broken header at byte ${at} of the tarball`);
    const size = parseInt(field(header, 124, 12), 8) || 0;
    const content = bytes.subarray(at + block, at + block + size);
    if (content.length !== size) throw new Error('the tarball is cut short');
    const type = field(header, 156, 1);
    if (type === 'x') {
      longPath = paxPath(content);
    } else if (type !== 'g') {
      // Only POSIX headers (`ustar`) have a prefix.
      const prefix = field(header, 257, 6) === 'ustar' ? field(header, 345, 155) : '';
      const path = (longPath ?? (prefix ? `${prefix}/` : '') + field(header, 0, 100)).replace(/^[^/]*\//, '');
      longPath = undefined;
      if ((type === '0' || type === '') && wanted(path)) files.set(path, content.toString('utf8'));
    }
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}
