import type { Makers } from '../tree/made-secrets.ts';
import { identityProviders } from './providers.ts';

/** Secrets that operators of identity providers make. */
export const secretMakers: Makers = Object.assign({}, ...identityProviders.map(({ makes }) => makes)) as Makers;
