import type { Json, JsonMap, Manifest } from '../../manifest/manifest.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import { driftDetection, type DriftRule } from './drift.ts';
import { releaseOptions, type ReleaseOptions } from './release-options.ts';

/** Where a chart comes from: an OCI registry (`oci://HOST/PATH/CHART`), or a Helm repository and the chart's name in it. */
export type ChartSource = `oci://${string}` | { readonly repository: `https://${string}`; readonly chart: string };

/** A chart that Flux installs. */
export interface Release {
  /** Name of the HelmRelease, of its source and of the Helm release; at most 53 characters. */
  readonly name: string;
  readonly namespace: string;
  readonly chart: ChartSource;
  readonly version: string;
  /** How long Helm waits for the workloads, for example `15m`. */
  readonly timeout: string;
  readonly values: JsonMap;
  /** HelmReleases that must be ready before: what this chart's objects are made of comes with them. */
  readonly dependsOn?: readonly { readonly name: string; readonly namespace: string }[];
  /** Changes of rendered objects for which the chart has no key (JSON Patch, RFC 6902). */
  readonly patches?: readonly { readonly target: { readonly kind: string; readonly name: string }; readonly patch: readonly Json[] }[];
  /** What the app's user says about it. */
  readonly options?: ReleaseOptions;
  /** What the chart, or what it installs, changes itself after the installation. */
  readonly drift?: readonly DriftRule[];
}

/**
 * A source and the HelmRelease that installs its chart. Retries for ever instead of giving up after the first failure, names the
 * Helm release (a later change of targetNamespace would otherwise rename, and so reinstall it), keeps the chart's CRDs up to date
 * and puts back what others change.
 *
 * @throws PinoutError `choice-unknown`, `drift-rule-invalid`
 * @example helmRelease({ name: 'grafana', namespace: 'monitoring', chart: 'oci://ghcr.io/…/grafana', version: '1.2.3', timeout: '10m', values: {} })
 */
export function helmRelease({ name, namespace, chart, version, timeout, values, dependsOn, patches, options = {}, drift }: Release): Manifest[] {
  const given = releaseOptions(options);
  const schema = given.schemaValidation === 'off' ? { disableSchemaValidation: true } : {};
  const strategy = { name: 'RetryOnFailure', retryInterval: '5m' };
  const metadata = { name, namespace };
  const source: Manifest =
    typeof chart === 'string'
      ? {
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'OCIRepository',
          metadata,
          spec: {
            interval: '15m',
            url: chart,
            ref: { tag: version },
            // Charts are artifacts of their own media type; `copy` keeps the archive that helm-controller wants.
            layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
          },
        }
      : { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository', metadata, spec: { interval: '15m', url: chart.repository } };
  const origin =
    typeof chart === 'string'
      ? { chartRef: { kind: 'OCIRepository', name } }
      : { chart: { spec: { chart: chart.chart, version, sourceRef: { kind: 'HelmRepository', name }, interval: '15m' } } };
  return [
    source,
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata,
      spec: {
        interval: '1h',
        timeout,
        releaseName: name,
        ...(dependsOn === undefined ? {} : { dependsOn: dependsOn.map((one) => ({ ...one })) }),
        ...origin,
        install: { crds: 'CreateReplace', ...schema, strategy },
        upgrade: { crds: 'CreateReplace', ...schema, strategy },
        driftDetection: driftDetection(given.driftDetection, drift),
        ...(patches === undefined
          ? {}
          : { postRenderers: [{ kustomize: { patches: patches.map(({ target, patch }) => ({ target, patch: yamlText(patch) })) } }] }),
        values,
      },
    },
  ];
}
