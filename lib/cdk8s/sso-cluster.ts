import { dirname, join } from 'node:path';
import type { Chart } from 'cdk8s';
import { Construct, Dependable } from 'constructs';
import { runConstructs } from '../cluster/charts.ts';
import { type Cluster, type ClusterPlan, planOf } from '../cluster/cluster.ts';
import { checkedInput, type ClusterInput } from '../cluster/cluster-input.ts';
import { FolderCharts } from '../cluster/folder-charts.ts';
import { deliveryFolder, type Folder, type Placed } from '../manifest/manifest.ts';
import { collector } from '../synth/collected-clusters.ts';
import { readGenerations, stateFile } from '../synth/generations.ts';
import { callerOf } from './caller.ts';
import { appOf, sourceOf, writeWith } from './write-with.ts';

/** Facts and apps of a cluster, as `defineCluster` takes them. The name is the construct's id unless it is given. */
export interface SsoClusterProps extends Omit<ClusterInput, 'name'> {
  readonly name?: string;
}

/** cdk8s knows an order of charts only: what waits for a cluster waits for all of its charts. */
class AllCharts extends Dependable {
  readonly #cluster: SsoCluster;

  constructor(cluster: SsoCluster) {
    super();
    this.#cluster = cluster;
  }

  get dependencyRoots(): Construct[] {
    return [...this.#cluster.charts];
  }
}

/**
 * A cluster's single sign-on as a construct: a chart for each folder that Flux applies, an ApiObject for each object. `app.synth()` writes them to
 * `<outdir>/<name>/` as `pinout synth` does, beside what cdk8s writes of your own charts.
 *
 * @example
 * const app = new App();
 * const home = new SsoCluster(app, 'home', { domain: 'home.example.org', ingressAddress: '192.168.1.30',
 *   versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' }, edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
 *   apps: [grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['grafana-admins'] } })] });
 * for (const one of home.chart('apps/grafana').apiObjects) one.metadata.addLabel('team', 'home');
 * app.synth();
 */
export class SsoCluster extends Construct {
  readonly #charts: FolderCharts;
  readonly #plan: ClusterPlan;

  /** @throws PinoutError as `defineCluster`, and `cluster-outside-app` */
  constructor(scope: Construct, id: string, props: SsoClusterProps) {
    super(scope, id);
    const app = appOf(this);
    const source = sourceOf(app, callerOf(new Error()));
    const input = checkedInput({ ...props, name: (props as SsoClusterProps | undefined)?.name ?? id });
    this.#plan = planOf(input, { generations: readGenerations(join(dirname(source), stateFile))[input.name] ?? {} });
    const { placed, allowed, finishedObject, finish } = this.#plan;
    this.#charts = new FolderCharts(this, allowed);
    this.#charts.put(placed, finishedObject);
    const layers: Placed[] = [];
    finish({ placed, order: new Map() }, (layer) => [(layers[layers.length] = layer)]);
    this.#charts.put(layers, finishedObject);
    this.#followFolders(new Set([deliveryFolder, ...this.#charts.folders()]));
    if (input.constructs !== undefined) runConstructs(input.constructs, this.#charts);
    Dependable.implement(this, new AllCharts(this));
    collector()?.push(this);
    writeWith(app, this, source);
  }

  /**
   * Layers follow from the folders: code that walks the chart of layers sees one for each chart that exists by then, and what is rendered is
   * what is written.
   */
  #followFolders(known: Set<Folder>): void {
    const chart = this.#charts.chart(deliveryFolder);
    const { node } = chart;
    const children = (): unknown => {
      for (const folder of this.#charts.folders()) {
        if (known.has(folder) || folder === deliveryFolder) continue;
        known.add(folder);
        this.#charts.put([this.#plan.layer(folder)], this.#plan.finishedObject);
      }
      return Reflect.get(Object.getPrototypeOf(node) as object, 'children', node) as unknown;
    };
    Object.defineProperty(node, 'children', { get: children });
    const render = chart.toJson.bind(chart);
    chart.toJson = () => {
      this.toCluster();
      return render() as unknown[];
    };
  }

  /**
   * The chart of a folder: those of the cluster's own objects, or `platform/NAME` for what belongs to no app.
   *
   * @throws PinoutError `folder-unknown`
   * @example home.chart('identity/grafana').apiObjects
   */
  chart(folder: Folder): Chart {
    return this.#charts.chart(folder);
  }

  /** All charts of the cluster, those of your own inside them too. @example home.charts.length */
  get charts(): readonly Chart[] {
    return this.#charts.all();
  }

  /**
   * The cluster with all changes made so far, as `defineCluster` returns it.
   *
   * @throws PinoutError of changes that could have no effect
   * @example home.toCluster().placed.filter(({ folder }) => folder === 'apps/grafana')
   */
  toCluster(): Cluster {
    return this.#plan.finish(this.#charts.read(deliveryFolder), (layer) => this.#charts.renewed(layer));
  }
}
