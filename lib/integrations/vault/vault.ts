import type { ConfidentialContract } from '../../contract/contract.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { vaultContracts } from './contracts.ts';
import { judgeVault } from './judge.ts';
import { type VaultOptions, vaultShape } from './options.ts';
import { probeVault } from './probe.ts';
import { readVault } from './read.ts';
import { writeVault } from './write.ts';

/** The codec of Vault and OpenBao. */
export const vaultIntegration: Integration<VaultOptions, readonly [ConfidentialContract]> = {
  name: 'vault',
  keepsSecrets: true,
  shape: vaultShape,
  contracts: vaultContracts,
  write: (options, [contract], facts) => writeVault(options, contract, facts),
  read: readVault,
  judge: judgeVault,
  probe: (options, [contract], facts) => probeVault(options, contract, facts),
};

/**
 * A Vault, or an OpenBao, that logs in through authentik. `roles` are policies and the groups that hold them.
 *
 * @example
 * vault({ host: 'vault', namespace: 'vault', roles: { admin: ['vault-admins'] },
 *   policies: { admin: 'path "*" { capabilities = ["create", "read", "update", "patch", "delete", "list", "sudo"] }' } });
 */
export function vault(...given: [options: VaultOptions]): App<VaultOptions> {
  return appOf(vaultIntegration, given, ({ flavor }) => flavor);
}
