import type { OidcContract } from '../../contract/contract.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { kubectlContracts } from './contracts.ts';
import { judgeKubectl } from './judge.ts';
import { type KubectlOptions, kubectlShape } from './options.ts';
import { readKubectl } from './read.ts';
import { writeKubectl } from './write.ts';

/** kubectl's codec. Its roles are in RBAC and its access in kube-apiserver's file: both are written for all clients together. */
export const kubectlIntegration: Integration<KubectlOptions, readonly [OidcContract]> = {
  name: 'kubectl',
  shape: kubectlShape,
  contracts: kubectlContracts,
  write: (_, [contract], facts) => writeKubectl(contract, facts),
  read: readKubectl,
  judge: judgeKubectl,
};

/**
 * kubectl that logs in through authentik, and what kube-apiserver needs to accept it.
 *
 * @example
 * kubectl({ roles: { 'cluster-admin': ['kubernetes-admins'], view: ['kubernetes-viewers'] } });
 */
export function kubectl(...given: [options: KubectlOptions]): App<KubectlOptions> {
  return appOf(kubectlIntegration, given);
}
