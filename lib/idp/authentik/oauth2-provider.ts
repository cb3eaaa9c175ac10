import type { OidcContract } from '../../contract/contract.ts';
import type { SecretRef } from '../../contract/secret-ref.ts';
import type { Features } from '../../contract/versions.ts';
import { absent, type Entry, needed, refuseWhen } from './entry.ts';
import { flow, neededFlows } from './flows.ts';
import { otherKind } from './other-kind.ts';
import { neededMappings, scopeEntries, scopeMappings } from './scope-entries.ts';
import { file, found, keyOf, none } from './tags.ts';
import type { ForwardAuthContract } from '../../contract/forward-auth.ts';

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

/** Mappings that authentik puts on a proxy provider itself, as far as they are there (authentik/providers/proxy/models.py, set_oauth_defaults). */
const mappings = ['oauth2/scope-openid', 'oauth2/scope-profile', 'oauth2/scope-email', 'oauth2/scope-entitlements', 'proxy/scope-proxy'];

/**
 * The entries of the provider of an app behind forward-auth. `mode` is always written: authentik takes a missing one for `proxy` and then asks for an
 * internal host, also when only another field changes (authentik/providers/proxy/api.py, validate). Its serializer adds the
 * scopes and callback addresses itself (set_oauth_defaults). `grant_types` is no field of it: what authentik's own pages make, which go through the same
 * serializer, have authorization_code since 2026.5, so nothing is written.
 */
export function proxyProvider(contract: ForwardAuthContract): Entry[] {
  const name = contract.slug;
  return [
    ...neededFlows(),
    ...mappings.map((mapping) => needed('authentik_providers_oauth2.scopemapping', { managed: `goauthentik.io/providers/${mapping}` })),
    // One of this name is from a time when the app spoke OpenID Connect itself; names are unique among all kinds. A proxy provider is an
    // OAuth2 provider too, and stays.
    ...otherKind('authentik_providers_oauth2.oauth2provider', contract, { proxyprovider__isnull: true }),
    // Of that time as well.
    ...['profile', 'email', 'groups'].map((scope) => absent('authentik_providers_oauth2.scopemapping', { name: `pinout-${name}-${scope}` })),
    {
      model: 'authentik_providers_proxy.proxyprovider',
      identifiers: { name },
      attrs: {
        mode: 'forward_single',
        external_host: contract.externalHost,
        // Empty rather than left out, here and below: a field that is not named keeps its old value.
        skip_path_regex: contract.openPaths.map((path) => `${path}\n`).join(''),
        // authentik adds its own to the list.
        property_mappings: [],
        authentication_flow: null,
        authorization_flow: flow('authorization'),
        invalidation_flow: flow('invalidation'),
        intercept_header_auth: true,
        basic_auth_enabled: false,
        basic_auth_user_attribute: '',
        basic_auth_password_attribute: '',
        // Of the mode `proxy`, which somebody may have chosen.
        internal_host: '',
        internal_host_ssl_validation: true,
        certificate: null,
        cookie_domain: '',
        access_token_validity: 'hours=1',
        refresh_token_validity: 'days=30',
        jwt_federation_sources: [],
        jwt_federation_providers: [],
      },
    },
  ];
}
