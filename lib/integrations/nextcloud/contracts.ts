import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { loginRedirect, logoutRedirect } from '../../contract/redirect.ts';
import { confidentialClient } from '../container-app.ts';
import { callbackPaths } from './callback-paths.ts';
import type { NextcloudOptions } from './options.ts';
import { nextcloudSettings } from './settings.ts';

/**
 * The contract of a Nextcloud.
 *
 * @throws PinoutError of the contract's constructors and of `nextcloudSettings`
 */
export function nextcloudContracts(options: NextcloudOptions, facts: Facts): readonly [ConfidentialContract] {
  const { client, host, at } = confidentialClient(options, 'nextcloud', facts);
  nextcloudSettings(options, facts, client.slug);
  return [
    oidc({
      ...client,
      redirects: [...callbackPaths.map((path) => loginRedirect(`https://${host}${path}`, at)), logoutRedirect(`https://${host}/`, at)],
      scopes: ['openid', 'profile', 'email', 'groups'],
      ...(options.access === undefined ? {} : { access: options.access }),
      ...(options.roles === undefined ? {} : { roles: { ...options.roles } }),
      tile: { name: 'Nextcloud', section: 'Files', ...options.tile, launchUrl: `https://${host}/` },
    }),
  ];
}
