import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Flux' own kustomize-controller on a real kube-apiserver. Both are found or built before the suite; see test/flux/assets.ts.
export default defineConfig({
  resolve: { alias: { pinout: fileURLToPath(new URL('./lib/index.ts', import.meta.url)) } },
  test: { include: ['test/flux/**/*.test.ts'], fileParallelism: false, testTimeout: 600_000, hookTimeout: 900_000 },
});
