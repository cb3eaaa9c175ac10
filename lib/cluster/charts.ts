import type { Chart } from 'cdk8s';
import { PinoutError } from '../contract/error.ts';
import type { Folder, Placed } from '../manifest/manifest.ts';
import { cdk8s } from './cdk8s.ts';
import { type Charted, FolderCharts } from './folder-charts.ts';

/** Adds constructs of cdk8s and cdk8s-plus to the chart of a folder, or changes what pinout put there. */
export type Constructs = (chart: (folder: Folder) => Chart) => void;

/**
 * Puts all objects into cdk8s charts, one for each folder, lets the user's constructs in, and reads the objects back. The charts lie in one App,
 * so that a mixin or a loop over `chart('configs').node.root` reaches all of them.
 *
 * @param checked refuses a folder that Flux would not apply
 * @throws PinoutError `object-nameless`, `construct-broken`, `construct-ineffective`, `constructs-async`, and what `checked` refuses
 */
export function throughCharts(placed: readonly Placed[], constructs: Constructs | undefined, checked: (folder: unknown) => Folder): Charted {
  if (constructs === undefined) return { placed, order: new Map() };
  const charts = new FolderCharts(new (cdk8s().App)(), checked);
  charts.put(placed);
  runConstructs(constructs, charts);
  return charts.read();
}

/** Lets the user's constructs in. @throws PinoutError `constructs-async`, and what they throw */
export function runConstructs(constructs: Constructs, charts: FolderCharts): void {
  // Typed void, which a function that returns a promise satisfies as well.
  const run: (chart: (folder: Folder) => Chart) => unknown = constructs;
  const result = run((folder) => charts.chart(folder));
  if (typeof (result as { then?: unknown } | undefined)?.then === 'function')
    throw new PinoutError({
      code: 'constructs-async',
      app: 'cluster',
      field: 'constructs',
      found: 'a function that returns a promise',
      wanted: 'a synchronous function: whatever it does later would be lost',
      fix: 'await what you need at the top of the app file, and write constructs: (chart) => { … } without async',
    });
}
