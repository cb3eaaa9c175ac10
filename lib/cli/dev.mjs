#!/usr/bin/env node
// Runs the command from source, so that a checkout needs no build. The packed package runs build/cli/bin.js.
import { sourceBundle } from '../../scripts/source-bundle.mjs';
import { readFileSync } from 'node:fs';

const args = process.argv.slice(2);
if (args.length === 1 && ['--version', '-V'].includes(args[0])) {
  process.stdout.write(`${JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version}\n`);
  process.exit();
}
// What is bundled from source changes without a change of its version: nothing may be kept by that.
process.env.PINOUT_FROM_SOURCE = '1';
const built = await sourceBundle();
const load = built === undefined ? await transpiled() : (path) => import(`${built}/cli/${path}.js`);
const { main } = await load('main');
const { end } = await load('end');
end(await main(args));

/** Module by module, where there is no esbuild or nothing may be written: slower, and the same. */
async function transpiled() {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url);
  return (path) => jiti.import(`./${path}.ts`);
}
