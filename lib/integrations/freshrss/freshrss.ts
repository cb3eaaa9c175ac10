import { containerLogin } from '../container-login.ts';
import { type App, appOf } from '../integration.ts';
import { judgeFreshrss } from './judge.ts';
import { type FreshrssOptions, freshrssShape } from './options.ts';
import { readFreshrss } from './read.ts';
import { writeFreshrss } from './write.ts';

/** FreshRSS' codec. */
export const freshrssIntegration = containerLogin({
  name: 'freshrss',
  title: 'FreshRSS',
  // The module puts the port into the address as soon as it believes X-Forwarded-Port (OpenIDC/mod_auth_openidc, src/util/url.c).
  callbacks: ['/i/oidc/', ':443/i/oidc/'],
  scopes: ['openid', 'profile', 'email'],
  shape: freshrssShape,
  write: writeFreshrss,
  read: readFreshrss,
  judge: judgeFreshrss,
  // The image has neither curl nor wget.
  fetcher: 'php',
});

/**
 * A FreshRSS in front of which Apache asks for the login. `admin` is a username of authentik.
 *
 * @example freshrss({ host: 'rss', access: groups('freshrss-users'), admin: 'jan' });
 */
export function freshrss(...given: [options: FreshrssOptions]): App<FreshrssOptions> {
  return appOf(freshrssIntegration, given);
}
