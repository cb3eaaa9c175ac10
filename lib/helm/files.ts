import { RE2JS } from 're2js';
import type { Chart } from './chart.ts';
import { toYaml } from './go-yaml.ts';
import { NotRendered } from './not-rendered.ts';
import { type Dict, textOf, type Value } from './value.ts';

/** `.Files` of a chart. */
export function filesOf(chart: Chart): Dict {
  const text = (path: Value): string => chart.file(textOf(path)) ?? '';
  return new Map<string, Value>([
    ['Get', text],
    ['GetBytes', text],
    ['Lines', (path: Value) => text(path).replace(/\n$/, '').split('\n')],
    [
      'Glob',
      (pattern: Value) => {
        const found = matching(textOf(pattern), chart).map((path) => [path, contentOf(path, chart)] as const);
        const byName = (change: (content: string) => string): Dict => new Map(found.map(([path, content]) => [path.split('/').at(-1)!, change(content)]));
        return new Map<string, Value>([
          ...found,
          ['AsConfig', () => toYaml(byName((content) => content))],
          ['AsSecrets', () => toYaml(byName((content) => Buffer.from(content, 'utf8').toString('base64')))],
        ]);
      },
    ],
  ]);
}

function contentOf(path: string, chart: Chart): string {
  const content = chart.file(path);
  if (content === undefined) throw new NotRendered(`it takes the files ${path}`);
  return content;
}

/** Paths that a pattern means, as gobwas/glob reads it: `*` and `?` stay within a folder, `**` goes through any number of them. */
function matching(pattern: string, chart: Chart): readonly string[] {
  if (!/[*?[{\\]/.test(pattern)) return [pattern];
  const paths = chart.list();
  if (paths === undefined || /[[{\\]/.test(pattern)) throw new NotRendered(`it takes the files ${pattern}`);
  const source = pattern
    .split(/(\*\*|\*|\?)/)
    .map((part) => ({ '**': '.*', '*': '[^/]*', '?': '[^/]' })[part] ?? RE2JS.quote(part))
    .join('');
  const compiled = RE2JS.compile(source);
  return paths.filter((path) => compiled.matches(path)).sort();
}
