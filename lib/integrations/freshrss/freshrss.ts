import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { fetchCommand } from '../../contract/fetch-command.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { freshrssContracts } from './contracts.ts';
import { judgeFreshrss } from './judge.ts';
import { type FreshrssOptions, freshrssShape } from './options.ts';
import { readFreshrss } from './read.ts';
import { writeFreshrss } from './write.ts';

/** FreshRSS' codec. */
export const freshrssIntegration: Integration<FreshrssOptions, readonly [ConfidentialContract]> = {
  name: 'freshrss',
  shape: freshrssShape,
  contracts: freshrssContracts,
  write: (options, [contract], facts) => writeFreshrss(options, contract, facts),
  read: readFreshrss,
  judge: judgeFreshrss,
  probe: ({ namespace }, [contract], facts) => ({
    namespace: namespace ?? contract.slug,
    workload: `deploy/${contract.slug}`,
    container: 'app',
    // The image has neither curl nor wget.
    command: fetchCommand('php', discoveryUrl(facts, contract.slug)),
  }),
};

/**
 * A FreshRSS in front of which Apache asks for the login. `admin` is a username of authentik.
 *
 * @example freshrss({ host: 'rss', access: groups('freshrss-users'), admin: 'jan' });
 */
export function freshrss(...given: [options: FreshrssOptions]): App<FreshrssOptions> {
  return appOf(freshrssIntegration, given);
}
