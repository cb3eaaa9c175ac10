import { merge } from '../compose/merge.ts';
import { resolve } from '../compose/resolve.ts';
import { PinoutError, show } from '../contract/error.ts';
import { isLiteral } from '../contract/option-error.ts';
import { object, type Shape, text } from '../contract/shape.ts';
import type { Facts } from '../contract/facts.ts';
import type { JsonMap, Manifest } from '../manifest/manifest.ts';
import { appTemplate, appTemplateValues, type ContainerApp } from './app-template.ts';
import { chartVersion } from './chart-version.ts';
import { delivery } from './engine.ts';
import type { ChartSource } from './release.ts';
import type { ReleaseOptions } from './release-options.ts';

/** A chart as its user names it: in an OCI registry, or by its name in a Helm repository. One exact version. */
export type ChartInput =
  { readonly oci: `oci://${string}`; readonly version: string } | { readonly repository: `https://${string}`; readonly name: string; readonly version: string };

const chartFields = object<ChartInput>({ oci: text as Shape<never>, repository: text as Shape<never>, name: text, version: text });

/** A chart as its user names it. @throws PinoutError `chart-invalid` */
export const chartShape: Shape<ChartInput> = (value, { app, field }) => {
  if (isLiteral(value)) return chartFields(value, { app, field });
  throw chartInvalid(value, app);
};

/** What an app runs: a chart with values, or a container with values over those that pinout makes. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly what: { readonly chart: ChartInput } | { readonly container: ContainerApp };
  readonly values: JsonMap;
  readonly timeout?: string;
  readonly release?: ReleaseOptions;
}

/**
 * The schema of app-template's values refers to a file on raw.githubusercontent.com, and Helm fetches it at every install and upgrade: without a way there the
 * release never starts (bjw-s-labs/helm-charts#420). `pinout validate` judges the values by a copy of that schema instead.
 */
const withoutSchema: ReleaseOptions = { schemaValidation: 'off' };

/** Whether it is app-template, wherever it is fetched from. */
const isAppTemplate = (chart: ChartSource): boolean => /(?:^|\/)app-template$/.test(typeof chart === 'string' ? chart : chart.chart);

/**
 * Source and HelmRelease of a workload.
 *
 * @throws PinoutError `chart-invalid`, `chart-version-invalid`
 * @example
 * workload({ name: 'wiki', namespace: 'wiki', values: {}, what: { chart: { oci: 'oci://ghcr.io/example/charts/wiki', version: '1.2.3' } } }, facts).at(-1)?.kind // 'HelmRelease'
 */
export function workload(
  { name, namespace, what, values, timeout = '10m', release: given }: Workload,
  { features, storageClass }: Pick<Facts, 'features' | 'storageClass'>,
): Manifest[] {
  const release = (chart: ChartSource, version: string, all: JsonMap) =>
    delivery.release({ name, namespace, chart, version, timeout, values: all, options: { ...(isAppTemplate(chart) ? withoutSchema : {}), ...defined(given) } });
  if ('container' in what)
    return release(
      appTemplate,
      features.appTemplate,
      resolve(merge(appTemplateValues({ ...what.container, ...(storageClass === undefined ? {} : { storageClass }) }), values)) as JsonMap,
    );
  return release(sourceOf(what.chart, name), chartVersion(what.chart.version, undefined, name), resolve(merge(values)) as JsonMap);
}

function sourceOf(chart: ChartInput, app: string): ChartSource {
  const { oci, repository, name } = chart as Partial<Record<'oci' | 'repository' | 'name', string>>;
  if (oci !== undefined && /^oci:\/\/[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/.test(oci) && repository === undefined) return oci as `oci://${string}`;
  if (repository !== undefined && /^https:\/\/[^\s'"@]+$/.test(repository) && name !== undefined && /^[a-z0-9][a-z0-9._-]*$/.test(name) && oci === undefined)
    return { repository: repository as `https://${string}`, chart: name };
  throw chartInvalid(chart, app);
}

function chartInvalid(chart: unknown, app: string): PinoutError {
  return new PinoutError({
    code: 'chart-invalid',
    app,
    field: 'chart',
    // Not shown in full: a URL may hold a password.
    found: typeof chart === 'object' ? `an object with ${Object.keys(chart ?? {}).join(', ') || 'nothing'}` : show(chart),
    wanted: "a chart in an OCI registry ('oci://HOST/PATH/CHART', without version), or by name in a repository with https",
    fix: "write chart: { oci: 'oci://ghcr.io/…', version: '1.2.3' } or chart: { repository: 'https://…', name: '…', version: '1.2.3' }",
  });
}

/** Without what is there but undefined, so that it does not hide a default. */
const defined = ({ driftDetection, schemaValidation }: ReleaseOptions = {}): ReleaseOptions => ({
  ...(driftDetection === undefined ? {} : { driftDetection }),
  ...(schemaValidation === undefined ? {} : { schemaValidation }),
});
