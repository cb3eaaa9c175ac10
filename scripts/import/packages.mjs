import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { list } from 'tar';

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} integrity SHA-512 of the tarball as the registry states it; the import refuses any other bytes
 * @property {(path: string) => boolean} wanted which of its files are read, by path without npm's `package/`
 */

/** @type {(version: string, integrity: string) => Package} */
const authentikApi = (version, integrity) => ({ name: '@goauthentik/api', version, integrity, wanted: (path) => path === 'schema.yml' });

/**
 * The package of authentik's API in the newest version that there is of each supported minor, the newest minor first. A new version needs a new integrity:
 * `npm view NAME@VERSION dist.integrity`.
 *
 * @type {readonly Package[]}
 */
export const packages = [
  authentikApi('2026.8.3', 'sha512-wDJeHC9h6c0RQTBnDdWac6GmCX6nMg3vHNEwToRgBU1GH7Nduzp4gJIG9r2g6MXLV3oVNjbMEQmkwdFfYnFMmg=='),
  authentikApi('2026.5.6', 'sha512-B9/ld6Gxt45AwhdxsMl5yQnwDuCRSAoIiBbRWlJExUx1M/iPi34O4HeN9NeQ8gtSVw05/fYe90yUliT8oaE96Q=='),
  authentikApi('2026.2.0', 'sha512-1FK3JxD9CqaaVqDyyWYwPY+XhHcgktjY+EaxuZqvdQmP4JAGEOoScZSu6GYxjkTnMbqYu7QWH5675as6lQx02w=='),
  authentikApi('2025.12.6', 'sha512-Ld+bBHulK4PrnQrN6MWN1C2d663PDySB/4xlAcTVOFeTM8IG3jtP+gQIAoCSHaLgTBToZQq1vyw4Ab56YwiziA=='),
  authentikApi('2025.10.4', 'sha512-8Cr4xB0mXUCpZqHIid71uGHiSxvOyUHf/EuhA+XoL2v2jP19InO8jQxSEuo2rfXbFeGeCDwhRODbnnWfy8ZP8Q=='),
];

/**
 * Downloads a package with `npm pack`, without installing it or running any script of it, and gives the text of its wanted files.
 *
 * @param {Package} wantedPackage
 * @param {string} directory an existing folder for the tarball
 * @returns {Promise<Map<string, string>>}
 * @throws Error when npm cannot get it, or when its bytes are not the pinned ones
 */
export async function fetchPackage({ name, version, integrity, wanted }, directory) {
  const spec = `${name}@${version}`;
  const folder = join(directory, spec.replace(/\W+/g, '-'));
  await mkdir(folder);
  await promisify(execFile)('npm', ['pack', spec, '--pack-destination', folder, '--ignore-scripts', '--silent'], { cwd: directory }).catch((error) => {
    throw new Error(`cannot get ${spec} from the npm registry: ${error.stderr || error.message}`);
  });
  const [file] = await readdir(folder);
  if (file === undefined) throw new Error(`npm pack left no tarball for ${spec}`);
  const tarball = await readFile(join(folder, file));
  const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  if (found !== integrity) throw new Error(`${spec} is not what was pinned: found ${found}, wanted ${integrity}`);
  /** @type {Map<string, string>} */
  const files = new Map();
  await list({
    file: join(folder, file),
    onReadEntry: (entry) => {
      const path = entry.path.replace(/^[^/]*\//, '');
      if (!wanted(path)) return;
      /** @type {Buffer[]} */
      const parts = [];
      entry.on('data', (part) => parts.push(part)).on('end', () => files.set(path, Buffer.concat(parts).toString('utf8')));
    },
  });
  return files;
}
