// Builds lib/ into build/: for the packed package, and after `npm ci` for `npx --no-install pinout` in a checkout.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bundle } from './bundle.mjs';

let compiler, esbuild, rollup;
try {
  [esbuild, rollup] = await Promise.all([import('esbuild'), import('rollup')]);
  compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
} catch {
  // Installed without what development needs: npm run synth and npm run check work from source.
  process.exit(0);
}
rmSync('build', { recursive: true, force: true });
// Declarations by the compiler, code by the bundler.
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--emitDeclarationOnly'], { stdio: 'inherit' });
await bundle(esbuild, process.cwd(), 'build', rollup);
chmodSync('build/cli/bin.js', 0o755);
await import('./man.mjs');
