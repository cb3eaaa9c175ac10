/** A value with a tag of YAML. */
export const tag = (name: string, of: unknown): object => ({ '@tag': name, of });
/** YAML as text inside YAML. */
export const text = (...of: readonly unknown[]): object => ({ '@text': of });

export const blueprint = {
  version: 1,
  metadata: { name: 'grafana', labels: { 'blueprints.goauthentik.io/instantiate': 'true' } },
  entries: [
    {
      model: 'authentik_providers_oauth2.oauth2provider',
      id: 'provider',
      identifiers: { name: 'grafana' },
      attrs: {
        client_id: 'grafana',
        client_secret: tag('!File', '/blueprints/mounted/secret-grafana-oidc-1/client-secret'),
        client_type: 'confidential',
        authorization_flow: tag('!Find', ['authentik_flows.flow', ['slug', 'default-provider-authorization-implicit-consent']]),
        grant_types: ['authorization_code'],
        redirect_uris: [{ matching_mode: 'regex', url: 'https://grafana\\.example\\.org/.*', redirect_uri_type: 'authorization' }],
        property_mappings: [tag('!Find', ['authentik_providers_oauth2.scopemapping', ['managed', 'goauthentik.io/providers/oauth2/scope-email']])],
      },
    },
    {
      model: 'authentik_core.application',
      id: 'application',
      identifiers: { slug: 'grafana' },
      attrs: { name: 'Grafana', provider: tag('!KeyOf', 'provider'), meta_launch_url: 'https://grafana.example.org' },
    },
    { model: 'authentik_policies.policybinding', identifiers: { target: tag('!KeyOf', 'application'), order: 0 }, attrs: { group: tag('!KeyOf', 'none') } },
    { model: 'authentik_policies_expression.expressionpolicy', identifiers: { name: 'x' }, attrs: { expression: 'return True' } },
  ],
};

export const authentication = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  jwt: [
    {
      issuer: { url: 'https://auth.example.org/application/o/kubectl/', audiences: ['kubectl'], audienceMatchPolicy: 'MatchAny', certificateAuthority: 'x' },
      claimValidationRules: [
        { expression: "claims.groups.exists(g, g in ['admins'])", message: 'nobody' },
        { claim: 'hd', requiredValue: 'x' },
      ],
      claimMappings: {
        username: { expression: "'oidc:' + claims.email" },
        groups: { claim: 'groups', prefix: 'oidc:' },
        uid: { claim: 'sub' },
        extra: [{ key: 'example.org/tenant', valueExpression: 'claims.tenant' }],
      },
      userValidationRules: [{ expression: "!user.username.startsWith('system:')", message: 'x' }],
    },
  ],
  anonymous: { enabled: true, conditions: [{ path: '/healthz' }] },
};

export const meta = (name: string, namespace: string) => ({ name, namespace });
export const release = (name: string, values: object) => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: meta(name, name),
  spec: {
    interval: '1h',
    chart: { spec: { chart: name, version: '1.x', sourceRef: { kind: 'HelmRepository', name } } },
    valuesFrom: [{ kind: 'ConfigMap', name: 'values' }],
    postRenderers: [{ kustomize: { patches: [{ target: { kind: 'Deployment' }, patch: text([{ op: 'add', path: '/spec/replicas', value: 1 }]) }] } }],
    values,
  },
});
export const container = (env: object) => ({
  containers: [
    {
      name: 'a',
      image: 'ghcr.io/a/b:1.2.3',
      args: ['--oidc-issuer-url=https://auth.example.org/'],
      env: Object.entries(env).map(([name, value]) => ({ name, value: value as string })),
    },
  ],
});
export const deployment = (name: string, env: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: meta(name, name),
  spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: container(env) } },
});
