import type { Key, ModelDatabase } from './model-database.ts';

const model = 'authentik_providers_proxy.proxyprovider';
const scopes = ['oauth2/scope-openid', 'oauth2/scope-profile', 'oauth2/scope-email', 'oauth2/scope-entitlements', 'proxy/scope-proxy'];

/** What the serializer of a proxy provider does after each write (authentik/providers/proxy/models.py, set_oauth_defaults). */
export function setProxyDefaults(database: ModelDatabase, pk: Key): void {
  const row = database.byKey(model, pk)!;
  const mappings = scopes.flatMap(
    (scope) => database.first('authentik_providers_oauth2.scopemapping', { managed: `goauthentik.io/providers/${scope}` })?.pk ?? [],
  );
  const host = String(row['external_host'] ?? '');
  database.update(model, pk, {
    client_id: row['client_id'] ?? `generated-id-${String(pk)}`,
    client_type: 'confidential',
    signing_key: null,
    include_claims_in_id_token: true,
    property_mappings: [...new Set([...((row['property_mappings'] as Key[] | undefined) ?? []), ...mappings])],
    redirect_uris: [{ matching_mode: 'strict', url: `${host}/outpost.goauthentik.io/callback` }],
  });
}

/** What authentik does at each start, to every proxy provider. */
export function start(database: ModelDatabase): void {
  for (const { pk } of database.all(model)) setProxyDefaults(database, pk);
}
