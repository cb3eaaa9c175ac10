import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { newestOf } from './versions.mjs';
import { upstream } from './upstream.mjs';

const run = promisify(execFile);
const limit = 20_000;

/** Modules whose versions are those of the window. */
const windowModules = { kubernetes: 'k8s.io/kubernetes', flux: 'github.com/fluxcd/flux2/v2' };

/** @typedef {{ readonly newest?: string, readonly from: string, readonly why?: string }} Answer */

/** Asks npm. @param {string} name @returns {Promise<string>} */
async function npm(name) {
  const { stdout } = await run('npm', ['view', name, 'version', '--json'], { timeout: limit });
  return String(JSON.parse(stdout));
}

/** Asks the module proxy. @param {string} name @returns {Promise<string>} */
async function go(name) {
  const { stdout } = await run('go', ['list', '-m', '-f', '{{.Version}}', `${name}@latest`], {
    cwd: tmpdir(),
    timeout: limit,
    env: { ...process.env, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' },
  });
  return stdout.trim();
}

/** @param {string} url @param {Record<string, string>} [headers] */
async function get(url, headers = {}) {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(limit) });
  if (!response.ok) throw new Error(`${new URL(url).host} answers ${response.status}`);
  return response;
}

/** Tags of an image or of a chart in an OCI registry. @param {string} image @returns {Promise<string[]>} */
async function tags(image) {
  const [first = '', ...rest] = image.split('/');
  const isHub = !first.includes('.') || first === 'docker.io';
  const host = isHub ? 'registry-1.docker.io' : first;
  const name = isHub ? (first === 'docker.io' ? rest : [first, ...rest]).join('/') : rest.join('/');
  const auth = isHub ? 'https://auth.docker.io/token?service=registry.docker.io' : host === 'ghcr.io' ? 'https://ghcr.io/token?service=ghcr.io' : undefined;
  const token = auth === undefined ? undefined : (await (await get(`${auth}&scope=repository:${name}:pull`)).json()).token;
  const found = [];
  // The registry gives the next page as a link.
  for (let url = `https://${host}/v2/${name}/tags/list?n=1000`, pages = 0; url !== '' && pages < 20; pages++) {
    const response = await get(url, token === undefined ? {} : { authorization: `Bearer ${token}` });
    found.push(...((await response.json()).tags ?? []));
    const next = /<([^>]+)>;\s*rel="?next/.exec((response.headers.get('link') ?? '').slice(0, 1000))?.[1];
    url = next === undefined ? '' : new URL(next, `https://${host}`).href;
  }
  return found;
}

/** Versions of a chart in a Helm repository. @param {string} repository @param {string} chart @returns {Promise<string[]>} */
async function charts(repository, chart) {
  const index = parse(await (await get(`${repository.replace(/\/$/, '')}/index.yaml`)).text(), { maxAliasCount: 0 });
  return (index.entries?.[chart] ?? []).map((/** @type {{ version: string }} */ one) => String(one.version));
}

/** Why a source was not reached, in one line and without its answer. @param {unknown} error */
function reason(error) {
  const { code, cause, message = '' } = /** @type {{ code?: unknown, cause?: { code?: string }, message?: string }} */ (error);
  if (code === 'ENOENT') return 'not installed';
  return String(cause?.code ?? (/answers \d+|timeout/.exec(message)?.[0] || (typeof code === 'string' ? code : 'no answer')));
}

/**
 * The newest version of a pin, from its own registry or, where that is not reached, from another one that knows it.
 *
 * @param {import('./pins.mjs').Pin} pin
 * @returns {Promise<Answer>}
 */
export async function newest(pin) {
  const { kind, name, registryUrl = '', current, within, what } = pin;
  const twin = upstream[what]?.twin;
  const windowModule = /** @type {Record<string, string>} */ (windowModules)[name];
  /** @type {readonly (readonly [from: string, ask: () => Promise<string | undefined>])[]} */
  const sources = [
    ...(kind === 'npm' ? [/** @type {const} */ (['npm', () => npm(name)])] : []),
    ...(kind === 'go' ? [/** @type {const} */ (['Go modules', () => go(name)])] : []),
    ...(kind === 'docker' ? [/** @type {const} */ ([hostOf(name), async () => newestOf(await tags(name), current, within)])] : []),
    ...(kind === 'helm' ? [/** @type {const} */ ([new URL(registryUrl).host, async () => newestOf(await charts(registryUrl, name), current, within)])] : []),
    ...(windowModule === undefined ? [] : [/** @type {const} */ (['Go modules', async () => minorOf(await go(windowModule))])]),
    ...(kind === 'window' && windowModule === undefined
      ? [/** @type {const} */ (['ghcr.io', async () => newestOf((await tags('ghcr.io/goauthentik/server')).map(minorOf), current, undefined)])]
      : []),
    ...(twin === undefined
      ? []
      : [/** @type {const} */ ([twin.kind === 'npm' ? 'npm' : 'Go modules', async () => (twin.kind === 'npm' ? npm(twin.name) : go(twin.name))])]),
  ];
  const failed = [];
  for (const [from, ask] of sources)
    try {
      const found = await ask();
      if (found !== undefined && found !== '') return { newest: found, from };
      failed.push(`${from}: no release`);
    } catch (error) {
      failed.push(`${from}: ${reason(error)}`);
    }
  return { from: sources[0]?.[0] ?? '', why: failed.join('; ') };
}

const hostOf = (/** @type {string} */ image) => (/^[^/]+\.[^/]+\//.test(image) ? image.slice(0, image.indexOf('/')) : 'docker.io');

/** `v1.37.2` is of the minor version 1.37. @param {string} version */
const minorOf = (version) => /^v?(\d+\.\d+)\.\d+$/.exec(version)?.[1] ?? '';
