import type { Chart } from './chart.ts';
import { toYaml } from './go-yaml.ts';
import { NotRendered } from './not-rendered.ts';
import { type Dict, textOf, type Value } from './value.ts';

/** `.Files` of a chart: those that a template names. A pattern would have to know them all. */
export function filesOf(chart: Chart): Dict {
  const text = (path: Value): string => chart.file(textOf(path)) ?? '';
  return new Map<string, Value>([
    ['Get', text],
    ['GetBytes', text],
    ['Lines', (path: Value) => text(path).replace(/\n$/, '').split('\n')],
    [
      'Glob',
      (pattern: Value) => {
        const path = textOf(pattern);
        const found = /[*?[{]/.test(path) ? undefined : chart.file(path);
        if (found === undefined) throw new NotRendered(`it takes the files ${path}`);
        const name = path.split('/').at(-1)!;
        return new Map<string, Value>([
          [path, found],
          ['AsConfig', () => toYaml(new Map([[name, found]]))],
          ['AsSecrets', () => toYaml(new Map([[name, Buffer.from(found, 'utf8').toString('base64')]]))],
        ]);
      },
    ],
  ]);
}
