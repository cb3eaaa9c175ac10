import type { OidcContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import type { Facts } from '../../contract/facts.ts';
import type { Probe } from '../integration.ts';
import type { VaultOptions } from './options.ts';
import { vaultFullname } from './write.ts';

/** The server itself fetches discovery, tokens and keys; its image has busybox' wget, no curl. */
export function probeVault(options: VaultOptions, contract: OidcContract, facts: Facts): Probe {
  const flavor = options.flavor ?? 'vault';
  return {
    namespace: options.namespace,
    workload: `statefulset/${vaultFullname(flavor, options.existing?.release ?? contract.slug)}`,
    container: flavor,
    command: ['wget', '-q', '-O', '-', '-T', '10', discoveryUrl(facts, contract.slug)],
    limits: 'this trusts the certificates of the image, as the server does, but not those in oidc_discovery_ca_pem',
  };
}
