import { type ChartFacts, type Charts, portOf } from '../../repository/chart-facts.ts';

// 8201 is there too, for the other members of a cluster: no host leads to it.
const services: ChartFacts['services'] = (name, { get }) =>
  ['', '-internal', '-active', '-standby', '-ui'].map((end) => [name + end, end === '-ui' ? undefined : [portOf(get('server', 'service', 'port'), 8200)]]);

/** The charts of Vault and OpenBao. */
export const vaultCharts: Charts = { vault: { services }, openbao: { services } };
