// lib/ as few files: finding and linking 900 modules costs more than a small command does. Entries share chunks, so that an app file's own import of
// pinout is the very library that runs it.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What `exports` in package.json offers, by the names of files in lib/. */
const entriesOf = (root) =>
  Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports).flatMap((entry) =>
    entry === './package.json' ? [] : [entry === '.' ? 'index' : entry.slice(2)],
  );

/** What many run on few documents. */
const quick = ['check', 'validate'];

/**
 * Writes lib/ of a checkout into a folder. Everything lies one folder deep, as in lib/<room>: paths beside the code (docs/, imports/) stay what they are.
 *
 * @param esbuild the module of this name
 * @param rollup  the module of this name, to have about 80 files instead of 180: esbuild cuts one for each set of entries that share code, and `check` would
 *   find and link 100 of them. It takes seconds, so a checkout runs without
 */
export async function bundle(esbuild, root, out, rollup) {
  const entries = entriesOf(root);
  const entryPoints = [
    ...entries.map((entry) => ({ in: `lib/${entry}.ts`, out: `entry/${entry}` })),
    ...['cli/bin', 'cli/main', 'cli/end', 'cli/pages', 'cli/spec', 'cli/specs', 'schema/worker', 'schema/schema-worker'].map((path) => ({
      in: `lib/${path}.ts`,
      out: path,
    })),
  ];
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    tsconfigRaw: {},
    outdir: out,
    chunkNames: 'cli/chunk-[hash]',
    legalComments: 'none',
    logLevel: 'error',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    write: rollup === undefined,
  });
  if (rollup !== undefined) await merge(rollup, root, out, entryPoints, outputFiles, metafile.outputs);
  for (const entry of entries) writeFileSync(join(out, `${entry}.js`), `export * from './entry/${entry}.js';\n`);
}

async function merge(rollup, root, out, entryPoints, outputFiles, outputs) {
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const users = usersIn(outputs, root);
  const merged = await rollup.rollup({
    input: Object.fromEntries(entryPoints.map(({ out: name }) => [name, join(root, out, `${name}.js`)])),
    external: (id) => !/^[./]/.test(id),
    treeshake: false,
    plugins: [{ name: 'in-memory', resolveId: (id, from) => (from === undefined ? id : resolve(dirname(from), id)), load: (id) => texts.get(id) }],
  });
  await merged.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'cli/chunk-[hash].js',
    hoistTransitiveImports: false,
    manualChunks: (id, { getModuleInfo }) => (getModuleInfo(id).isEntry ? undefined : users.get(id)),
  });
}

/** For each file that esbuild writes and a quick command loads: a name for those that load it. What every command loads comes first. */
function usersIn(outputs, root) {
  const users = new Map();
  for (const name of ['main', ...quick]) {
    const seen = new Set();
    const visit = (path) => {
      if (seen.has(path)) return;
      seen.add(path);
      const file = join(root, path);
      if (users.get(file) !== 'main') users.set(file, users.has(file) ? `${users.get(file)}-${name}` : name);
      for (const { path: next, kind, external } of outputs[path].imports) if (kind === 'import-statement' && external !== true) visit(next);
    };
    visit(Object.keys(outputs).find((path) => outputs[path].entryPoint === `lib/cli/${name}.ts`));
  }
  return users;
}
