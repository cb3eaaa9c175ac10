import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { nextcloudContracts } from './contracts.ts';
import { judgeNextcloud } from './judge.ts';
import { type NextcloudOptions, nextcloudShape } from './options.ts';
import { readNextcloud } from './read.ts';
import { nextcloudFullname, writeNextcloud } from './write.ts';

const fetch = '$body = file_get_contents($argv[1], false, stream_context_create(["http" => ["timeout" => 10]])); $body === false and exit(1); echo $body;';

/** Nextcloud's codec. */
export const nextcloudIntegration: Integration<NextcloudOptions, readonly [ConfidentialContract]> = {
  name: 'nextcloud',
  shape: nextcloudShape,
  contracts: nextcloudContracts,
  write: (options, [contract], facts) => writeNextcloud(options, contract, facts),
  read: readNextcloud,
  judge: judgeNextcloud,
  // It fetches discovery, tokens and keys by PHP, and so does this.
  probe: ({ namespace, existing }, [{ slug }], facts) => ({
    namespace,
    workload: `deploy/${nextcloudFullname(existing?.release ?? slug)}`,
    container: 'nextcloud',
    command: ['php', '-r', fetch, discoveryUrl(facts, slug)],
    limits: "does not test Nextcloud's own rule against private addresses, allow_local_remote_servers",
  }),
};

/**
 * A Nextcloud that logs in through authentik. The groups of `access` are made in Nextcloud, with their members.
 *
 * @example
 * nextcloud({ host: 'cloud', namespace: 'nextcloud', access: groups('family', 'admin'), roles: { admin: ['admin'] } });
 */
export function nextcloud(...given: [options: NextcloudOptions]): App<NextcloudOptions> {
  return appOf(nextcloudIntegration, given);
}
