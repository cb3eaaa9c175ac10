import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { slugName } from '../../contract/names.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { clientSecretRef } from '../../contract/secret-ref.ts';
import type { FreshrssOptions } from './options.ts';

/** The contract of a FreshRSS. @throws PinoutError of the contract's constructors */
export function freshrssContracts(options: FreshrssOptions, facts: Facts): readonly [ConfidentialContract] {
  const slug = slugName(options.name ?? 'freshrss', { app: 'freshrss', field: 'name' });
  const host = hostUnder(options.host, facts.domain, { app: slug, field: 'host' });
  const at = { app: slug, field: 'host' };
  return [
    oidc({
      slug,
      clientType: 'confidential',
      secret: clientSecretRef(slug, options.secretGeneration ?? 1, slug),
      // The module puts the port into the address as soon as it believes X-Forwarded-Port (OpenIDC/mod_auth_openidc, src/util/url.c).
      redirects: [loginRedirect(`https://${host}/i/oidc/`, at), loginRedirect(`https://${host}:443/i/oidc/`, at)],
      scopes: ['openid', 'profile', 'email'],
      access: options.access,
      tile: { name: 'FreshRSS', ...options.tile, launchUrl: `https://${host}/` },
    }),
  ];
}
