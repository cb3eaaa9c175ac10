import type { JsonMap, Manifest } from '../manifest/manifest.ts';

/** A chart that the platform installs. */
export interface Release {
  /** Name of the HelmRelease, of its source and of the Helm release. */
  readonly name: string;
  readonly namespace: string;
  /** Full path of the chart: `oci://HOST/PATH/CHART`. */
  readonly chart: `oci://${string}`;
  readonly version: string;
  /** How long Helm waits for the workloads, for example `15m`. */
  readonly timeout: string;
  readonly values: JsonMap;
}

/**
 * An OCIRepository and the HelmRelease that installs its chart. Retries for ever instead of giving up after the first failure,
 * names the Helm release (a later change of targetNamespace would otherwise rename, and so reinstall it), keeps the chart's CRDs
 * up to date and puts back what others change.
 */
export function release({ name, namespace, chart, version, timeout, values }: Release): Manifest[] {
  const strategy = { name: 'RetryOnFailure', retryInterval: '5m' };
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata: { name, namespace },
      spec: {
        interval: '1h',
        url: chart,
        ref: { tag: version },
        layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
      },
    },
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name, namespace },
      spec: {
        interval: '1h',
        timeout,
        releaseName: name,
        chartRef: { kind: 'OCIRepository', name },
        install: { crds: 'CreateReplace', strategy },
        upgrade: { crds: 'CreateReplace', strategy },
        driftDetection: { mode: 'enabled' },
        values,
      },
    },
  ];
}
