import type { Chart } from '../../helm/chart.ts';
import { valuesOf } from '../../helm/render-chart.ts';
import type { ChartParts } from './chart-shape.ts';

/** A chart as Helm sees it when it judges values: without its templates. */
export const chartOfParts = (name: string, version: string, { defaults = {}, schema, dependencies = [] }: ChartParts): Chart => ({
  name,
  version,
  appVersion: '',
  type: 'application',
  values: valuesOf(defaults),
  ...(schema === undefined ? {} : { schema: JSON.stringify(schema) }),
  templates: new Map(),
  file: () => undefined,
  list: () => [],
  dependencies: dependencies.map((one) => ({
    name: one.name,
    alias: one.alias,
    condition: one.condition,
    tags: one.tags ?? [],
    imports: one.imports ?? [],
    ...(one.isLoose === true ? { isLoose: true as const } : {}),
    chart: one.chart === undefined ? undefined : chartOfParts(one.name, one.chart.version, one.chart),
  })),
});
