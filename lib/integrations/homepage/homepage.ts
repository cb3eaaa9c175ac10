import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { homepageContracts } from './contracts.ts';
import { type HomepageOptions, homepageShape } from './options.ts';
import { readHomepage } from './read.ts';
import { writeHomepage } from './write.ts';

/** homepage's codec. */
export const homepageIntegration: Integration<HomepageOptions, readonly [ForwardAuthContract]> = {
  name: 'homepage',
  shape: homepageShape,
  contracts: homepageContracts,
  write: (options, [contract], facts) => writeHomepage(options, contract, facts),
  read: readHomepage,
};

/**
 * The dashboard of that name, behind forward-auth.
 *
 * @example homepage({ host: 'home', access: everyone() });
 */
export function homepage(...given: [options: HomepageOptions]): App<HomepageOptions> {
  return appOf(homepageIntegration, given);
}
