import type { Reader } from '../manifest/reader.ts';
import { mergedLayers } from './merged-layers.ts';
import type { TreeObject } from './tree.ts';

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
  /** True when some of its values are not in the repository, or in a Secret: any value may be among them. */
  readonly hidden?: true;
  /** The value at a path, from the strongest layer that has it; of a map in several layers, what helm makes of them. */
  readonly get: (...path: readonly string[]) => Reader;
}

/** True when whole values come from a Secret, or are not in the repository: any value may be among them. One that `targetPath` names is a layer of its own. */
export function hidesValues({ object, hidden }: Pick<Release, 'object' | 'hidden'>): boolean {
  const from = object.root.get('spec', 'valuesFrom').items();
  return hidden === true || from.some((one) => one.get('kind').text() === 'Secret' && !one.get('targetPath').exists);
}

/** A release, from its layers of values. */
export function release(object: TreeObject, chart: string, source: string, version: Reader, layers: readonly Reader[]): Release {
  let merged: Reader | undefined;
  return {
    object,
    chart: chart.split('/').at(-1) ?? chart,
    source,
    version: !version.exists ? undefined : version,
    layers,
    get: (...path) => {
      const [found, ...weaker] = layers.map((layer) => layer.get(...path)).filter(({ exists }) => exists);
      if (found !== undefined && found.keys().length > 0 && weaker.some((one) => one.keys().length > 0))
        return (merged ??= mergedLayers({ layers })[0]!).get(...path);
      return found ?? (layers[0] ?? object.root.get('spec', 'values')).get(...path);
    },
  };
}
