import { authelia } from './authelia/authelia.ts';
import { authentik } from './authentik/authentik.ts';
import { dex } from './dex/dex.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { kanidm } from './kanidm/kanidm.ts';
import { keycloak } from './keycloak/keycloak.ts';
import { pocketId } from './pocket-id/pocket-id.ts';
import { zitadel } from './zitadel/zitadel.ts';

/** Every identity provider that is known. */
export const identityProviders: readonly IdentityProvider[] = [authelia, authentik, dex, kanidm, keycloak, pocketId, zitadel];
