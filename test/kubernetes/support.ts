import fc from 'fast-check';
import { authenticationConfigurationText } from '../../lib/kubernetes/write-authentication-configuration.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { kubectl } from '../../lib/integrations/kubectl/kubectl.ts';
import { clusterWith } from '../support/sample.ts';

/** Every name that a group may have. */
export const legalGroup = fc
  .string({ unit: fc.constantFrom('a', 'b', 'z', 'é', '日', '_', ' ', '.', ':', '@', '/', '+', '-', '0', '9'), minLength: 1, maxLength: 12 })
  .filter((name) => /^[\p{L}\p{N}_]/u.test(name) && !/ $| {2}/.test(name) && !name.startsWith('system:'));

/** A cluster with one kubectl. */
export function kubectlCluster(options: object = {}, change: object = {}): Cluster {
  return clusterWith({ apps: [kubectl({ roles: { view: ['viewers'] }, ...options })], ...change });
}

export const versionsWith = (kubernetes: string) => ({ versions: { kubernetes, authentik: '2026.8.3', flux: '2.9' } });

/** The file that a cluster's nodes get. */
export function configurationOf(cluster: Cluster): string {
  const [{ name, contracts }] = cluster.apps as [Cluster['apps'][number]];
  const clients = contracts.flatMap((contract) => (contract.protocol === 'oidc' ? [{ app: name, contract }] : []));
  return authenticationConfigurationText(clients, cluster.facts);
}
