import type { JsonMap, Manifest } from '../../manifest/manifest.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import type { Written } from '../../manifest/written.ts';
import type { DriftDetection, DriftRule } from '../drift.ts';
import type { Release } from '../release.ts';
import { releaseOptions } from '../release-options.ts';

/**
 * A source and the HelmRelease that installs its chart. Retries for ever instead of giving up after the first failure, names the
 * Helm release (a later change of targetNamespace would otherwise rename, and so reinstall it), keeps the chart's CRDs up to date
 * and puts back what others change.
 *
 * @throws PinoutError `choice-unknown`, `drift-rule-invalid`
 * @example helmRelease({ name: 'grafana', namespace: 'monitoring', chart: 'oci://ghcr.io/example/charts/grafana', version: '1.2.3', timeout: '10m', values: {} })
 */
export function helmRelease({ name, namespace, chart, version, timeout, values, dependsOn, patches, options = {}, drift }: Release): Manifest[] {
  const given = releaseOptions(options);
  const schema = given.schemaValidation === 'off' ? { disableSchemaValidation: true } : {};
  const strategy = { name: 'RetryOnFailure', retryInterval: '5m' } as const;
  const metadata = { name, namespace };
  const source: Manifest =
    typeof chart === 'string'
      ? ({
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
        } satisfies Written<'OCIRepository'>)
      : ({
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'HelmRepository',
          metadata,
          spec: { interval: '15m', url: chart.repository },
        } satisfies Written<'HelmRepository'>);
  const origin =
    typeof chart === 'string'
      ? { chartRef: { kind: 'OCIRepository' as const, name } }
      : { chart: { spec: { chart: chart.chart, version, sourceRef: { kind: 'HelmRepository' as const, name }, interval: '15m' } } };
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
    } satisfies Written<'HelmRelease'>,
  ];
}

/**
 * `driftDetection` of a HelmRelease: `enabled` unless given.
 *
 * @param known what a chart changes itself after the installation
 */
function driftDetection(given: DriftDetection = 'enabled', known: readonly DriftRule[] = []): JsonMap {
  const { mode: chosen = 'enabled', ignore = [] } = typeof given === 'object' ? given : { mode: given };
  const all = [...known, ...ignore];
  const written = all.map(({ paths, target }) => ({ paths: [...paths], ...(target === undefined ? {} : { target: { ...target } }) }));
  return { mode: chosen, ...(written.length === 0 || chosen === 'disabled' ? {} : { ignore: written }) };
}
