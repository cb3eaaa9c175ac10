import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { rules } from '../../lib/check/registry.ts';

it('is what scripts/rules.mjs makes of the files', () => {
  expect(() => execFileSync(process.execPath, ['scripts/rules.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
});

it('knows each code once', () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
});
