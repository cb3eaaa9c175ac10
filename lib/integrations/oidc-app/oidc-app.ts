import type { OidcContract } from '../../contract/contract.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { oidcAppContracts } from './contracts.ts';
import { judgeOidcApp } from './judge.ts';
import { type OidcAppOptions, oidcAppShape } from './options.ts';
import { probeOidcApp } from './probe.ts';
import { readOidcApp } from './read.ts';
import { writeOidcApp } from './write.ts';

/** Codec of any app that speaks OpenID Connect. It holds what can be read without knowing the app: see `readOidcApp`. */
export const oidcAppIntegration: Integration<OidcAppOptions, readonly [OidcContract]> = {
  name: 'oidc-app',
  general: true,
  shape: oidcAppShape,
  contracts: oidcAppContracts,
  write: (options, [contract], facts) => writeOidcApp(options, contract, facts),
  read: readOidcApp,
  judge: judgeOidcApp,
  probe: (options, [contract], facts) => probeOidcApp(options, contract, facts),
};

/**
 * Any app that speaks OpenID Connect: by its chart, or by its image. Values and environment may be functions of the finished contract.
 *
 * @example
 * oidcApp({ name: 'miniflux', host: 'rss', namespace: 'miniflux', access: groups('miniflux-users'), redirects: ['/oauth2/oidc/callback'], port: 8080,
 *   chart: { oci: 'oci://ghcr.io/example/charts/miniflux', version: '1.2.3' },
 *   values: ({ client, issuer }) => ({ env: { OAUTH2_CLIENT_ID: client.clientId, OAUTH2_OIDC_DISCOVERY_ENDPOINT: issuer.url } }) });
 */
export function oidcApp(...given: [options: OidcAppOptions]): App<OidcAppOptions> {
  return appOf(oidcAppIntegration, given);
}
