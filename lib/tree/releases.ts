import type { Reader } from '../manifest/reader.ts';
import type { Tree, TreeObject } from './tree.ts';
import type { Objects } from './objects.ts';

/** A chart with its values, however it is installed: Flux, Argo CD, k3s, or kustomize. */
export interface Release {
  readonly object: TreeObject;
  /** Name of the chart; empty when it cannot be told. */
  readonly chart: string;
  /** Where the chart comes from. */
  readonly source: string;
  /** Version of the chart, with its place. */
  readonly version: Reader | undefined;
  /** Values, the strongest first. */
  readonly layers: readonly Reader[];
  /** The value at a path, from the strongest layer that has it. */
  readonly get: (...path: readonly string[]) => Reader;
}

/** Every release of a tree. */
export function releasesOf(objects: Objects, tree: Tree): Release[] {
  const flux = objects.of('HelmRelease').map((object) => fluxRelease(object, objects));
  const argo = objects.of('Application').flatMap((object) => argoReleases(object));
  const k3s = objects.of('HelmChart').flatMap((object): Release[] => {
    const spec = object.root.get('spec');
    if (!object.apiVersion.startsWith('helm.cattle.io')) return [];
    return [
      release(object, spec.get('chart').text() ?? '', spec.get('repo').text() ?? '', spec.get('version'), [
        ...spec.get('valuesContent').embedded(),
        ...(!spec.get('values').exists ? [] : [spec.get('values')]),
      ]),
    ];
  });
  const inflated = (tree.charts ?? []).map(({ at, namespace, values }) => {
    const name = at.get('releaseName').text() ?? at.get('name').text() ?? '';
    const object: TreeObject = { root: at, file: at.file, apiVersion: '', kind: 'helmCharts', name, namespace, applied: true, ours: false };
    return release(object, at.get('name').text() ?? '', at.get('repo').text() ?? '', at.get('version'), values);
  });
  return [...flux, ...argo, ...k3s, ...inflated];
}

function release(object: TreeObject, chart: string, source: string, version: Reader, layers: readonly Reader[]): Release {
  return {
    object,
    chart: chart.split('/').at(-1) ?? chart,
    source,
    version: !version.exists ? undefined : version,
    layers,
    get: (...path) => {
      for (const layer of layers) {
        const found = layer.get(...path);
        if (found.exists) return found;
      }
      return (layers[0] ?? object.root.get('spec', 'values')).get(...path);
    },
  };
}

function fluxRelease(object: TreeObject, objects: Objects): Release {
  const spec = object.root.get('spec');
  const inline = spec.get('values');
  const from = spec
    .get('valuesFrom')
    .items()
    .flatMap((one) => {
      if (one.get('kind').text() !== 'ConfigMap' || one.get('targetPath').exists) return [];
      const name = one.get('name').text() ?? '';
      const key = one.get('valuesKey').text() ?? 'values.yaml';
      const map = objects.find('ConfigMap', object.namespace, name);
      return map?.root.get('data', key).embedded() ?? [];
    });
  const layers = [...(!inline.exists ? [] : [inline]), ...from.reverse()];
  const chart = spec.get('chart', 'spec');
  if (chart.exists) {
    const ref = chart.get('sourceRef');
    const source = objects.find(ref.get('kind').text() ?? '', ref.get('namespace').text() ?? object.namespace, ref.get('name').text() ?? '');
    return release(object, chart.get('chart').text() ?? '', source?.root.get('spec', 'url').text() ?? '', chart.get('version'), layers);
  }
  const ref = spec.get('chartRef');
  const source = objects.find(ref.get('kind').text() ?? 'OCIRepository', ref.get('namespace').text() ?? object.namespace, ref.get('name').text() ?? '');
  const url = source?.root.get('spec', 'url').text() ?? '';
  const origin = source?.root.get('spec');
  const version =
    source?.kind === 'HelmChart' ? origin?.get('version') : ['tag', 'semver'].map((key) => origin?.get('ref', key)).find((one) => one?.exists === true);
  const name = url === '' ? (ref.get('name').text() ?? '') : (url.split('/').at(-1) ?? '');
  return release(object, source?.kind === 'HelmChart' ? (source.root.get('spec', 'chart').text() ?? '') : name, url, version ?? ref.get('version'), layers);
}

function argoReleases(object: TreeObject): Release[] {
  const spec = object.root.get('spec');
  return [spec.get('source'), ...spec.get('sources').items()].flatMap((source) => {
    const chart = source.get('chart').text();
    if (chart === undefined) return [];
    const helm = source.get('helm');
    const layers = [...(!helm.get('valuesObject').exists ? [] : [helm.get('valuesObject')]), ...helm.get('values').embedded()];
    const inTarget = { ...object, namespace: spec.get('destination', 'namespace').text() ?? object.namespace };
    return [release(inTarget, chart, source.get('repoURL').text() ?? '', source.get('targetRevision'), layers)];
  });
}
