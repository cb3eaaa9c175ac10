import type { Contract, OidcContract } from '../../contract/contract.ts';
import type { Adopted } from '../../contract/adopted.ts';
import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import type { Features } from '../../contract/versions.ts';
import { accessEntries } from './access-entries.ts';
import { type Entry, refuseWhen } from './entry.ts';
import { redirectsOf, type SecretPath, secretEntries } from './oauth2-provider.ts';
import { neededMappings, scopeEntries, scopeMappings } from './scope-entries.ts';
import { find, found, type Lookup, none } from './tags.ts';

type Login = NonNullable<Adopted['login']>;

const oauth2 = 'authentik_providers_oauth2.oauth2provider';
const proxy = 'authentik_providers_proxy.proxyprovider';
const application = 'authentik_core.application';

/**
 * The entries of a login that was in authentik before. Nothing is made but scope mappings of our own: the file is refused unless the provider is there, with
 * this client id, and belongs to this application. What is changed of it is what the app's user says and what both ends have to agree on: redirects and
 * scopes. Its name, client id, flows, key, lifetimes, the mode of `sub`, and its grants stay.
 */
export function adoptedEntries(contract: Contract, login: Login, features: Features, secretPath: SecretPath): Entry[] {
  const provider = contract.protocol === 'oidc' ? oauth2Entries(contract, login, features, secretPath) : proxyEntries(contract, login);
  return [
    ...guards(contract, login),
    ...provider,
    applicationEntry(contract, login, features),
    ...(contract.adopted?.access === true ? accessEntries(contract) : []),
  ];
}

/** What finds the provider. */
function lookupsOf({ provider: { name, clientId } }: Login): Lookup[] {
  return [...(clientId === undefined ? [] : [['client_id', clientId] as const]), ...(name === undefined ? [] : [['name', name] as const])];
}

function guards({ protocol, slug, ...contract }: Contract, login: Login): Entry[] {
  const model = protocol === 'oidc' ? oauth2 : proxy;
  const lookups = lookupsOf(login);
  const called = lookups.map(([field, value]) => `${field} ${JSON.stringify(value)}`).join(' and ');
  const type = 'clientType' in contract ? contract.clientType : undefined;
  return [
    refuseWhen(
      none(find(model, ...lookups)),
      `authentik has no provider with ${called}. Correct adopt.provider of the app ${slug}: pinout does not create a new one.`,
    ),
    ...(type === undefined
      ? []
      : [
          refuseWhen(
            none(find(model, ...lookups, ['client_type', type])),
            `The provider with ${called} is not ${type}. Correct clientType of the app ${slug}, or the provider.`,
          ),
        ]),
    refuseWhen(
      none(find(model, ...lookups, ['application__slug', login.application])),
      `The application ${login.application} does not exist, or has another provider than the one with ${called}. Correct adopt.application of the app ${slug}.`,
    ),
  ];
}

function oauth2Entries(contract: OidcContract, login: Login, features: Features, secretPath: SecretPath): Entry[] {
  return [
    ...neededMappings(contract),
    ...scopeEntries(contract),
    {
      model: oauth2,
      id: `${contract.slug}-provider`,
      // The type is looked up and not set: it is what it was.
      identifiers: { ...Object.fromEntries(lookupsOf(login)), client_type: contract.clientType },
      attrs: { redirect_uris: redirectsOf(contract, features), property_mappings: scopeMappings(contract) },
    },
    ...(contract.clientType === 'confidential' && login.secret === 'new' ? secretEntries(contract, secretPath(contract.secret)) : []),
  ];
}

function proxyEntries(contract: ForwardAuthContract, login: Login): Entry[] {
  return [
    {
      model: proxy,
      identifiers: Object.fromEntries(lookupsOf(login)),
      // Without `mode` authentik asks for an internal host (authentik/providers/proxy/api.py, validate).
      attrs: { mode: 'forward_single', external_host: contract.externalHost, skip_path_regex: contract.openPaths.map((path) => `${path}\n`).join('') },
    },
  ];
}

function applicationEntry({ protocol, slug, adopted }: Contract, login: Login, features: Features): Entry {
  const { name, launchUrl, section, icon, description } = adopted?.tile ?? {};
  return {
    model: application,
    id: `${slug}-application`,
    identifiers: { slug: login.application },
    attrs: {
      // What it is already.
      provider: found(protocol === 'oidc' ? oauth2 : proxy, ...lookupsOf(login)),
      ...(name === undefined ? {} : { name }),
      ...(launchUrl === undefined ? {} : { meta_launch_url: launchUrl.replaceAll('%', '%%') }),
      ...(section === undefined ? {} : { group: section }),
      ...(icon === undefined ? {} : { [features.writableIcon ? 'meta_icon' : 'icon']: icon }),
      ...(description === undefined ? {} : { meta_description: description }),
      ...(adopted?.access === true ? { policy_engine_mode: 'all' } : {}),
    },
  };
}
