import type { Contract, OidcContract } from '../../contract/contract.ts';
import type { SecretRef } from '../../contract/secret-ref.ts';
import { secretObjectName } from '../../contract/secret-ref.ts';
import { noPage } from '../../contract/tile.ts';
import type { Features } from '../../contract/versions.ts';
import { adoptedEntries } from './adopted-entries.ts';
import { adoptedLabel } from './blueprint-types.ts';
import { accessEntries } from './access-entries.ts';
import { type Blueprint, type Entry, refuseWhen } from './entry.ts';
import { oauth2Provider, proxyProvider, type SecretPath } from './oauth2-provider.ts';
import { markOf } from './proof.ts';
import { renamedApplication } from './renamed-entries.ts';
import { all, find, found, none } from './tags.ts';

/** Path below which the Job finds the app's client secret. The generation is part of it: a new one changes the text, and so applies it again. */
export const jobSecretPath: SecretPath = (ref: SecretRef) => `/run/secrets/pinout/${secretObjectName(ref)}/${ref.key}`;

/** Path at which the authentik chart mounts a Secret of `blueprints.secrets` into the worker. */
export const workerSecretPath: SecretPath = (ref: SecretRef) => `/blueprints/mounted/secret-${secretObjectName(ref)}/${ref.key}`;

/**
 * The blueprint of one app: own scope mappings, provider, application and access of each of its contracts. It writes no object that
 * another blueprint writes, and may be applied any number of times.
 *
 * @param theirs whether authentik was there before: what somebody made by hand under these names is not taken over unasked
 * @example blueprintOf('grafana', [contract], featuresOf(versions))
 */
export function blueprintOf(
  app: string,
  contracts: readonly Contract[],
  features: Features,
  secretPath: SecretPath = jobSecretPath,
  theirs = false,
): Blueprint {
  return {
    version: 1,
    metadata: { name: `pinout-${app}`, ...(contracts.some(({ adopted }) => adopted?.login !== undefined) ? { labels: { [adoptedLabel]: app } } : {}) },
    entries: contracts.flatMap((contract) =>
      contract.adopted?.login !== undefined
        ? adoptedEntries(contract, contract.adopted.login, features, secretPath)
        : [
            ...(theirs ? refuseExisting(contract) : []),
            // First: whose provider it is, is asked by the new slug.
            ...renamedApplication(contract),
            ...(contract.protocol === 'oidc' ? oauth2Provider(contract, features, secretPath) : proxyProvider(contract)),
            application(contract, features),
            ...accessEntries(contract),
          ],
    ),
  };
}

/** Contracts whose secret the blueprint reads. */
export const isConfidential = (contract: Contract): contract is Extract<OidcContract, { readonly clientType: 'confidential' }> =>
  contract.protocol === 'oidc' && contract.clientType === 'confidential' && contract.adopted?.login?.secret !== 'kept';

/** Refuses to take over what was there before and nobody named in `adopt`. What an earlier run made has the mark of that run. */
function refuseExisting({ protocol, slug, application = slug }: Contract): Entry[] {
  const stranger = (model: string, field: string, value: string) =>
    all(find(model, [field, value]), none(find(markOf(slug).model, ['name', markOf(slug).identifiers.name])));
  const refuse = (model: string, field: string, what: string, value = slug) =>
    refuseWhen(
      stranger(model, field, value),
      `authentik already has ${what} ${value}, which pinout did not create. Name it in adopt of the app, or give the app another name.`,
    );
  return [
    refuse('authentik_core.application', 'slug', 'an application', application),
    refuse('authentik_core.provider', 'name', 'a provider'),
    ...(protocol === 'oidc' ? [refuse('authentik_providers_oauth2.oauth2provider', 'client_id', 'a provider with the client id')] : []),
  ];
}

function application(contract: Contract, features: Features): Entry {
  const { tile, slug, application: name = slug } = contract;
  const hidden = tile.launchUrl === noPage;
  return {
    model: 'authentik_core.application',
    id: `${slug}-application`,
    identifiers: { slug: name },
    attrs: {
      name: tile.name,
      // Not `!KeyOf`: authentik could not print the entry when another application has the provider.
      provider: found(contract.protocol === 'oidc' ? 'authentik_providers_oauth2.oauth2provider' : 'authentik_providers_proxy.proxyprovider', ['name', slug]),
      // authentik puts the user's attributes into it with Python's % operator. What is hidden has none to follow.
      ...(hidden && features.hideApplications ? {} : { meta_launch_url: tile.launchUrl.replaceAll('%', '%%') }),
      ...(features.hideApplications ? { meta_hide: hidden } : {}),
      // Empty rather than left out: a field that is not named keeps its old value.
      group: tile.section ?? '',
      ...(features.writableIcon ? { meta_icon: tile.icon ?? '' } : tile.icon === undefined ? {} : { icon: tile.icon }),
      meta_description: tile.description ?? '',
      // Each binding must pass, so that one that somebody adds lets nobody in.
      policy_engine_mode: 'all',
    },
  };
}
