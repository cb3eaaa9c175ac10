import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { confidentialClient } from '../container-app.ts';
import type { VaultwardenOptions } from './options.ts';

/** With an identifier the page begins the sign-in by itself; Vaultwarden has one provider and takes this one (src/sso.rs, FAKE_SSO_IDENTIFIER). */
const identifier = '00000000-01DC-01DC-01DC-000000000000';

/** The contract of a Vaultwarden. @throws PinoutError of the contract's constructors */
export function vaultwardenContracts(options: VaultwardenOptions, facts: Facts): readonly [ConfidentialContract] {
  const { client, host, at } = confidentialClient(options, 'vaultwarden', facts);
  return [
    oidc({
      ...client,
      redirects: [loginRedirect(`https://${host}/identity/connect/oidc-signin`, at)],
      // Without a refresh token the session ends with the access token (dani-garcia/vaultwarden#6311).
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      // An address that is not verified is refused, whatever SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION says: that is for a missing claim (dani-garcia/vaultwarden#6642).
      emailVerified: 'trusted',
      access: options.access,
      tile: { name: 'Vaultwarden', ...options.tile, launchUrl: `https://${host}/#/sso?identifier=${identifier}` },
    }),
  ];
}
