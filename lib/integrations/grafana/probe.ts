import type { OidcContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import type { Facts } from '../../contract/facts.ts';
import type { Probe } from '../integration.ts';
import type { GrafanaOptions } from './options.ts';
import { grafanaService } from './write.ts';

/** Grafana fetches tokens and userinfo from its pod; its image has curl in both variants. */
export function probeGrafana(options: GrafanaOptions, contract: OidcContract, facts: Facts): Probe {
  return {
    namespace: options.namespace,
    workload: `deploy/${grafanaService(options.existing?.release ?? contract.slug)}`,
    container: 'grafana',
    command: ['curl', '-fsS', '--max-time', '10', discoveryUrl(facts, contract.slug)],
  };
}
