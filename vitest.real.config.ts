import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { pinout: fileURLToPath(new URL('./lib/index.ts', import.meta.url)) } },
  test: {
    // Suites that need tools beyond Node, each of which says what is missing and skips; and the laws of `npm test`, tried more often.
    include: ['test/real/**/*.test.ts', 'lib/integrations/**/*.test.ts', 'test/{adopt,compose,idp,kubernetes,tree}/**/*.test.ts'],
    env: { PINOUT_RUNS: '10' },
    setupFiles: ['test/support/seed.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Left to itself vitest keeps a processor free, which of two leaves one.
    maxWorkers: '100%',
  },
});
