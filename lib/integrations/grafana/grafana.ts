import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { fetchCommand } from '../../contract/fetch-command.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { grafanaContracts } from './contracts.ts';
import { judgeGrafana } from './judge.ts';
import { type GrafanaOptions, grafanaShape } from './options.ts';
import { readGrafana } from './read.ts';
import { grafanaService, writeGrafana } from './write.ts';

/** Grafana's codec. */
export const grafanaIntegration: Integration<GrafanaOptions, readonly [ConfidentialContract]> = {
  name: 'grafana',
  shape: grafanaShape,
  contracts: grafanaContracts,
  write: (options, [contract], facts) => writeGrafana(options, contract, facts),
  read: readGrafana,
  judge: judgeGrafana,
  // It fetches tokens and userinfo from its pod; its image has curl in both variants.
  probe: ({ namespace, existing }, [{ slug }], facts) => ({
    namespace,
    workload: `deploy/${grafanaService(existing?.release ?? slug)}`,
    container: 'grafana',
    command: fetchCommand('curl', discoveryUrl(facts, slug)),
  }),
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
