import { RE2JS } from 're2js';

/**
 * Whether a path fits a pattern: `*` and `?` stay within a folder, `**` goes through any number of them, and a folder stands for all below it.
 *
 * @example matchesGlob('apps/**', 'apps/media/release.yaml') // true
 */
export function matchesGlob(pattern: string, path: string): boolean {
  const clean = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const source = clean
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' })[part] ?? RE2JS.quote(part))
    .join('');
  return RE2JS.compile(`${source}(?:/.*)?`).matches(path);
}
