import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Lines of a source without blank ones and comments. */
function lines(text: string): number {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

describe('the sample cluster', () => {
  const files = readdirSync('apps').filter((file) => file.endsWith('.ts') && file !== 'main.ts');

  it.each(files)('says %s in 15 lines at most', (file) => {
    expect(lines(readFileSync(`apps/${file}`, 'utf8'))).toBeLessThanOrEqual(15);
  });

  it('lists every app', () => {
    const main = readFileSync('apps/main.ts', 'utf8');
    for (const file of files) expect(main).toContain(`'./${file}'`);
    expect(files.length).toBeGreaterThan(1);
  });
});
