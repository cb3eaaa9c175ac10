import type { IdpFacts } from '../login/idp-facts.ts';
import type { LoginEnd } from '../login/login-end.ts';
import { authelia } from './authelia/authelia.ts';
import { authentik } from './authentik/authentik.ts';
import { dex } from './dex/dex.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { kanidm } from './kanidm/kanidm.ts';
import { keycloak } from './keycloak/keycloak.ts';
import { pocketId } from './pocket-id/pocket-id.ts';

/** Every identity provider that is known. */
export const identityProviders: readonly IdentityProvider[] = [authelia, authentik, dex, kanidm, keycloak, pocketId];

/** The providers whose addresses look like those that an app names: none when they look like nobody's, several where providers share a path. */
export function providersNamed({ issuer, endpoints, slug }: Pick<LoginEnd, 'issuer' | 'endpoints' | 'slug'>): readonly IdpFacts[] {
  const urls = [issuer, ...endpoints, slug].flatMap((seen) => (seen === undefined ? [] : [seen.value]));
  const told = identityProviders.map(({ facts }) => facts).filter(({ address }) => urls.some((url) => address.test(url)));
  // An address that only one of them has decides.
  const sure = urls.map((url) => told.filter(({ address }) => address.test(url))).find((list) => list.length === 1);
  return sure ?? told;
}
