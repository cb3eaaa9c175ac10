import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeUpstream } from '../support/upstream.ts';
import { defaultsOf, hasChart, overlay, schemaErrors, unknownKeys, type Values } from './charts.ts';

interface Release {
  readonly file: string;
  readonly chart: string;
  readonly values: Values;
}
interface Source {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly url?: string;
    readonly chart?: { readonly spec: { readonly chart: string } };
    readonly chartRef?: { readonly name: string };
    readonly values?: Values;
  };
}

/** Maps that take any key by design, although the chart's defaults hold some. */
const free: Readonly<Record<string, readonly string[]>> = {
  grafana: ['grafana.ini'],
  'kube-prometheus-stack': ['grafana.grafana.ini'],
};

/** Charts whose files are not among those we have, and why nothing here judges them. */
const absent = new Set(['external-secrets', 'podinfo']);

const releases = readdirSync('dist', { recursive: true, withFileTypes: true })
  .filter(({ name }) => name.startsWith('helmrelease-'))
  .map(({ parentPath, name }): Release => {
    const file = join(parentPath, name);
    const { spec } = parse(readFileSync(file, 'utf8')) as Source;
    const oci = spec.chartRef === undefined ? undefined : (parse(readFileSync(join(parentPath, `ocirepository-${spec.chartRef.name}.yaml`), 'utf8')) as Source);
    return { file, chart: spec.chart?.spec.chart ?? oci!.spec.url!.split('/').at(-1)!, values: spec.values ?? {} };
  });
const known = releases.filter(({ chart }) => hasChart(chart, 'Chart.yaml'));

describeUpstream('the values of every HelmRelease in dist', ['charts'], () => {
  it('belong to a chart whose files are there', () => {
    expect(releases.filter((one) => !known.includes(one) && !absent.has(one.chart)).map(({ file, chart }) => `${file}: ${chart}`)).toEqual([]);
    expect(known.length).toBeGreaterThan(2);
  });

  it.each(known)('$file names keys that the chart $chart knows', ({ chart, values }) => {
    const defaults = defaultsOf(chart);
    expect(unknownKeys(values, defaults, free[chart] ?? [])).toEqual([]);
    // The check can fail.
    expect(unknownKeys({ ...values, noSuchKey: 1 }, defaults, free[chart] ?? [])).toEqual(Object.keys(defaults.values).length === 0 ? [] : ['noSuchKey']);
  });

  it.each(known)('$file satisfies the schema of $chart', ({ chart, values }) => {
    expect(schemaErrors(chart, overlay(defaultsOf(chart).values, values))).toEqual([]);
  });
});
