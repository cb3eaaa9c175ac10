// lib/ as few files: finding and linking 900 modules costs more than a small command does. Entries share chunks, so that an app file's own import of
// pinout is the very library that runs it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `exports` in package.json offers, by the names of files in lib/. */
const entriesOf = (root) =>
  Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports).flatMap((entry) =>
    entry === './package.json' ? [] : [entry === '.' ? 'index' : entry.slice(2)],
  );

/**
 * Writes lib/ of a checkout into a folder. Everything lies one folder deep, as in lib/<room>: paths beside the code (docs/, imports/) stay what they are.
 *
 * @param esbuild the module of this name
 */
export async function bundle(esbuild, root, out) {
  const entries = entriesOf(root);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [
      ...entries.map((entry) => ({ in: `lib/${entry}.ts`, out: `entry/${entry}` })),
      ...['cli/bin', 'cli/main', 'cli/end', 'cli/pages', 'cli/spec', 'cli/specs', 'schema/worker', 'schema/schema-worker'].map((path) => ({
        in: `lib/${path}.ts`,
        out: path,
      })),
    ],
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
  });
  for (const entry of entries) writeFileSync(join(out, `${entry}.js`), `export * from './entry/${entry}.js';\n`);
}
