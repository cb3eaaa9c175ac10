import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ownPackage } from '../lib/contract/package.ts';

/** Whoever registers a free name runs code on the machine of everybody that npx fetches it for; in CI it does not ask. */
it('nothing tells npx to fetch a package that may be somebody else’s', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((path) => /\.(?:md|ya?ml|json|ts|mjs|cjs|js|sh)$|^\.ci\//.test(path) && !path.startsWith('test/') && path !== 'package-lock.json');
  const { name } = ownPackage();
  const asks = new RegExp(
    String.raw`\b(?:npx(?! --no(?:-install)? )|npm exec(?! --no )|npm x|pnpm dlx|yarn dlx|bunx)\s+(?:-{1,2}\w[\w-]*\s+)*(?:--\s+)?(?:@[\w-]+/)?${name.split('/').at(-1)!}\b`,
  );
  const found = files.flatMap((path) => {
    try {
      return readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => (asks.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
    } catch {
      // Deleted, and not committed yet.
      return [];
    }
  });
  expect(found).toEqual([]);
  expect(['npx pinout check', 'npx -y pinout', 'npx --yes @some/pinout x', 'npm exec pinout'].every((line) => asks.test(line))).toBe(true);
});
