import { compareText } from '../contract/access.ts';
import { type Contract, groupsOf, type OidcContract } from '../contract/contract.ts';
import { secretObjectName, type SecretRef } from '../contract/secret-ref.ts';
import { noPage } from '../contract/tile.ts';
import type { Features } from '../contract/versions.ts';
import { accessEntries, groupEntry } from './access-entries.ts';
import type { Blueprint, Entry } from './entry.ts';
import { proxyProvider } from './proxy-provider.ts';
import { scopeEntries, scopeMappings } from './scope-entries.ts';
import { file, find, found, keyOf } from './tags.ts';

/** Where the client secret of a provider lies when the blueprint is applied. */
export type SecretPath = (ref: SecretRef) => string;

/** Path below which the Job finds the app's client secret. The generation is part of it: a new one changes the text, and so applies it again. */
export const jobSecretPath: SecretPath = (ref) => `/run/secrets/pinout/${secretObjectName(ref)}/${ref.key}`;

/** Path at which the authentik chart mounts a Secret of `blueprints.secrets` into the worker. */
export const workerSecretPath: SecretPath = (ref) => `/blueprints/mounted/secret-${secretObjectName(ref)}/${ref.key}`;

const flow = (slug: string) => find('authentik_flows.flow', ['slug', slug]);

/**
 * The blueprint of one app: groups, own scope mappings, provider, application and bindings of each of its contracts. It refers
 * to no other file and may be applied any number of times.
 *
 * @example blueprintOf('grafana', [contract], featuresOf(versions))
 */
export function blueprintOf(app: string, contracts: readonly Contract[], features: Features, secretPath: SecretPath = jobSecretPath): Blueprint {
  const groups = [...new Set(contracts.flatMap((contract) => groupsOf(contract)))].sort(compareText);
  return {
    version: 1,
    metadata: { name: `pinout-${app}` },
    entries: [
      ...groups.map(groupEntry),
      ...contracts.flatMap((contract) => [
        ...(contract.protocol === 'oidc' ? [...scopeEntries(contract, features), provider(contract, features, secretPath)] : [proxyProvider(contract)]),
        application(contract, features),
        ...accessEntries(contract),
      ]),
    ],
  };
}

function provider(contract: OidcContract, features: Features, secretPath: SecretPath): Entry {
  // Before 2026.5 authentik knows no logout redirects, and no field to tell them apart.
  const redirects = contract.redirects.filter(({ use }) => features.redirectUriType || use === 'login');
  return {
    model: 'authentik_providers_oauth2.oauth2provider',
    id: `${contract.slug}-provider`,
    identifiers: { name: contract.slug },
    attrs: {
      client_type: contract.clientType,
      client_id: contract.clientId,
      ...(contract.clientType === 'confidential' ? { client_secret: file(secretPath(contract.secret)) } : {}),
      // An empty list refuses every login, and empty is what a blueprint gets that names none (goauthentik/authentik#20363).
      ...(features.grantTypes ? { grant_types: [...contract.grants] } : {}),
      redirect_uris: redirects.map(({ url, use, matching }) => ({
        matching_mode: matching,
        url,
        ...(features.redirectUriType ? { redirect_uri_type: use === 'login' ? 'authorization' : 'logout' } : {}),
      })),
      property_mappings: scopeMappings(contract),
      // Without a key authentik signs with the client secret (HS256), which clients that read the JWKS refuse.
      signing_key: found('authentik_crypto.certificatekeypair', ['name', 'authentik Self-signed Certificate']),
      authorization_flow: flow('default-provider-authorization-implicit-consent'),
      invalidation_flow: flow('default-provider-invalidation-flow'),
      issuer_mode: 'per_provider',
      sub_mode: 'hashed_user_id',
      // Clients such as Grafana and kube-apiserver read groups from the id_token.
      include_claims_in_id_token: true,
    },
  };
}

function application(contract: Contract, features: Features): Entry {
  const { tile, slug } = contract;
  const hidden = tile.launchUrl === noPage;
  return {
    model: 'authentik_core.application',
    id: `${slug}-application`,
    identifiers: { slug },
    attrs: {
      name: tile.name,
      provider: keyOf(`${slug}-provider`),
      // authentik puts the user's attributes into it with Python's % operator. What is hidden has none to follow.
      ...(hidden && features.hideApplications ? {} : { meta_launch_url: tile.launchUrl.replaceAll('%', '%%') }),
      ...(features.hideApplications ? { meta_hide: hidden } : {}),
      // Empty rather than left out: a field that is not named keeps its old value.
      group: tile.section ?? '',
      meta_icon: tile.icon ?? '',
      meta_description: tile.description ?? '',
      policy_engine_mode: 'any',
    },
  };
}
