import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// A real kube-apiserver and etcd judge. They are found or built before the suite; see test/apiserver/assets.ts.
export default defineConfig({
  resolve: { alias: { pinout: fileURLToPath(new URL('./lib/index.ts', import.meta.url)) } },
  test: {
    include: ['test/apiserver/**/*.test.ts'],
    globalSetup: ['test/apiserver/global-setup.ts'],
    fileParallelism: false,
    setupFiles: ['test/support/seed.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
