import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
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

const objects = readdirSync('dist', { recursive: true, withFileTypes: true })
  .filter(({ name }) => name.endsWith('.yaml'))
  .map(({ parentPath, name }) => join(parentPath, name))
  .flatMap((file) =>
    parseAllDocuments(readFileSync(file, 'utf8'), { logLevel: 'silent' }).map((document) => ({ file, object: document.toJS() as Source | null })),
  )
  .filter((one): one is { file: string; object: Source } => one.object?.kind === 'HelmRelease' || one.object?.kind === 'OCIRepository');
const releases = objects
  .filter(({ object }) => object.kind === 'HelmRelease')
  .map(({ file, object: { spec } }): Release => {
    const oci = objects.find(({ object }) => object.kind === 'OCIRepository' && object.metadata.name === spec.chartRef?.name);
    return { file, chart: spec.chart?.spec.chart ?? oci!.object.spec.url!.split('/').at(-1)!, values: spec.values ?? {} };
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
