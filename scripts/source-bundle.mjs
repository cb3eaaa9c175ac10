// The sources as a few files below node_modules/.cache, made anew whenever one of them has changed. Transpiling 900 modules, or even finding them
// transpiled, takes longer than most commands.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, 'node_modules/.cache/pinout');
const week = 7 * 24 * 60 * 60 * 1000;

/** What the code finds beside itself: '../../docs' from lib/<room>. */
const beside = ['docs', 'imports', 'package.json', '.github'];

/** URL of the folder with the sources as few files; undefined where they cannot be made, or kept. */
export async function sourceBundle() {
  try {
    const key = keyOf();
    const folder = join(cache, key);
    if (!existsSync(folder)) await make(folder);
    return pathToFileURL(join(folder, 'build')).href;
  } catch {
    return undefined;
  }
}

/** By names, sizes and times of all sources: to read them all takes four times as long. */
function keyOf() {
  const hash = createHash('sha256').update(`${process.version}\n${root}\n`);
  const add = (path) => {
    const { size, mtimeMs, ctimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs} ${ctimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(?:ts|mjs)$/.test(entry.name) && !/\.(?:test|gallery)\.ts$/.test(entry.name)) add(path);
    }
  };
  walk(join(root, 'lib'));
  for (const path of ['package.json', 'scripts/bundle.mjs', 'scripts/source-bundle.mjs', 'node_modules/esbuild/package.json']) add(join(root, path));
  return hash.digest('hex').slice(0, 32);
}

/** Into a folder of its own first: others may run the same, and a run may end half way. */
async function make(folder) {
  const [esbuild, { bundle }] = await Promise.all([import('esbuild'), import('./bundle.mjs')]);
  mkdirSync(cache, { recursive: true });
  const temporary = `${folder}.${process.pid}`;
  try {
    await bundle(esbuild, root, join(temporary, 'build'));
    for (const name of beside) if (existsSync(join(root, name))) symlinkSync(join(root, name), join(temporary, name), name.includes('.json') ? 'file' : 'dir');
    try {
      renameSync(temporary, folder);
    } catch (error) {
      // Another run was faster.
      if (!existsSync(folder)) throw error;
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  for (const name of readdirSync(cache))
    if (Date.now() - statSync(join(cache, name)).mtimeMs > week) rmSync(join(cache, name), { recursive: true, force: true });
}
