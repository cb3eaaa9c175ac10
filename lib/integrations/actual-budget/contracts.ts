import { oidc, type ConfidentialContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { confidentialClient } from '../container-app.ts';
import type { ActualBudgetOptions } from './options.ts';

/** The contract of an Actual Budget server. @throws PinoutError of the contract's constructors */
export function actualBudgetContracts(options: ActualBudgetOptions, facts: Facts): readonly [ConfidentialContract] {
  const { client, host, at } = confidentialClient(options, 'actual-budget', facts);
  return [
    oidc({
      ...client,
      redirects: [loginRedirect(`https://${host}/openid/callback`, at)],
      // The server asks for these and no others.
      scopes: ['openid', 'profile', 'email'],
      access: options.access,
      tile: { name: 'Actual Budget', ...options.tile, launchUrl: `https://${host}/` },
    }),
  ];
}
