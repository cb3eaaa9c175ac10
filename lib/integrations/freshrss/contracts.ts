import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { confidentialClient } from '../container-app.ts';
import type { FreshrssOptions } from './options.ts';

/** The contract of a FreshRSS. @throws PinoutError of the contract's constructors */
export function freshrssContracts(options: FreshrssOptions, facts: Facts): readonly [ConfidentialContract] {
  const { client, host, at } = confidentialClient(options, 'freshrss', facts);
  return [
    oidc({
      ...client,
      // The module puts the port into the address as soon as it believes X-Forwarded-Port (OpenIDC/mod_auth_openidc, src/util/url.c).
      redirects: [loginRedirect(`https://${host}/i/oidc/`, at), loginRedirect(`https://${host}:443/i/oidc/`, at)],
      scopes: ['openid', 'profile', 'email'],
      access: options.access,
      tile: { name: 'FreshRSS', ...options.tile, launchUrl: `https://${host}/` },
    }),
  ];
}
