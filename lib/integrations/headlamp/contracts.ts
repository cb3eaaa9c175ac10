import { clusterRoleName } from '../../contract/cluster-role.ts';
import { type ConfidentialContract, oidc, type OidcInput } from '../../contract/contract.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { type ForwardAuthContract, forwardAuth } from '../../contract/forward-auth.ts';
import { slugName } from '../../contract/names.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { clientSecretRef } from '../../contract/secret-ref.ts';
import type { HeadlampOptions } from './options.ts';

/**
 * The contract of a Headlamp: an OpenID Connect client, or a page behind forward-auth.
 *
 * @throws PinoutError of the contract's constructors, `cluster-role-invalid`
 */
export function headlampContracts(options: HeadlampOptions, facts: Facts): readonly [ConfidentialContract | ForwardAuthContract] {
  const slug = slugName(options.name ?? 'headlamp', { app: 'headlamp', field: 'name' });
  const host = hostUnder(options.host, facts.domain, { app: slug, field: 'host' });
  const tile = { name: 'Headlamp', section: 'Cluster', ...options.tile, launchUrl: `https://${host}/` };
  if (options.mode === 'forward-auth') {
    clusterRoleName(options.clusterRole ?? 'view', { app: slug, field: 'clusterRole' });
    return [forwardAuth({ slug, externalHost: `https://${host}`, access: options.access, tile })];
  }
  for (const role of Object.keys(options.roles ?? {})) clusterRoleName(role, { app: slug, field: `roles.${role}` });
  return [
    oidc({
      slug,
      clientType: 'confidential',
      secret: clientSecretRef(slug, options.secretGeneration ?? 1, slug),
      redirects: [loginRedirect(`https://${host}/oidc-callback`, { app: slug, field: 'host' })],
      // Without offline_access everyone is signed out when the id_token ends (kubernetes-sigs/headlamp#4361).
      scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
      ...(options.access === undefined ? {} : { access: options.access }),
      ...(options.roles === undefined ? {} : { roles: options.roles }),
      // kube-apiserver refuses an e-mail address as username unless it is said to be verified.
      ...(facts.apiserver.username === 'email' ? { emailVerified: 'trusted' as const } : {}),
      tile,
    } as OidcInput & { readonly clientType: 'confidential' }),
  ];
}
