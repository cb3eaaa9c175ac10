import { parseYaml } from '../../../lib/manifest/parse-yaml.ts';
import type { Chart, Installation, Left, Rendered } from '../../../lib/helm/chart.ts';
import { renderChart, valuesOf } from '../../../lib/helm/render-chart.ts';
import { importsIn } from '../../../lib/helm/imported-values.ts';
import type { SmallChart } from './charts.ts';

const yaml = (text: string | undefined): unknown => (text === undefined ? undefined : parseYaml(text)[0]?.value);

/** A chart of which the files are texts. */
export function chartOf(files: SmallChart['files'], folder = ''): Chart {
  const meta = yaml(files[`${folder}Chart.yaml`]) as Record<string, string> & { dependencies?: Record<string, string>[] };
  const templates = Object.entries(files).flatMap(([path, text]) =>
    path.startsWith(`${folder}templates/`) ? [[path.slice(folder.length), text] as const] : [],
  );
  return {
    name: meta['name']!,
    version: meta['version']!,
    appVersion: meta['appVersion'] ?? '',
    type: meta['type'] ?? '',
    values: valuesOf(yaml(files[`${folder}values.yaml`])),
    templates: new Map(templates),
    ...(files[`${folder}values.schema.json`] === undefined ? {} : { schema: files[`${folder}values.schema.json`]! }),
    file: (path) => files[`${folder}${path}`],
    list: () =>
      Object.keys(files).flatMap((path) =>
        path.startsWith(folder) && !/^(?:templates\/|charts\/|Chart\.yaml|values\.)/.test(path.slice(folder.length)) ? [path.slice(folder.length)] : [],
      ),
    dependencies: (meta.dependencies ?? []).map((one) => ({
      name: one['name']!,
      alias: one['alias'],
      condition: one['condition'],
      tags: [],
      imports: importsIn(one['import-values']),
      chart: chartOf(files, `${folder}charts/${one['name']}/`),
    })),
  };
}

export const renderSmall = (
  { files, with: given }: SmallChart,
  installation: Partial<Installation> = {},
): { rendered: readonly Rendered[]; left: readonly Left[] } =>
  renderChart(chartOf(files), { name: 'rel', namespace: 'home', values: valuesOf(yaml(given)), ...installation });

/** Objects of some texts, in order of their kinds and names. */
export function objectsOf(texts: readonly string[]): unknown[] {
  const all = texts.flatMap((text) => parseYaml(text).flatMap(({ value }) => (typeof value === 'object' && value !== null ? [value] : [])));
  const key = (one: unknown): string => JSON.stringify([(one as { kind?: string }).kind, (one as { metadata?: { name?: string } }).metadata?.name, one]);
  return all.map((one) => JSON.parse(JSON.stringify(one)) as unknown).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
