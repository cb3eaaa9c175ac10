import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.md'));
const pages = [...readdirSync('.').filter((name) => name.endsWith('.md')), ...['docs', 'lib', 'dist'].flatMap(below)];

/** Text of a page without code, where brackets mean something else. */
const prose = (page: string): string =>
  readFileSync(page, 'utf8')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`]*`/g, '');
/** Anchors as GitHub makes them of headings. */
const anchors = (page: string): Set<string> =>
  new Set(
    [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/ /g, '-'),
    ),
  );

describe('links between pages', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    const broken = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => {
      if (/^[a-z]+:/.test(target!)) return [];
      const [path, anchor] = target!.split('#') as [string, string?];
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(file)) return [target];
      return anchor !== undefined && file.endsWith('.md') && !anchors(file).has(anchor) ? [target] : [];
    });
    expect(broken).toEqual([]);
  });
});
