import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { fetchCommand } from '../../contract/fetch-command.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { vaultwardenContracts } from './contracts.ts';
import { judgeVaultwarden } from './judge.ts';
import { type VaultwardenOptions, vaultwardenShape } from './options.ts';
import { readVaultwarden } from './read.ts';
import { writeVaultwarden } from './write.ts';

/** Vaultwarden's codec. */
export const vaultwardenIntegration: Integration<VaultwardenOptions, readonly [ConfidentialContract]> = {
  name: 'vaultwarden',
  shape: vaultwardenShape,
  contracts: vaultwardenContracts,
  write: (options, [contract], facts) => writeVaultwarden(options, contract, facts),
  read: readVaultwarden,
  judge: judgeVaultwarden,
  probe: ({ namespace }, [contract], facts) => ({
    namespace: namespace ?? contract.slug,
    workload: `deploy/${contract.slug}`,
    container: 'app',
    // In both variants of the image.
    command: fetchCommand('curl', discoveryUrl(facts, contract.slug)),
  }),
};

/**
 * A Vaultwarden whose users come from authentik. Their master password stays theirs.
 *
 * @example vaultwarden({ host: 'vault', access: groups('vaultwarden-users') });
 */
export function vaultwarden(...given: [options: VaultwardenOptions]): App<VaultwardenOptions> {
  return appOf(vaultwardenIntegration, given);
}
