import type { OidcContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import type { Facts } from '../../contract/facts.ts';
import type { Probe } from '../integration.ts';
import type { NextcloudOptions } from './options.ts';
import { nextcloudFullname } from './write.ts';

const fetch = '$body = file_get_contents($argv[1], false, stream_context_create(["http" => ["timeout" => 10]])); $body === false and exit(1); echo $body;';

/** Nextcloud fetches discovery, tokens and keys by PHP, and so does this. */
export function probeNextcloud(options: NextcloudOptions, contract: OidcContract, facts: Facts): Probe {
  return {
    namespace: options.namespace,
    workload: `deploy/${nextcloudFullname(options.existing?.release ?? contract.slug)}`,
    container: 'nextcloud',
    command: ['php', '-r', fetch, discoveryUrl(facts, contract.slug)],
    limits: "does not test Nextcloud's own rule against private addresses, allow_local_remote_servers",
  };
}
