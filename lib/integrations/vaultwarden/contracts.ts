import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { slugName } from '../../contract/names.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { clientSecretRef } from '../../contract/secret-ref.ts';
import type { VaultwardenOptions } from './options.ts';

/** With an identifier the page begins the sign-in by itself; Vaultwarden has one provider and takes this one (src/sso.rs, FAKE_SSO_IDENTIFIER). */
const identifier = '00000000-01DC-01DC-01DC-000000000000';

/** The contract of a Vaultwarden. @throws PinoutError of the contract's constructors */
export function vaultwardenContracts(options: VaultwardenOptions, facts: Facts): readonly [ConfidentialContract] {
  const slug = slugName(options.name ?? 'vaultwarden', { app: 'vaultwarden', field: 'name' });
  const host = hostUnder(options.host, facts.domain, { app: slug, field: 'host' });
  return [
    oidc({
      slug,
      clientType: 'confidential',
      secret: clientSecretRef(slug, options.secretGeneration ?? 1, slug),
      redirects: [loginRedirect(`https://${host}/identity/connect/oidc-signin`, { app: slug, field: 'host' })],
      // Without a refresh token the session ends with the access token (dani-garcia/vaultwarden#6311).
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      // An address that is not verified is refused, whatever SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION says: that is for a missing claim (dani-garcia/vaultwarden#6642).
      emailVerified: 'trusted',
      access: options.access,
      tile: { name: 'Vaultwarden', ...options.tile, launchUrl: `https://${host}/#/sso?identifier=${identifier}` },
    }),
  ];
}
