/** Numbers that look random and are the same for each seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A value with a tag of YAML. */
const tag = (name: string, of: unknown): object => ({ '@tag': name, of });
/** YAML as text inside YAML. */
const text = (...of: readonly unknown[]): object => ({ '@text': of });

const blueprint = {
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

const authentication = {
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

const meta = (name: string, namespace: string) => ({ name, namespace });
const release = (name: string, values: object) => ({
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
const container = (env: object) => ({
  containers: [
    {
      name: 'a',
      image: 'ghcr.io/a/b:1.2.3',
      args: ['--oidc-issuer-url=https://auth.example.org/'],
      env: Object.entries(env).map(([name, value]) => ({ name, value: value as string })),
    },
  ],
});
const deployment = (name: string, env: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: meta(name, name),
  spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: container(env) } },
});

/** Documents of the kinds that check and validate look into. */
const seeds: readonly (readonly [string, unknown])[] = [
  ['blueprint.yaml', blueprint],
  [
    'blueprints.yaml',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: meta('blueprints', 'authentik'),
      data: { 'grafana.yaml': text(blueprint), 'two.yaml': text(blueprint, blueprint) },
    },
  ],
  ['authentication.yaml', authentication],
  ['configuration.yaml', { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('a', 'kube-system'), data: { 'authentication.yaml': text(authentication) } }],
  [
    'grafana.yaml',
    release('grafana', {
      'grafana.ini': {
        server: { root_url: 'https://grafana.example.org' },
        'auth.generic_oauth': {
          enabled: true,
          client_id: 'grafana',
          scopes: 'openid email',
          role_attribute_path: "contains(groups[*], 'admins') && 'Admin' || 'Viewer'",
          auth_url: 'https://auth.example.org/application/o/authorize/',
        },
      },
    }),
  ],
  [
    'authentik.yaml',
    release('authentik', {
      blueprints: { configMaps: ['blueprints'] },
      server: { ingress: { enabled: true, hosts: ['auth.example.org'] } },
      global: { env: [{ name: 'AUTHENTIK_HOST', value: 'x' }] },
    }),
  ],
  ['vault.yaml', release('vault', { server: { ha: { raft: { config: 'ui = true' } }, extraArgs: '-x' }, injector: { enabled: false } })],
  [
    'nextcloud.yaml',
    release('nextcloud', {
      nextcloud: {
        host: 'cloud.example.org',
        hooks: { 'before-starting': "php occ user_oidc:provider authentik -c x -s $SECRET -d 'https://auth.example.org/'" },
        extraEnv: [{ name: 'SECRET', value: '${X}' }],
      },
    }),
  ],
  [
    'headlamp.yaml',
    release('headlamp', {
      config: { oidc: { clientID: 'headlamp', issuerURL: 'https://auth.example.org/application/o/headlamp/', scopes: 'a,b' }, baseURL: '/x' },
    }),
  ],
  [
    'deployment.yaml',
    deployment('x', {
      OIDC_CLIENT_ID: 'grafana',
      OIDC_ISSUER: 'https://auth.example.org/application/o/grafana/',
      DOMAIN: 'https://x.example.org',
      SSO_SCOPES: 'email',
    }),
  ],
  ['apiserver.yaml', { apiVersion: 'v1', kind: 'Pod', metadata: meta('kube-apiserver', 'kube-system'), spec: container({}) }],
  [
    'kubeadm.yaml',
    {
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'ClusterConfiguration',
      kubernetesVersion: 'v1.36.0',
      apiServer: { extraArgs: [{ name: 'oidc-issuer-url', value: 'https://x' }], extraVolumes: [{ name: 'a', hostPath: '/a', mountPath: '/a' }] },
    },
  ],
  ['kube-apiserver0+json.yaml', [{ op: 'add', path: '/spec/x', value: 1 }]],
  [
    'kustomization.yaml',
    {
      resources: ['a.yaml', '../b'],
      namespace: 'x',
      patches: [{ path: 'p.yaml' }, { patch: text({ kind: 'x' }) }],
      configMapGenerator: [{ name: 'blueprints', files: ['a=b.yaml'] }],
      components: ['c'],
    },
  ],
  [
    'flux.yaml',
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: meta('apps', 'flux-system'),
      spec: {
        interval: '1h',
        path: './apps',
        prune: true,
        dependsOn: [{ name: 'apps' }],
        postBuild: { substitute: { X: '1' } },
        sourceRef: { kind: 'GitRepository', name: 'x' },
      },
    },
  ],
  [
    'ingress.yaml',
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        ...meta('a', 'x'),
        annotations: {
          'nginx.ingress.kubernetes.io/auth-url': 'http://ak-outpost:9000/outpost.goauthentik.io/auth/nginx',
          'cert-manager.io/cluster-issuer': 'x',
        },
      },
      spec: {
        tls: [{ hosts: ['x.example.org'], secretName: 'a' }],
        rules: [{ host: 'x.example.org', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } }] } }],
      },
    },
  ],
  [
    'route.yaml',
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'IngressRoute',
      metadata: meta('a', 'x'),
      spec: {
        routes: [
          { match: 'Host(`x.example.org`) && PathPrefix(`/`)', kind: 'Rule', middlewares: [{ name: 'authentik' }], services: [{ name: 'x', port: 80 }] },
        ],
      },
    },
  ],
  [
    'middleware.yaml',
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'Middleware',
      metadata: meta('authentik', 'x'),
      spec: {
        forwardAuth: { address: 'http://ak:9000/outpost.goauthentik.io/auth/traefik', trustForwardHeader: true, authResponseHeaders: ['X-authentik-username'] },
      },
    },
  ],
  [
    'binding.yaml',
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'a' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'Group', name: 'oidc:admins', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  ],
  [
    'secret.yaml',
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: meta('grafana-oidc-1', 'grafana'),
      type: 'Opaque',
      stringData: { 'client-secret': 'x', 'values.yaml': text({ a: 1 }) },
      data: { a: 'eA==' },
    },
  ],
  [
    'external.yaml',
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: meta('grafana-oidc-1', 'grafana'),
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { name: 'a', kind: 'SecretStore' },
        data: [{ secretKey: 'a', remoteRef: { key: 'a' } }],
        target: { template: { data: { a: '{{ .a }}' } } },
      },
    },
  ],
  [
    'corefile.yaml',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: meta('coredns', 'kube-system'),
      data: { Corefile: '.:53 {\n  hosts {\n    10.0.0.1 auth.example.org\n  }\n  rewrite name exact auth.example.org a.b.svc.cluster.local\n}' },
    },
  ],
  [
    'job.yaml',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: meta('vault', 'vault'),
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [
              {
                name: 'a',
                image: 'hashicorp/vault:1.21',
                command: [
                  'sh',
                  '-c',
                  'vault write auth/oidc/config oidc_discovery_url="https://auth.example.org/" default_role=a\nvault write auth/oidc/role/a allowed_redirect_uris=x',
                ],
              },
            ],
          },
        },
      },
    },
  ],
  [
    'kubeconfig.yaml',
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'a', cluster: { server: 'https://x' } }],
      users: [
        {
          name: 'a',
          user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'kubectl', args: ['oidc-login', 'get-token', '--oidc-issuer-url=x'] } },
        },
      ],
    },
  ],
  [
    'crd.yaml',
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'as.example.org' },
      spec: {
        group: 'example.org',
        names: { kind: 'A', plural: 'as' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } } },
          },
        ],
      },
    },
  ],
  [
    'homepage.yaml',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('homepage', 'homepage'), data: { 'services.yaml': text([{ A: [{ B: { href: 'https://x' } }] }]) } },
  ],
  ['list.yaml', { apiVersion: 'v1', kind: 'List', items: [deployment('y', {}), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'y' } }] }],
];

const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  ' ',
  '0',
  '-1',
  '<<',
  'a.b',
  'a\nb',
  '\u001b[2J',
  'kind',
  'items',
  'entries',
  'ü',
  '\u202e',
  'null',
  '::error::',
  'then',
  'valueOf',
  '${A}',
  'data',
  '@',
];
const oddTexts = [
  '',
  ' ',
  '\n',
  '\0',
  '\u001b]0;x\u0007',
  '\u2028',
  '\ud800',
  '${A}',
  '${A:-}',
  '$(A)',
  '$$',
  '{{ .x }}',
  '{% x %}',
  '[',
  '*a',
  '&a x',
  '!x y',
  '- ',
  '__proto__',
  'constructor',
  '%',
  '%(x)s',
  '%%',
  '\\',
  '`',
  '`"\\q"`',
  "'",
  '"',
  '(',
  ')',
  '[a',
  '^(a+)+$',
  '(?<a>',
  '\\p{L}',
  'https://',
  'https://u:p@h',
  'http://[::1',
  'https://x:99999/',
  '//',
  'a:b:c',
  '2026-01-01',
  '0x',
  '1e999',
  '-0',
  'NaN',
  '1h1h',
  '-1s',
  'v',
  '1',
  '999999999999999999999',
  '::error::x',
  'Host(`',
  'HostRegexp(`(`)',
  '!!binary x',
  'yes',
  '~',
  'a\r\nb',
  'entries:\n- model: authentik_core.group',
  'kind: X',
  '\u0085',
  '\u202e',
  '#pinout-ignore-file',
  '# pinout-ignore: x',
  '${',
  '}',
  'a'.repeat(3000),
  ' '.repeat(3000),
  '\n'.repeat(2000),
  '('.repeat(1500),
  '\\'.repeat(999),
  'constructor()',
  'claims.__proto__',
  'claims.a.b.c',
  "'a' in claims",
  '[1,2].map(x, x/0)',
  'duration("x")',
  '!'.repeat(900) + 'true',
  '9'.repeat(500),
  '1,'.repeat(900),
];
const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e21,
  0.1,
  [],
  {},
  [[]],
  [null],
  [{}],
  { a: null },
  [0, '', null],
  '@date',
  tag('!KeyOf', 'provider'),
  tag('!Find', []),
  tag('!Find', [null, ['a']]),
  tag('!Format', ['%s']),
  tag('!Env', 'A'),
  tag('!Condition', ['AND', true]),
  tag('!!set', { a: null }),
  tag('!x', [1]),
  text({ a: 1 }),
  text([]),
  text(null),
  { key: 'a', name: 'b' },
];

/** Files of one tree: some of the seeds, each changed at a few places, as YAML. */
export function oddTree(seed: number): { readonly file: string; readonly text: string }[] {
  const random = randomOf(seed * 7919 + 1);
  return Array.from({ length: 1 + random(5) }, (_, index) => {
    const [file, value] = seeds[random(seeds.length)]!;
    const documents = [structuredClone(value), ...(random(6) === 0 ? [structuredClone(seeds[random(seeds.length)]![1])] : [])];
    const holder = { documents };
    for (let left = 1 + random(5); left > 0; left -= 1) change(holder, random);
    const written = documents.map((one) => flow(one)).join('\n---\n');
    return { file: `${index}/${file}`, text: random(12) === 0 ? spoilt(written, random) : written };
  });
}

type Holder = Record<string | number, unknown>;

/** Changes one node, found by walking down. */
function change(root: object, random: (below: number) => number): void {
  let holder = root as Holder;
  let keys = Object.keys(holder);
  let key = keys[random(keys.length)]!;
  for (let deep = 0; deep < 12; deep += 1) {
    const next = holder[key];
    if (typeof next !== 'object' || next === null || (deep > 1 && random(6) === 0)) break;
    keys = Object.keys(next);
    if (keys.length === 0) break;
    holder = next as Holder;
    key = keys[random(keys.length)]!;
  }
  const set = (name: string, value: unknown): void =>
    void Object.defineProperty(holder, Array.isArray(holder) ? String(holder.length) : name, { value, enumerable: true, configurable: true, writable: true });
  const old = holder[key];
  const odd = oddTexts[random(oddTexts.length)]!;
  switch (random(9)) {
    case 0:
    case 1:
      holder[key] = structuredClone(oddValues[random(oddValues.length)]);
      break;
    case 2:
    case 3:
      holder[key] = odd;
      break;
    case 4:
      if (typeof old === 'string') {
        const at = random(old.length + 1);
        holder[key] = old.slice(0, at) + odd + old.slice(at);
      } else holder[key] = [old];
      break;
    case 5:
      set(oddKeys[random(oddKeys.length)]!, old);
      break;
    case 6:
      if (!Array.isArray(holder)) Reflect.deleteProperty(holder, key);
      set(oddKeys[random(oddKeys.length)]!, old);
      break;
    case 7:
      if (!Array.isArray(holder)) Reflect.deleteProperty(holder, key);
      break;
    default:
      holder[key] = { [oddKeys[random(oddKeys.length)]!]: old };
  }
}

/** YAML in flow style: tags, and YAML inside texts, are part of it. */
function flow(value: unknown): string {
  if (value === '@date') return '2026-01-01';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((one) => flow(one)).join(', ')}]`;
  const map = value as Readonly<Record<string, unknown>>;
  if (typeof map['@tag'] === 'string' && Object.hasOwn(map, 'of')) return `${map['@tag']} ${flow(map['of'])}`;
  // In block style at the top: what looks for `entries:` and `kind:` looks at the start of a line.
  if (Array.isArray(map['@text'])) return JSON.stringify(map['@text'].map((one) => blockOf(one)).join('\n---\n'));
  return `{${Object.entries(map)
    .map(([key, one]) => `${JSON.stringify(key)}: ${flow(one)}`)
    .join(', ')}}`;
}

function blockOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || '@tag' in value) return flow(value);
  return Object.entries(value)
    .map(
      ([key, one]) =>
        `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${key === 'entries' && Array.isArray(one) ? one.map((entry) => `\n- ${flow(entry)}`).join('') : flow(one)}`,
    )
    .join('\n');
}

function spoilt(written: string, random: (below: number) => number): string {
  const at = random(written.length + 1);
  const odd = oddTexts[random(oddTexts.length)]!;
  return random(3) === 0 ? written.slice(0, at) : written.slice(0, at) + odd + written.slice(at + random(3));
}
