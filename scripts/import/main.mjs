import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate, mark } from './generate.mjs';
import { fetchModule, modules } from './modules.mjs';
import { fetchPackage, packages } from './packages.mjs';

const imports = fileURLToPath(new URL('../../imports/', import.meta.url));

/**
 * Text of every file below imports/ that an import wrote, by path.
 *
 * @returns {Promise<Map<string, string>>}
 */
async function present() {
  const entries = await readdir(imports, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const text = await readFile(path, 'utf8');
    if (text.slice(0, 200).includes(mark)) files.set(path.slice(imports.length).split(sep).join('/'), text);
  }
  return files;
}

/** @returns {Promise<Map<string, string>>} */
async function wanted() {
  const directory = await mkdtemp(join(tmpdir(), 'pinout-import-'));
  try {
    const [fromPackages, fromModules] = await Promise.all([
      Promise.all(packages.map(async (one) => /** @type {const} */ ([`${one.name}@${one.version}`, await fetchPackage(one, directory)]))),
      Promise.all(modules.map(async (one) => /** @type {const} */ ([`${one.name}@${one.version}`, await fetchModule(one)]))),
    ]);
    return await generate(new Map(fromPackages), new Map(fromModules));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * `npm run import [-- --check]`: makes imports/ anew, or says which of its files are not what the pinned packages and modules give.
 *
 * @param {readonly string[]} options
 * @returns {Promise<number>} exit code: 0 clean, 1 stale, 2 wrong use, 3 cannot reach or read the packages
 */
async function main(options) {
  if (options.some((option) => option !== '--check') || options.length > 1) {
    console.error('usage: npm run import [-- --check]');
    return 2;
  }
  const files = await wanted();
  const before = await present();
  const stale = [...files].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  const leftOver = [...before.keys()].filter((path) => !files.has(path));
  if (options.includes('--check')) {
    for (const path of stale) console.error(`imports/${path} is ${before.has(path) ? 'stale' : 'missing'}: run \`npm run import\``);
    for (const path of leftOver) console.error(`imports/${path} is left over from an older import: run \`npm run import\``);
    return stale.length + leftOver.length > 0 ? 1 : 0;
  }
  for (const path of stale) {
    await mkdir(dirname(join(imports, path)), { recursive: true });
    await writeFile(join(imports, path), /** @type {string} */ (files.get(path)));
  }
  for (const path of leftOver) await rm(join(imports, path));
  console.log(`imports/: ${files.size} files, ${stale.length} written, ${leftOver.length} removed`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(`npm run import: ${error.message}`);
  return 3;
});
