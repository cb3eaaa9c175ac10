import type { Contract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import type { Facts } from '../../contract/facts.ts';
import type { Probe } from '../integration.ts';
import type { HeadlampOptions } from './options.ts';
import { headlampService } from './write.ts';

/** Headlamp asks for the discovery document at each login and each refresh; its image has busybox' wget. Behind forward-auth it asks nobody. */
export function probeHeadlamp(options: HeadlampOptions, contract: Contract, facts: Facts): Probe | undefined {
  if (contract.protocol !== 'oidc') return undefined;
  return {
    namespace: options.namespace,
    workload: `deploy/${headlampService(options.existing?.release ?? contract.slug)}`,
    container: 'headlamp',
    command: ['wget', '-q', '-O', '-', '-T', '10', discoveryUrl(facts, contract.slug)],
    limits: 'does not test kube-apiserver, which also contacts the identity provider, from the node',
  };
}
