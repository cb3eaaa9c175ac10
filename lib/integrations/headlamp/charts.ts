import { type Charts, portOf } from '../../repository/chart-facts.ts';

/** Headlamp's chart. */
export const headlampCharts: Charts = {
  headlamp: { services: (name, { get }) => [[name, [portOf(get('service', 'port'), 80)]]], hostAliases: [0, 43] },
};
