import type { Charts } from '../../repository/chart-facts.ts';

/** Vaultwarden's chart. */
export const vaultwardenCharts: Charts = { vaultwarden: { hostAliases: 'never' } };
