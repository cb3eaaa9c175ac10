import type { App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Cluster } from '../cluster/cluster.ts';
import { distinct } from '../cluster/clusters.ts';
import { PinoutError } from '../contract/error.ts';
import { collector } from '../synth/collected-clusters.ts';
import { distOf } from '../synth/dist.ts';
import { writeDist } from '../synth/write-dist.ts';

/** A cluster in an App. */
export interface AppCluster {
  readonly charts: readonly Chart[];
  readonly toCluster: () => Cluster;
}

/** What an App writes of ours. */
interface Part {
  readonly source: string;
  readonly clusters: AppCluster[];
}

const parts = new WeakMap<IConstruct, Part>();

/** The App around a construct. @throws PinoutError `cluster-outside-app` */
export function appOf(scope: IConstruct): App {
  const { root } = scope.node;
  if ('outdir' in root && 'synth' in root) return root as App;
  throw new PinoutError({
    code: 'cluster-outside-app',
    app: 'cluster',
    field: 'scope',
    found: `a ${root.constructor.name} outside any App`,
    wanted: 'an App of cdk8s, or a construct inside one: app.synth() writes the cluster',
    fix: "write new SsoCluster(new App(), 'home', { … })",
  });
}

/** The file that an App's clusters are written from: that of the first one. */
export const sourceOf = (app: App, file: string): string => parts.get(app)?.source ?? file;

/**
 * Lets `app.synth()` write a cluster too. cdk8s has no hook for that (its `Node.synthesize` is gone, see `App.synth` in its src/app.ts), and its own
 * writer would put each folder into one file, with sorted keys and in YAML 1.1. So charts of the cluster are kept from it while it writes.
 *
 * @param source file that the cluster is in
 */
export function writeWith(app: App, cluster: AppCluster, source: string): void {
  const part = parts.get(app);
  if (part !== undefined) {
    part.clusters.push(cluster);
    return;
  }
  const clusters = [cluster];
  parts.set(app, { source, clusters });
  const synth = app.synth.bind(app);
  app.synth = () => {
    if (collector() !== undefined) return;
    // Everything that can be refused is refused before anything is written.
    const dist = distOf(distinct(clusters.map((one) => one.toCluster())), source, app.outdir);
    const ours = new Set<Chart>(clusters.flatMap(({ charts }) => charts));
    const others = (): Chart[] => (Reflect.get(Object.getPrototypeOf(app) as object, 'charts', app) as Chart[]).filter((chart) => !ours.has(chart));
    Object.defineProperty(app, 'charts', { configurable: true, get: others });
    try {
      synth();
    } finally {
      Reflect.deleteProperty(app, 'charts');
    }
    const { doubtful } = writeDist(app.outdir, dist);
    for (const name of doubtful)
      process.emitWarning(`${app.outdir}/${name} is not changed, because it may belong to another project. Delete it if it is yours`);
  };
}
