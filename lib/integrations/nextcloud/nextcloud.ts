import type { ConfidentialContract } from '../../contract/contract.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { nextcloudContracts } from './contracts.ts';
import { judgeNextcloud } from './judge.ts';
import { type NextcloudOptions, nextcloudShape } from './options.ts';
import { probeNextcloud } from './probe.ts';
import { readNextcloud } from './read.ts';
import { writeNextcloud } from './write.ts';

/** Nextcloud's codec. */
export const nextcloudIntegration: Integration<NextcloudOptions, readonly [ConfidentialContract]> = {
  name: 'nextcloud',
  shape: nextcloudShape,
  contracts: nextcloudContracts,
  write: (options, [contract], facts) => writeNextcloud(options, contract, facts),
  read: readNextcloud,
  judge: judgeNextcloud,
  probe: (options, [contract], facts) => probeNextcloud(options, contract, facts),
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
