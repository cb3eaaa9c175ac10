import type { Contract, OidcContract } from '../../contract/contract.ts';
import type { SecretRef } from '../../contract/secret-ref.ts';
import { secretObjectName } from '../../contract/secret-ref.ts';
import { noPage } from '../../contract/tile.ts';
import type { Features } from '../../contract/versions.ts';
import { accessEntries } from './access-entries.ts';
import type { Blueprint, Entry } from './entry.ts';
import { oauth2Provider, type SecretPath } from './oauth2-provider.ts';
import { proxyProvider } from './proxy-provider.ts';
import { found } from './tags.ts';

/** Path below which the Job finds the app's client secret. The generation is part of it: a new one changes the text, and so applies it again. */
export const jobSecretPath: SecretPath = (ref: SecretRef) => `/run/secrets/pinout/${secretObjectName(ref)}/${ref.key}`;

/** Path at which the authentik chart mounts a Secret of `blueprints.secrets` into the worker. */
export const workerSecretPath: SecretPath = (ref: SecretRef) => `/blueprints/mounted/secret-${secretObjectName(ref)}/${ref.key}`;

/**
 * The blueprint of one app: own scope mappings, provider, application and access of each of its contracts. It writes no object that
 * another blueprint writes, and may be applied any number of times.
 *
 * @example blueprintOf('grafana', [contract], featuresOf(versions))
 */
export function blueprintOf(app: string, contracts: readonly Contract[], features: Features, secretPath: SecretPath = jobSecretPath): Blueprint {
  return {
    version: 1,
    metadata: { name: `pinout-${app}` },
    entries: contracts.flatMap((contract) => [
      ...(contract.protocol === 'oidc' ? oauth2Provider(contract, features, secretPath) : proxyProvider(contract)),
      application(contract, features),
      ...accessEntries(contract),
    ]),
  };
}

/** Contracts whose secret the blueprint reads. */
export const isConfidential = (contract: Contract): contract is Extract<OidcContract, { readonly clientType: 'confidential' }> =>
  contract.protocol === 'oidc' && contract.clientType === 'confidential';

function application(contract: Contract, features: Features): Entry {
  const { tile, slug } = contract;
  const hidden = tile.launchUrl === noPage;
  return {
    model: 'authentik_core.application',
    id: `${slug}-application`,
    identifiers: { slug },
    attrs: {
      name: tile.name,
      // Not `!KeyOf`: authentik could not print the entry when another application has the provider.
      provider: found(contract.protocol === 'oidc' ? 'authentik_providers_oauth2.oauth2provider' : 'authentik_providers_proxy.proxyprovider', ['name', slug]),
      // authentik puts the user's attributes into it with Python's % operator. What is hidden has none to follow.
      ...(hidden && features.hideApplications ? {} : { meta_launch_url: tile.launchUrl.replaceAll('%', '%%') }),
      ...(features.hideApplications ? { meta_hide: hidden } : {}),
      // Empty rather than left out: a field that is not named keeps its old value.
      group: tile.section ?? '',
      meta_icon: tile.icon ?? '',
      meta_description: tile.description ?? '',
      // Each binding must pass, so that one that somebody adds lets nobody in.
      policy_engine_mode: 'all',
    },
  };
}
