import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import cluster from '../../apps/main.ts';
import { hasChart, type Rendered, renderChart } from './render-chart.ts';

const page = readFileSync('docs/tasks/raspberry-pi.md', 'utf8');

/** Images below a node: fields named image, and those that operators get as arguments. */
function imagesIn(node: unknown): string[] {
  if (typeof node === 'string') return [...node.matchAll(/^--[a-z-]*(?:image|reloader)[a-z-]*=(\S+:\S+)$/g)].map(([, image]) => image!);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === 'image' && typeof value === 'string' ? [value] : imagesIn(value)));
}

/** What `helm test` alone would run. */
const isNoTest = ({ metadata }: Rendered) => !(metadata.annotations?.['helm.sh/hook'] ?? '').startsWith('test');

const releases = cluster.placed.flatMap(({ object }) => {
  if (object.kind !== 'HelmRelease') return [];
  const { name } = object.metadata;
  const source = cluster.placed.find((one) => one.object.kind === 'OCIRepository' && one.object.metadata.name === name)?.object['spec'] as
    { url: string } | undefined;
  const { chart } = object['spec'] as { chart?: { spec: { chart: string } } };
  return [{ name, chart: chart?.spec.chart ?? source!.url.split('/').at(-1)! }];
});

describe('images that a chart runs with our values', () => {
  it.for(releases)('stand in the table of processors: $name by $chart', ({ name, chart }, { skip }) => {
    if (!hasChart(chart)) skip();
    const names = [
      ...new Set(imagesIn(renderChart(cluster, name, chart).filter(isNoTest)).map((image) => image.replace(/@sha256:.*$/, '').replace(/:[^:/]+$/, ''))),
    ];
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((one) => !page.includes(`\`${one}\``))).toEqual([]);
  });
});
