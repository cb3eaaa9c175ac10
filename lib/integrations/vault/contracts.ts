import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { confidentialClient } from '../container-app.ts';
import type { VaultOptions } from './options.ts';
import { vaultSettings } from './settings.ts';

/**
 * The contract of a Vault or an OpenBao.
 *
 * @throws PinoutError of the contract's constructors and of `vaultSettings`
 */
export function vaultContracts(options: VaultOptions, facts: Facts): readonly [ConfidentialContract] {
  const { client, host, at } = confidentialClient({ ...options, name: options.name ?? options.flavor }, 'vault', facts);
  const { flavor, mount } = vaultSettings(options, client.slug);
  return [
    oidc({
      ...client,
      redirects: [
        loginRedirect(`https://${host}/ui/vault/auth/${mount}/oidc/callback`, at),
        // The command line listens there during `login -method=oidc`.
        loginRedirect('http://localhost:8250/oidc/callback', at),
      ],
      scopes: ['openid', 'profile', 'email', 'groups'],
      ...(options.access === undefined ? {} : { access: options.access }),
      ...(options.roles === undefined ? {} : { roles: options.roles }),
      // The method is chosen by the path of its mount. There is no parameter for the role (hashicorp/vault ui/app/controllers/vault/cluster/auth.js).
      tile: {
        name: flavor === 'openbao' ? 'OpenBao' : 'Vault',
        section: 'Cluster',
        ...options.tile,
        launchUrl: `https://${host}/ui/vault/auth?with=${mount}/`,
      },
    }),
  ];
}
