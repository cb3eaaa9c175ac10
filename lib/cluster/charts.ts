import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Folder, Manifest, Placed } from '../manifest/manifest.ts';

/** One of our manifests inside a chart. Its text is the manifest as it is: cdk8s would sort its keys. */
class PlainObject extends ApiObject {
  readonly #manifest: Manifest;

  constructor(scope: Construct, id: string, manifest: Manifest) {
    super(scope, id, manifest);
    this.#manifest = manifest;
  }

  override toJson(): Manifest {
    return this.#manifest;
  }
}

/** Adds constructs of cdk8s and cdk8s-plus to the chart of a folder. */
export type Constructs = (chart: (folder: Folder) => Chart) => void;

/**
 * Puts all objects into cdk8s charts, one for each folder, lets the user's constructs in, and reads the objects back in order.
 *
 * Each chart has an App of its own: cdk8s walks the whole App for every chart that it renders, which would make synth quadratic in the
 * number of apps. Names of objects never come from construct ids: ours carry their own, and constructs that give none are refused by the caller.
 */
export function throughCharts(placed: readonly Placed[], constructs?: Constructs): Placed[] {
  const charts = new Map<Folder, Chart>();
  const chartOf = (folder: Folder): Chart => {
    const chart = charts.get(folder) ?? new Chart(new App(), folder.replaceAll('/', '-'), { disableResourceNameHashes: true });
    charts.set(folder, chart);
    return chart;
  };
  const owners = new Map<Manifest, Placed>();
  placed.forEach((one, index) => {
    owners.set(one.object, one);
    new PlainObject(chartOf(one.folder), `object-${index}`, one.object);
  });
  constructs?.(chartOf);
  return [...charts].flatMap(([folder, chart]) => (chart.toJson() as Manifest[]).map((object) => owners.get(object) ?? { folder, from: 'constructs', object }));
}
