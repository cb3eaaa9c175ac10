import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readTar } from './tar.mjs';

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} integrity SHA-512 of the tarball as the registry states it; the import refuses any other bytes
 * @property {(path: string) => boolean} wanted which of its files are read
 */

/** @param {string} path */
const validators = (path) => path.startsWith('_schemas/') && path.endsWith('.js');

/**
 * What imports/ is made from. A new version needs a new integrity: `npm view NAME@VERSION dist.integrity`.
 *
 * @type {readonly Package[]}
 */
export const packages = [
  {
    name: '@kubernetes-models/flux-cd',
    version: '3.0.1',
    integrity: 'sha512-egGvYpxreVAe7PGCUDYTFaystzCYBqHVTwWMubm78Pr/YNsOQaJw8u/pZlX8oRc+sZxFTFPFt9UJKCOOmVpwgQ==',
    wanted: validators,
  },
  {
    name: '@kubernetes-models/external-secrets',
    version: '2.0.0',
    integrity: 'sha512-IpwAaO1m67oVMvhvaVrdj18nNUG5aDXFL3S0RerILGenb0MvsjiSCnjAUW1P10gRz7rIEayhFRbtvlDSFBqeEA==',
    wanted: validators,
  },
  {
    name: 'kubernetes-models',
    version: '5.1.0',
    integrity: 'sha512-ym4Kiyr8BzGIWj4f853ytVYES1B8C1BdONRP5zodItPD1o//OEKuTwC5nFV3ZJtFGeMqOFbIYkpunSVXSlHS8g==',
    wanted: validators,
  },
  {
    name: '@kubernetes-models/apimachinery',
    version: '3.0.2',
    integrity: 'sha512-6Vbzr/tinxPBGGdfYjXiV9WPj8PEhyiqGJiWhXrsihK7h6glPj4HKUxZ0YwYXH/5uucm/NVef/xY3vZ4Crj1Fg==',
    wanted: validators,
  },
  {
    name: '@kubernetes-models/cert-manager',
    version: '5.0.1',
    integrity: 'sha512-GVl47UTa5vtzgy6Q2XJlxGMtjSrC/pof+WEA8txfKJVWitBg2LdB6vd19QeIUbsu9NDQ/HWutDjAd7ecQzCaIA==',
    wanted: validators,
  },
  {
    name: '@kubernetes-models/prometheus-operator',
    version: '5.0.1',
    integrity: 'sha512-ta18PtLJP7Wvz8bFndtWNLkf/QKs67iX9RWUhSD4EPEeEfZVUi9amNce//RlayT4PUm9tM9lokc3jZah30GGhg==',
    wanted: validators,
  },
  {
    name: '@kubernetes-models/gateway-api',
    version: '2.0.0',
    integrity: 'sha512-e7SY7EkCGRHy5wHkaGhP32v7V1L+gBalfoqZDFDWn5k9Q7+IW6uz9jNWgOZ9R/Hv5NWyAFYaA01ET2qsysVt5A==',
    wanted: validators,
  },
  {
    name: '@kubernetes-models/traefik',
    version: '1.0.1',
    integrity: 'sha512-rprxxAN6/hGHZ+nJgLQnaIBzXDiUPap8BeFHZNXK/3iCUqtX2ww7T3Jo8SzggSuGJtzHT+Yeu8wb6Zot7j1Nuw==',
    wanted: validators,
  },
  {
    name: '@goauthentik/api',
    version: '2026.8.3',
    integrity: 'sha512-wDJeHC9h6c0RQTBnDdWac6GmCX6nMg3vHNEwToRgBU1GH7Nduzp4gJIG9r2g6MXLV3oVNjbMEQmkwdFfYnFMmg==',
    wanted: (path) => path === 'schema.yml',
  },
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
  const folder = join(directory, name.replace(/\W+/g, '-'));
  await mkdir(folder);
  await promisify(execFile)('npm', ['pack', spec, '--pack-destination', folder, '--ignore-scripts', '--silent'], { cwd: directory }).catch((error) => {
    throw new Error(`cannot get ${spec} from the npm registry: ${error.stderr || error.message}`);
  });
  const [file] = await readdir(folder);
  if (file === undefined) throw new Error(`npm pack left no tarball for ${spec}`);
  const tarball = await readFile(join(folder, file));
  const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  if (found !== integrity) throw new Error(`${spec} is not what was pinned: found ${found}, wanted ${integrity}`);
  return readTar(tarball, wanted);
}
