import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { slugName } from '../../contract/names.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { clientSecretRef } from '../../contract/secret-ref.ts';
import type { ActualBudgetOptions } from './options.ts';

/** The contract of an Actual Budget server. @throws PinoutError of the contract's constructors */
export function actualBudgetContracts(options: ActualBudgetOptions, facts: Facts): readonly [ConfidentialContract] {
  const slug = slugName(options.name ?? 'actual-budget', { app: 'actual-budget', field: 'name' });
  const host = hostUnder(options.host, facts.domain, { app: slug, field: 'host' });
  return [
    oidc({
      slug,
      clientType: 'confidential',
      secret: clientSecretRef(slug, options.secretGeneration ?? 1, slug),
      redirects: [loginRedirect(`https://${host}/openid/callback`, { app: slug, field: 'host' })],
      // The server asks for these and no others.
      scopes: ['openid', 'profile', 'email'],
      access: options.access,
      tile: { name: 'Actual Budget', ...options.tile, launchUrl: `https://${host}/` },
    }),
  ];
}
