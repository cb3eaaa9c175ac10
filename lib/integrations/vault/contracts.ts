import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { slugName } from '../../contract/names.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { clientSecretRef } from '../../contract/secret-ref.ts';
import type { VaultOptions } from './options.ts';
import { vaultSettings } from './settings.ts';

/**
 * The contract of a Vault or an OpenBao.
 *
 * @throws PinoutError of the contract's constructors and of `vaultSettings`
 */
export function vaultContracts(options: VaultOptions, facts: Facts): readonly [ConfidentialContract] {
  const slug = slugName(options.name ?? options.flavor ?? 'vault', { app: 'vault', field: 'name' });
  const { flavor, mount } = vaultSettings(options, slug);
  const host = hostUnder(options.host, facts.domain, { app: slug, field: 'host' });
  const at = { app: slug, field: 'host' };
  return [
    oidc({
      slug,
      clientType: 'confidential',
      secret: clientSecretRef(slug, options.secretGeneration ?? 1, slug),
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
