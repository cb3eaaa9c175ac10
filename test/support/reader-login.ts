/** Settings of one app's end of a login, for tests that change one thing of it. */
export interface ReaderSettings {
  readonly issuer: string;
  readonly redirect: string;
  readonly clientId?: string | undefined;
  readonly scopes?: string;
  /** Entry of the store that the client secret is fetched from. */
  readonly store?: string;
}

/** A Miniflux whose login stands in its variables. */
export function reader({ issuer, redirect, clientId, store }: ReaderSettings): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: reader, namespace: apps }
spec:
  template:
    spec:
      containers:
        - name: app
          image: ghcr.io/miniflux/miniflux:2.2.13
          env:
            - { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "${issuer}" }
            - { name: OAUTH2_REDIRECT_URL, value: "${redirect}" }
            - { name: OAUTH2_CLIENT_ID, ${clientId === undefined ? 'valueFrom: { secretKeyRef: { name: reader-oidc, key: id } }' : `value: ${clientId}`} }
            - { name: OAUTH2_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: reader-oidc, key: secret } } }
---
${externalSecret('reader-oidc', 'apps', { id: 'ids', secret: store ?? 'reader' })}`;
}

/** authentik's end of it. */
export function blueprint({
  redirect = 'https://reader.example.org/oauth2/oidc/callback',
  name = 'reader',
  type = 'confidential',
  store,
}: { readonly redirect?: string; readonly name?: string; readonly type?: string; readonly store?: string } = {}): string {
  const mounted =
    store === undefined
      ? ''
      : `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: authentik-worker, namespace: auth }
spec:
  template:
    spec:
      containers:
        - name: worker
          image: ghcr.io/goauthentik/server:2026.2.0
          envFrom: [{ secretRef: { name: clients } }]
---
${externalSecret('clients', 'auth', { READER_SECRET: store })}`;
  return `version: 1
metadata: { name: ${name} }
entries:
  - { model: authentik_core.group, id: staff, identifiers: { name: staff } }
  - model: authentik_providers_oauth2.oauth2provider
    id: provider
    identifiers: { name: ${name} }
    attrs:
      client_type: ${type}
      client_id: !Env READER_ID
      client_secret: !Env READER_SECRET
      grant_types: [authorization_code, refresh_token]
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      signing_key: !Format ["%s", !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]]
      redirect_uris: [{ matching_mode: strict, url: "${redirect}" }]
      property_mappings:
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-email]]
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-profile]]
  - { model: authentik_core.application, id: app, identifiers: { slug: ${name} }, attrs: { name: ${name}, provider: !KeyOf provider } }
  - { model: authentik_policies.policybinding, identifiers: { order: 0, target: !KeyOf app, group: !KeyOf staff } }
${mounted}`;
}

function externalSecret(name: string, namespace: string, keys: Readonly<Record<string, string>>): string {
  const data = Object.entries(keys).map(([key, entry]) => `    - { secretKey: ${key}, remoteRef: { key: ${entry}, property: value } }`);
  return `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  data:
${data.join('\n')}
`;
}
