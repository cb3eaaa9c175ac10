import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { patience } from './lib/cli/patience.ts';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^pinout$/, replacement: fileURLToPath(new URL('./lib/index.ts', import.meta.url)) },
      { find: /^pinout\/(.+)$/, replacement: fileURLToPath(new URL('./lib/$1.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'lib/**/*.test.ts'],
    exclude: ['test/real/**', 'test/apiserver/**', 'test/flux/**'],
    testTimeout: 60_000,
    setupFiles: ['test/support/seed.ts'],
    // Each process loads lib once, not once for each file: that is 40 % of the time. A test leaves no state in a module behind.
    isolate: false,
    // Left to itself vitest keeps a processor free, which of two leaves one.
    maxWorkers: '100%',
    // Trees and texts are made and thrown away all the time: with room for them the collector has half as much to do. And most functions run a little:
    // V8 would spend a quarter of the time on optimizing them.
    execArgv: ['--max-semi-space-size=32', ...(patience === undefined ? [] : [patience])],
  },
});
