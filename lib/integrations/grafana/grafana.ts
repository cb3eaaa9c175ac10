import type { ConfidentialContract } from '../../contract/contract.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { grafanaContracts } from './contracts.ts';
import { judgeGrafana } from './judge.ts';
import { type GrafanaOptions, grafanaShape } from './options.ts';
import { probeGrafana } from './probe.ts';
import { readGrafana } from './read.ts';
import { writeGrafana } from './write.ts';

/** Grafana's codec. */
export const grafanaIntegration: Integration<GrafanaOptions, readonly [ConfidentialContract]> = {
  name: 'grafana',
  shape: grafanaShape,
  contracts: grafanaContracts,
  write: (options, [contract], facts) => writeGrafana(options, contract, facts),
  read: readGrafana,
  judge: judgeGrafana,
  probe: (options, [contract], facts) => probeGrafana(options, contract, facts),
};

/**
 * A Grafana that logs in through authentik.
 *
 * @example
 * grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['grafana-admins'], Viewer: ['grafana-viewers'] } });
 */
export function grafana(...given: [options: GrafanaOptions]): App<GrafanaOptions> {
  return appOf(grafanaIntegration, given);
}
