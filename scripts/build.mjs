// Builds lib/ into build/: for the packed package, and after `npm ci` for `npx --no-install pinout` in a checkout.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';

let compiler, buildSync;
try {
  ({ buildSync } = await import('esbuild'));
  compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
} catch {
  // Installed without what development needs: npm run synth and npm run check work from source.
  process.exit(0);
}
rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
// Commands that read only are one file each: finding and linking 500 modules costs more than a small repository's check. Those that run an app file
// share their modules with the app's own import of pinout, and stay as they are.
buildSync({
  entryPoints: ['cli/check', 'cli/validate', 'schema/worker', 'schema/schema-worker'].map((entry) => `build/${entry}.js`),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  // main.js knows the one by its class; the other runs files that import the modules of pinout themselves.
  external: ['./usage-error.js', './own-integrations.js'],
  outdir: 'build',
  outbase: 'build',
  chunkNames: 'cli/chunk-[hash]',
  allowOverwrite: true,
  logLevel: 'error',
});
chmodSync('build/cli/bin.js', 0o755);
await import('./man.mjs');
