import { providersOf } from '../idp/known-providers.ts';
import { charts } from '../integrations/charts.ts';
import type { ChartFacts } from '../repository/chart-facts.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';

const chartsOf = perTree(
  (manifests: Pick<Manifests, 'tree'>) =>
    new Map(Object.entries(Object.assign({}, charts, ...providersOf(manifests).map((one) => one.charts)) as typeof charts)),
);

/** What is known of a chart by its name. */
export const chartFacts = (chart: string, manifests: Pick<Manifests, 'tree'>): ChartFacts | undefined => chartsOf(manifests).get(chart);
