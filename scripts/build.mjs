// Builds lib/ into build/: for the packed package, and after `npm ci` for `npx --no-install pinout` in a checkout.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';

let compiler;
try {
  compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
} catch {
  // Installed without what development needs: npm run synth and npm run check work from source.
  process.exit(0);
}
rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
chmodSync('build/cli/bin.js', 0o755);
