import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

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

  it('has a line in docs/errors.md for every code', () => {
    const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(`lib/${path}`, 'utf8'));
    const codes = new Set(sources.flatMap((text) => [...text.matchAll(/(?:code: |refuse\(|wrong\(|fail\()'([a-z]+(?:-[a-z]+)+)'/g)].map(([, code]) => code!)));
    for (const what of ['app', 'slug', 'client', 'host']) codes.add(`${what}-duplicate`);
    const rules = [...codes].filter((code) => existsSync(`docs/rules/${code}.md`));
    const page = readFileSync('docs/errors.md', 'utf8');
    const missing = [...codes].filter((code) => !rules.includes(code) && !page.includes(`## ${code}\n`));
    expect(missing).toEqual([]);
    expect(codes.size).toBeGreaterThan(30);
  });
});
