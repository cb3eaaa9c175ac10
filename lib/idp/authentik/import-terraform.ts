import type { StateResource } from '../identity-provider.ts';
import { objectOf } from '../../contract/object-of.ts';
import { withRedirects } from './import-export.ts';
import { plainBlueprint, type PlainObject } from './plain-blueprint.ts';

/**
 * The objects of the goauthentik provider in a state that `terraform show -json` (or `tofu show -json`) printed, as a blueprint that is read here.
 * Names of resources and fields: goauthentik/terraform-provider-authentik, internal/provider.
 */
export function importTerraform(resources: readonly StateResource[]): string | undefined {
  const objects = resources.flatMap(({ type, values, mode }) =>
    mode === 'data' && !type.includes('mapping') && !type.endsWith('_group') ? [] : objectsOf(type, values),
  );
  return objects.length === 0 ? undefined : plainBlueprint('terraform', objects);
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** Kinds of resources, with the model that each is in authentik. Older versions of the provider call the mapping of a scope otherwise. */
const models: Readonly<Record<string, string>> = {
  authentik_group: 'authentik_core.group',
  authentik_application: 'authentik_core.application',
  authentik_provider_oauth2: 'authentik_providers_oauth2.oauth2provider',
  authentik_provider_proxy: 'authentik_providers_proxy.proxyprovider',
  authentik_property_mapping_provider_scope: 'authentik_providers_oauth2.scopemapping',
  authentik_scope_mapping: 'authentik_providers_oauth2.scopemapping',
  authentik_provider_saml: 'authentik_providers_saml.samlprovider',
  authentik_provider_ldap: 'authentik_providers_ldap.ldapprovider',
  authentik_provider_radius: 'authentik_providers_radius.radiusprovider',
  authentik_provider_rac: 'authentik_providers_rac.racprovider',
  authentik_provider_scim: 'authentik_providers_scim.scimprovider',
  authentik_provider_ssf: 'authentik_providers_ssf.ssfprovider',
  authentik_provider_google_workspace: 'authentik_providers_google_workspace.googleworkspaceprovider',
  authentik_provider_microsoft_entra: 'authentik_providers_microsoft_entra.microsoftentraprovider',
  authentik_policy_expression: 'authentik_policies_expression.expressionpolicy',
  authentik_policy_binding: 'authentik_policies.policybinding',
};

function objectsOf(type: string, values: StateResource['values']): PlainObject[] {
  const model = models[type];
  if (model === undefined) return [];
  const { ids, managed_list: list } = values;
  // A data source that finds several: all of them, in whatever order.
  if (Array.isArray(ids) && Array.isArray(list) && ids.length === list.length)
    return ids.map((id, index) => ({ model, pk: String(id), attrs: { managed: String(list[index]), scope_name: scopeIn(String(list[index])) } }));
  // The key of an application is its uuid: its id is the slug.
  const pk = text(type === 'authentik_application' ? (values['uuid'] ?? values['id']) : values['id']);
  if (pk === undefined) return [];
  return [{ model, pk, attrs: withRedirects(attrsOf(type, values)) }];
}

function attrsOf(type: string, values: StateResource['values']): Readonly<Record<string, unknown>> {
  if (type === 'authentik_application')
    return { ...values, provider: values['protocol_provider'] === 0 ? undefined : (values['protocol_provider'] ?? undefined) };
  if (type === 'authentik_provider_oauth2') {
    const allowed = values['allowed_redirect_uris'];
    const old = values['redirect_uris'];
    const uris = Array.isArray(allowed)
      ? allowed.map(objectOf)
      : Array.isArray(old)
        ? old.map((url: unknown) => ({ url, matching_mode: 'strict' }))
        : undefined;
    return { ...values, ...(uris === undefined ? {} : { redirect_uris: uris }) };
  }
  const managed = text(values['managed']);
  return managed === undefined ? values : { ...values, scope_name: text(values['scope_name']) ?? scopeIn(managed) };
}

const scopeIn = (managed: string): string => managed.split('scope-').at(-1)!;
