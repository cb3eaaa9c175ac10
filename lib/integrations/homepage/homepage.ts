import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import type { App, Integration } from '../integration.ts';
import { homepageContracts } from './contracts.ts';
import type { HomepageOptions } from './options.ts';
import { readHomepage } from './read.ts';
import { writeHomepage } from './write.ts';

/** homepage's codec. */
export const homepageIntegration: Integration<HomepageOptions> = {
  name: 'homepage',
  contracts: homepageContracts,
  write: (options, [contract], facts) => writeHomepage(options, contract as ForwardAuthContract, facts),
  read: readHomepage,
  holds: ['end', 'protocol', 'externalHost'],
};

/**
 * The dashboard of that name, behind forward-auth.
 *
 * @example homepage({ host: 'home', access: everyone() });
 */
export function homepage(options: HomepageOptions): App<HomepageOptions> {
  return { name: options.name ?? 'homepage', integration: homepageIntegration, options };
}
