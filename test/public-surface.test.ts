import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../lib/contract/error-codes.ts';

const index = readFileSync('lib/index.ts', 'utf8');
const exported = [...index.matchAll(/export (?:type )?\{([^}]*)\}/g)]
  .flatMap(([, list]) => list!.split(',').map((name) => name.trim().replace(/^type /, '')))
  .filter((name) => name !== '');

describe('the public surface', () => {
  it('is exactly what CHANGELOG.md names, so that it changes with a line there', () => {
    const changelog = readFileSync('CHANGELOG.md', 'utf8');
    const surface = /<!-- surface -->([\s\S]*?)<!-- \/surface -->/.exec(changelog)?.[1] ?? '';
    const named = [...surface.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect([...named].sort()).toEqual([...exported].sort());
    expect(exported.length).toBeGreaterThan(10);
  });

  it('knows no code of an error that nothing uses', () => {
    const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/error-codes\.ts$|\.(?:test|gallery)\.ts$/.test(path))
      .map((path) => readFileSync(`lib/${path}`, 'utf8'))
      .join('\n');
    const made = ['app', 'slug', 'client', 'host'].map((what) => `${what}-duplicate`);
    expect(errorCodes.length).toBeGreaterThan(100);
    expect(errorCodes.filter((code) => !sources.includes(`'${code}'`) && !sources.includes(`#${code}'`) && !made.includes(code))).toEqual([]);
  });
});
