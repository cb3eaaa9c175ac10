import type { OidcContract } from '../../contract/contract.ts';
import type { SecretRef } from '../../contract/secret-ref.ts';
import type { Features } from '../../contract/versions.ts';
import type { Entry } from './entry.ts';
import { flow, neededFlows } from './flows.ts';
import { needed, refuseWhen } from './guard-entries.ts';
import { otherKind } from './other-kind.ts';
import { neededMappings, scopeEntries, scopeMappings } from './scope-entries.ts';
import { file, found, keyOf, none } from './tags.ts';

/** Where the client secret of a provider lies when the blueprint is applied. */
export type SecretPath = (ref: SecretRef) => string;

const model = 'authentik_providers_oauth2.oauth2provider';
const certificate = { name: 'authentik Self-signed Certificate' } as const;

/**
 * The entries of an OpenID Connect provider: what must be there, the own scope mappings, the provider without its secret, and the secret.
 *
 * authentik prints an entry that it refuses, with the content of files that it names. So anything that can be refused is in entries without
 * the secret, and the entry with it holds `!KeyOf`, which authentik cannot print (authentik/blueprints/v1/common.py, YAMLTag.__repr__).
 */
export function oauth2Provider(contract: OidcContract, features: Features, secretPath: SecretPath): Entry[] {
  return [
    ...neededFlows(),
    needed('authentik_crypto.certificatekeypair', certificate),
    ...neededMappings(contract),
    // Tables inherit: a proxy provider is an OAuth2 provider as well, and authentik sets its own redirects and key on it at each start
    // (authentik/providers/proxy/models.py). One of this name is from a time when the app stood behind forward-auth.
    ...otherKind('authentik_providers_proxy.proxyprovider', contract),
    ...scopeEntries(contract),
    provider(contract, features),
    ...(contract.clientType === 'confidential' ? secretEntries(contract, secretPath(contract.secret)) : []),
  ];
}

function provider(contract: OidcContract, features: Features): Entry {
  return {
    model,
    id: `${contract.slug}-provider`,
    identifiers: { name: contract.slug },
    attrs: {
      client_type: contract.clientType,
      client_id: contract.clientId,
      // An empty list refuses every login, and empty is what a blueprint gets that names none (goauthentik/authentik#20363).
      ...(features.grantTypes ? { grant_types: [...contract.grants] } : {}),
      redirect_uris: redirectsOf(contract, features),
      property_mappings: scopeMappings(contract),
      // Without a key authentik signs with the client secret (HS256), which clients that read the JWKS refuse.
      signing_key: found('authentik_crypto.certificatekeypair', ['name', certificate.name]),
      // With one, tokens become JWEs, which most clients and kube-apiserver refuse.
      encryption_key: null,
      authentication_flow: null,
      authorization_flow: flow('authorization'),
      invalidation_flow: flow('invalidation'),
      issuer_mode: 'per_provider',
      sub_mode: 'hashed_user_id',
      // Clients such as Grafana and kube-apiserver read groups from the id_token.
      include_claims_in_id_token: true,
      // authentik's own defaults, written so that nothing else stays.
      access_code_validity: 'minutes=1',
      access_token_validity: 'hours=1',
      refresh_token_validity: 'days=30',
      refresh_token_threshold: 'seconds=0',
      logout_uri: '',
      logout_method: 'backchannel',
      jwt_federation_sources: [],
      jwt_federation_providers: [],
    },
  };
}

/** Before 2026.5 authentik knows no logout redirects, and no field to tell them apart. */
export function redirectsOf(contract: OidcContract, features: Features): Readonly<Record<string, string>>[] {
  return contract.redirects
    .filter(({ use }) => features.redirectUriType || use === 'login')
    .map(({ url, use, matching }) => ({
      matching_mode: matching,
      url,
      ...(features.redirectUriType ? { redirect_uri_type: use === 'login' ? 'authorization' : 'logout' } : {}),
    }));
}

/** The secret, alone. */
export function secretEntries({ slug }: OidcContract, path: string): Entry[] {
  return [
    refuseWhen(none(file(path)), `The client secret of ${slug} is empty or cannot be read: ${path}. Set the key in its Secret.`),
    { model, identifiers: { pk: keyOf(`${slug}-provider`) }, attrs: { client_secret: file(path) } },
  ];
}
