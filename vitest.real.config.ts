import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Suites that need tools beyond Node: each says what is missing and skips.
export default defineConfig({
  resolve: { alias: { pinout: fileURLToPath(new URL('./lib/index.ts', import.meta.url)) } },
  test: { include: ['test/real/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
});
