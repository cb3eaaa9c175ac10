import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { fetchCommand } from '../../contract/fetch-command.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { vaultContracts } from './contracts.ts';
import { judgeVault } from './judge.ts';
import { type VaultOptions, vaultShape } from './options.ts';
import { readVault } from './read.ts';
import { vaultFullname, writeVault } from './write.ts';

/** The codec of Vault and OpenBao. */
export const vaultIntegration: Integration<VaultOptions, readonly [ConfidentialContract]> = {
  name: 'vault',
  keepsSecrets: true,
  shape: vaultShape,
  contracts: vaultContracts,
  write: (options, [contract], facts) => writeVault(options, contract, facts),
  read: readVault,
  judge: judgeVault,
  // The server itself fetches discovery, tokens and keys; its image has busybox' wget, no curl.
  probe: ({ namespace, existing, flavor = 'vault' }, [{ slug }], facts) => ({
    namespace,
    workload: `statefulset/${vaultFullname(flavor, existing?.release ?? slug)}`,
    container: flavor,
    command: fetchCommand('wget', discoveryUrl(facts, slug)),
    limits: 'this trusts the certificates of the image, as the server does, but not those in oidc_discovery_ca_pem',
  }),
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
