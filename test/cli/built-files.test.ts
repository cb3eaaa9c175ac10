import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('scripts that run what was built', () => {
  it('import files that the bundle has', () => {
    const bundle = readFileSync('scripts/bundle.mjs', 'utf8');
    const imported = readdirSync('scripts')
      .filter((name) => name.endsWith('.mjs'))
      .flatMap((name) => [...readFileSync(`scripts/${name}`, 'utf8').matchAll(/'\.\.\/build\/(cli\/[a-z-]+)\.js'/g)].map(([, path]) => path!));
    expect(imported.length).toBeGreaterThan(2);
    expect(imported.filter((path) => !bundle.includes(`'${path}'`))).toEqual([]);
  });
});
