import { authentik } from './authentik/authentik.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Every identity provider that is known. */
export const identityProviders: readonly IdentityProvider[] = [authentik];
