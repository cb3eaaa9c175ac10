import type { ModelDatabase, Row } from './model-database.ts';
import { signInModels } from './model-sign-in.ts';
import { choice, flag, keys, list, one, text, url, whole, type Field } from './model-fields.ts';

const flow = 'authentik_flows.flow';
const mapping = 'authentik_providers_oauth2.scopemapping';
const group = 'authentik_core.group';
const policy = 'authentik_policies_expression.expressionpolicy';

const grants = ['authorization_code', 'implicit', 'hybrid', 'refresh_token', 'client_credentials', 'password', 'urn:ietf:params:oauth:grant-type:device_code'];

/** Fields that both kinds of provider have. */
const validities: Readonly<Record<string, Field>> = {
  access_token_validity: text({ initial: () => 'hours=1' }),
  refresh_token_validity: text({ initial: () => 'days=30' }),
  jwt_federation_sources: keys('authentik_sources_oauth.oauthsource'),
  jwt_federation_providers: keys('authentik_providers_oauth2.oauth2provider'),
};

/** Python that authentik compiles, when it stores a policy (authentik/policies/expression/api.py). An exclamation mark begins no statement. */
const expression: Field = {
  required: true,
  clean: (value, context) => {
    const checked = String(text({}).clean(value, context));
    if (checked.startsWith('!')) throw new Error('Expression Syntax Error: invalid syntax');
    return checked;
  },
};

/** Fields that authentik's API takes for a model (its `…Request` schemas). `since` is the first version that has the field. */
const models: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  [flow]: {
    slug: text({ required: true, unique: true }),
    name: text({ required: true }),
    title: text({ required: true }),
    designation: text({ required: true }),
    authentication: text({}),
  },
  'authentik_core.user': { username: text({ required: true, unique: true }), name: text({ required: true }) },
  'authentik_crypto.certificatekeypair': { name: text({ required: true, unique: true }), certificate_data: text({ required: true }) },
  [group]: { name: text({ required: true, unique: true }), is_superuser: flag(false), users: keys('authentik_core.user'), parents: keys(group) },
  'authentik_events.notificationwebhookmapping': { name: text({ required: true, unique: true }), expression: text({ required: true }) },
  [mapping]: {
    managed: text({ nullable: true, unique: true }),
    name: text({ required: true, unique: true }),
    scope_name: text({ required: true }),
    expression: text({ required: true }),
    description: text({ blank: true }),
  },
  'authentik_providers_oauth2.oauth2provider': {
    name: text({ required: true, unique: true }),
    authentication_flow: one([flow], { nullable: true }),
    authorization_flow: one([flow], { required: true }),
    invalidation_flow: one([flow], { required: true }),
    property_mappings: keys(mapping),
    client_type: choice(['confidential', 'public'], 'confidential'),
    client_id: text({ unique: true, initial: (row) => `generated-id-${String(row['name'])}` }),
    client_secret: text({ blank: true, initial: () => 'generated-secret' }),
    grant_types: { ...list(grants), since: '2026.5' },
    redirect_uris: {
      required: true,
      clean: (value, context) => {
        if (!Array.isArray(value)) throw new Error('Expected a list of items');
        return value.map((item) => context.nested(item, redirect));
      },
    },
    signing_key: one(['authentik_crypto.certificatekeypair'], { nullable: true }),
    encryption_key: one(['authentik_crypto.certificatekeypair'], { nullable: true }),
    ...validities,
    access_code_validity: text({ initial: () => 'minutes=1' }),
    refresh_token_threshold: text({ initial: () => 'seconds=0' }),
    logout_uri: text({ blank: true }),
    logout_method: choice(['backchannel', 'frontchannel'], 'backchannel'),
    issuer_mode: choice(['per_provider', 'global'], 'per_provider'),
    sub_mode: choice(['hashed_user_id', 'user_id', 'user_uuid', 'user_username', 'user_email', 'user_upn'], 'hashed_user_id'),
    include_claims_in_id_token: flag(true),
  },
  'authentik_providers_proxy.proxyprovider': {
    name: text({ required: true, unique: true }),
    mode: choice(['proxy', 'forward_single', 'forward_domain'], 'proxy'),
    external_host: text({ required: true }),
    skip_path_regex: text({ blank: true }),
    authentication_flow: one([flow], { nullable: true }),
    authorization_flow: one([flow], { required: true }),
    invalidation_flow: one([flow], { required: true }),
    property_mappings: keys(mapping),
    intercept_header_auth: flag(true),
    basic_auth_enabled: flag(false),
    basic_auth_user_attribute: text({ blank: true }),
    basic_auth_password_attribute: text({ blank: true }),
    internal_host: text({ blank: true }),
    internal_host_ssl_validation: flag(true),
    certificate: one(['authentik_crypto.certificatekeypair'], { nullable: true }),
    cookie_domain: text({ blank: true }),
    ...validities,
  },
  'authentik_outposts.outpost': {
    managed: text({ nullable: true, unique: true }),
    name: text({ required: true, unique: true }),
    type: text({ required: true }),
    config: text({ required: true }),
    providers: keys('authentik_providers_oauth2.oauth2provider'),
  },
  'authentik_core.application': {
    name: text({ required: true }),
    slug: {
      ...text({ required: true, unique: true }),
      clean: (value) => {
        if (typeof value !== 'string' || !/^[-a-zA-Z0-9_]+$/.test(value)) throw new Error('Enter a valid slug');
        if (['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke'].includes(value)) throw new Error(`The slug ${value} is reserved`);
        return value;
      },
    },
    provider: { ...one(['authentik_providers_oauth2.oauth2provider'], { nullable: true }), unique: true },
    meta_launch_url: url(),
    meta_hide: { ...flag(false), since: '2026.5' },
    // Read-only up to 2025.10, where only its alias `icon` could be written.
    meta_icon: { ...text({ blank: true }), since: '2025.12' },
    icon: text({}),
    meta_description: text({ blank: true }),
    group: text({ blank: true }),
    policy_engine_mode: choice(['any', 'all'], 'any'),
  },
  [policy]: { name: text({ required: true, unique: true }), expression, execution_logging: flag(false) },
  ...signInModels,
  'authentik_policies.policybinding': {
    target: one(['authentik_core.application', 'authentik_flows.flowstagebinding'], { required: true }),
    policy: one([policy], { nullable: true }),
    group: one([group], { nullable: true }),
    user: one(['authentik_core.user'], { nullable: true }),
    order: whole({ required: true }),
    negate: flag(false),
    enabled: flag(true),
    timeout: whole({ initial: () => 30 }),
    failure_result: flag(false),
  },
};

const redirect: Readonly<Record<string, Field>> = {
  matching_mode: { ...choice(['strict', 'regex']), required: true },
  url: text({ required: true }),
  redirect_uri_type: { ...choice(['authorization', 'logout'], 'authorization'), since: '2026.5' },
};

/** Fields of a model; undefined for a model that authentik does not have. */
export function fieldsOf(model: string): Readonly<Record<string, Field>> | undefined {
  return models[model];
}

/** What a serializer needs to know. */
export interface SerializerInput {
  readonly model: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The object that is updated; then only the given fields are looked at. */
  readonly instance: Row | undefined;
  readonly database: ModelDatabase;
  /** Minor version, `2026.5`. */
  readonly version: string;
}

/**
 * What Django REST framework's serializer of a model makes of data: the values to store, and the names that it does not know, which
 * it drops without a word.
 *
 * @throws Error with the field's name for what it refuses
 */
export function serialize({ model, data, instance, database, version }: SerializerInput): { values: Record<string, unknown>; ignored: string[] } {
  const ignored: string[] = [];
  const clean = (input: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, Field>>, partial: boolean, at: string) => {
    const known = Object.fromEntries(Object.entries(fields).filter(([, field]) => field.since === undefined || compareVersions(version, field.since) >= 0));
    // The key is a field that cannot be written.
    ignored.push(...Object.keys(input).flatMap((name) => (name in known || name === 'pk' ? [] : [`${at}${name}`])));
    const values: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(known)) {
      const value = input[name];
      const refuse = (reason: string) => new Error(`Serializer errors ${at}${name}: ${reason}`);
      if (value === undefined) {
        if (field.required === true && !partial) throw refuse('This field is required.');
        if (!partial && field.initial !== undefined) values[name] = field.initial(input);
        continue;
      }
      if (value === null) {
        if (field.nullable !== true) throw refuse('This field may not be null.');
        values[name] = null;
        continue;
      }
      try {
        values[name] = field.clean(value, { database, nested: (item, inner) => nested(item, inner, `${at}${name}.`) });
      } catch (error) {
        throw refuse((error as Error).message);
      }
      if (field.unique === true && database.all(tableOf(model)).some((row) => row.pk !== instance?.pk && row[name] === values[name]))
        throw refuse('This field must be unique.');
    }
    return values;
  };
  const nested = (item: unknown, fields: Readonly<Record<string, Field>>, at: string) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) throw new Error('Expected a dictionary');
    return clean(item as Record<string, unknown>, fields, false, at);
  };
  const values = clean(data, models[model] ?? {}, instance !== undefined, '');
  if (model === 'authentik_policies.policybinding' && ['policy', 'group', 'user'].filter((name) => (values[name] ?? null) !== null).length !== 1)
    throw new Error("Serializer errors: exactly one of 'group', 'policy', 'user' must be set");
  return { values, ignored };
}

/** Names of providers are unique among all kinds: they stand in the parent's table. */
const tableOf = (model: string): string => (model === 'authentik_providers_proxy.proxyprovider' ? 'authentik_providers_oauth2.oauth2provider' : model);

function compareVersions(a: string, b: string): number {
  const [left = 0, right = 0] = [a, b].map((one) => {
    const [year = 0, minor = 0] = one.split('.').map(Number);
    return year * 100 + minor;
  });
  return left - right;
}
