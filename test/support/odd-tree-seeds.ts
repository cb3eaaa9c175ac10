import { authentication, blueprint, container, deployment, meta, release, text } from './odd-tree-parts.ts';

/** Documents of the kinds that check and validate look into. */
export const seeds: readonly (readonly [string, unknown])[] = [
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
