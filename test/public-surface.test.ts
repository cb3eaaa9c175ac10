import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../lib/contract/error-codes.ts';

const entries = ['index', 'cdk8s', 'check', 'explain', 'idp', 'integration', 'validate'];

/** Names that a file exports, through whatever it passes on. */
function exportsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  return [
    ...[...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) =>
      list!.split(',').map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .replace(/^\w+ as /, ''),
      ),
    ),
    ...[...text.matchAll(/^export (?:async )?(?:const|function|interface|type|class) (\w+)/gm)].map(([, name]) => name!),
    ...[...text.matchAll(/^export \* from '(.+)'/gm)].flatMap(([, from]) => exportsOf(join(dirname(path), from!))),
  ].filter((name) => name !== '');
}

describe('the public surface', () => {
  it.each(entries)('of %s is exactly what CHANGELOG.md names, so that it changes with a line there', (entry) => {
    const changelog = readFileSync('CHANGELOG.md', 'utf8');
    const [, surface = ''] = new RegExp(`<!-- surface ${entry} -->([\\s\\S]*?)<!-- /surface -->`).exec(changelog) ?? [];
    const named = [...surface.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect([...named].sort()).toEqual([...new Set(exportsOf(`lib/${entry}.ts`))].sort());
    expect(named.length).toBeGreaterThan(2);
  });

  it('is what package.json offers', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, { default: string; types: string } | string> };
    const offered = Object.values(exports).flatMap((one) => (typeof one === 'string' ? [] : [one.default, one.types]));
    expect(offered.sort()).toEqual(entries.flatMap((entry) => [`./build/${entry}.js`, `./build/${entry}.d.ts`]).sort());
  });

  it('has every file that the code starts as a thread', () => {
    const bundled = readFileSync('scripts/bundle.mjs', 'utf8');
    const started = readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...readFileSync(`lib/${path}`, 'utf8').matchAll(/'\.\.\/(\w+\/[\w-]+)\.js', import\.meta\.url/g)].map(([, name]) => name!));
    expect(started.length).toBeGreaterThan(0);
    expect(started.filter((name) => !bundled.includes(`'${name}'`))).toEqual([]);
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
