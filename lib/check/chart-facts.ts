import { identityProviders } from '../idp/providers.ts';
import { charts } from '../integrations/charts.ts';
import type { ChartFacts } from '../repository/chart-facts.ts';

const all = new Map(Object.entries(Object.assign({}, charts, ...identityProviders.map((one) => one.charts)) as typeof charts));

/** What is known of a chart by its name. */
export const chartFacts = (chart: string): ChartFacts | undefined => all.get(chart);
