import { otherProviders } from './other-providers.ts';

/** One object of authentik, as an export or a state of Terraform holds it: references are keys of other objects. */
export interface PlainObject {
  readonly model: string;
  readonly pk: string;
  readonly attrs: Readonly<Record<string, unknown>>;
}

/**
 * Fields that a login is made of. All others stay behind: secrets above all, and what a reader of blueprints would not look at.
 */
const fields: Readonly<Record<string, readonly string[]>> = {
  'authentik_core.group': ['name'],
  'authentik_core.application': [
    'name',
    'slug',
    'provider',
    'backchannel_providers',
    'group',
    'meta_launch_url',
    'meta_icon',
    'icon',
    'meta_description',
    'meta_hide',
    'policy_engine_mode',
  ],
  'authentik_providers_oauth2.oauth2provider': [
    'name',
    'client_id',
    'client_type',
    'redirect_uris',
    'property_mappings',
    'grant_types',
    'sub_mode',
    'issuer_mode',
  ],
  'authentik_providers_proxy.proxyprovider': ['name', 'external_host', 'internal_host', 'mode', 'skip_path_regex', 'cookie_domain'],
  'authentik_providers_oauth2.scopemapping': ['name', 'scope_name', 'expression', 'managed'],
  'authentik_policies_expression.expressionpolicy': ['name', 'expression'],
  'authentik_policies.policybinding': ['target', 'group', 'policy', 'user', 'order', 'enabled', 'negate'],
};

const oauth2 = 'authentik_providers_oauth2.oauth2provider';
const proxy = 'authentik_providers_proxy.proxyprovider';

/** Of providers of other protocols the name alone. */
const fieldsOf = (model: string): readonly string[] | undefined =>
  Object.hasOwn(fields, model) ? fields[model] : Object.hasOwn(otherProviders, model) ? ['name'] : undefined;

/** Models that a reference may lead to. */
const targets: Readonly<Record<string, readonly string[]>> = {
  provider: [oauth2, proxy, ...Object.keys(otherProviders)],
  backchannel_providers: Object.keys(otherProviders),
  property_mappings: ['authentik_providers_oauth2.scopemapping'],
  target: ['authentik_core.application'],
  policy: ['authentik_policies_expression.expressionpolicy'],
};
const groupOfBinding = ['authentik_core.group'];

/**
 * A blueprint of these objects whose references are by `!KeyOf`, for the reader of blueprints. It holds no secret and is never applied. A reference to an
 * object that is not there leads nowhere, and is then unknown.
 */
export function plainBlueprint(name: string, objects: readonly PlainObject[]): string {
  // authentik keeps a proxy provider as an OAuth2 provider too, with the same key.
  const proxies = new Set(objects.filter(({ model }) => model === proxy).map(({ pk }) => pk));
  const kept = objects.filter(({ model, pk }) => fieldsOf(model) !== undefined && !(model === oauth2 && proxies.has(pk)));
  const ids = new Set(kept.map(({ model, pk }) => `${model} ${pk}`));
  const keyOf = (models: readonly string[], pk: unknown): string =>
    `!KeyOf ${JSON.stringify(models.map((model) => `${model} ${String(pk)}`).find((id) => ids.has(id)) ?? `${models[0]!} ${String(pk)}`)}`;
  const value = (model: string, field: string, given: unknown): string => {
    const models = field === 'group' && model === 'authentik_policies.policybinding' ? groupOfBinding : targets[field];
    if (models === undefined) return JSON.stringify(given);
    return Array.isArray(given) ? `[${given.map((one) => keyOf(models, one)).join(', ')}]` : keyOf(models, given);
  };
  const entries = kept.map(({ model, pk, attrs }) => {
    const own = fieldsOf(model)!.flatMap((field) => {
      const given = attrs[field];
      return given === undefined || given === null || given === '' ? [] : [`      ${field}: ${value(model, field, given)}\n`];
    });
    const id = JSON.stringify(`${model} ${pk}`);
    return `  - model: ${model}\n    id: ${id}\n    identifiers: {}\n    attrs:${own.length === 0 ? ' {}\n' : `\n${own.join('')}`}`;
  });
  return `version: 1\nmetadata:\n  name: ${JSON.stringify(name)}\nentries:${entries.length === 0 ? ' []\n' : `\n${entries.join('')}`}`;
}
