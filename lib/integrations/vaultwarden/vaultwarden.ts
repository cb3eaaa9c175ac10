import { containerLogin } from '../container-login.ts';
import { type App, appOf } from '../integration.ts';
import { judgeVaultwarden } from './judge.ts';
import { type VaultwardenOptions, vaultwardenShape } from './options.ts';
import { readVaultwarden } from './read.ts';
import { writeVaultwarden } from './write.ts';

/** With an identifier the page begins the sign-in by itself; Vaultwarden has one provider and takes this one (src/sso.rs, FAKE_SSO_IDENTIFIER). */
const identifier = '00000000-01DC-01DC-01DC-000000000000';

/** Vaultwarden's codec. */
export const vaultwardenIntegration = containerLogin({
  name: 'vaultwarden',
  title: 'Vaultwarden',
  callbacks: ['/identity/connect/oidc-signin'],
  // Without a refresh token the session ends with the access token (dani-garcia/vaultwarden#6311).
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  // An address that is not verified is refused, whatever SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION says: that is for a missing claim (dani-garcia/vaultwarden#6642).
  emailVerified: 'trusted',
  page: `/#/sso?identifier=${identifier}`,
  shape: vaultwardenShape,
  write: writeVaultwarden,
  read: readVaultwarden,
  judge: judgeVaultwarden,
  // In both variants of the image.
  fetcher: 'curl',
});

/**
 * A Vaultwarden whose users come from authentik. Their master password stays theirs.
 *
 * @example vaultwarden({ host: 'vault', access: groups('vaultwarden-users') });
 */
export function vaultwarden(...given: [options: VaultwardenOptions]): App<VaultwardenOptions> {
  return appOf(vaultwardenIntegration, given);
}
