import { describe, expect, it } from 'vitest';
import { guardsOf } from '../../lib/edge/guards.ts';
import { manifestsIn } from '../support/said.ts';

const address = (kind: string) => `http://authentik-server.authentik.svc.cluster.local:80/outpost.goauthentik.io/auth/${kind}`;
const authUrl = `nginx.ingress.kubernetes.io/auth-url: ${address('nginx')}`;
const middleware = `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: sso, namespace: edge }
spec: { forwardAuth: { address: '${address('traefik')}' } }
`;
const chain = `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: all, namespace: edge }
spec: { chain: { middlewares: [{ name: sso }] } }
`;
const policy = (
  targets: string,
  auth = "http: { path: '/outpost.goauthentik.io/auth/envoy', backendRefs: [{ name: outpost, port: 9000 }] }",
) => `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: { name: sso, namespace: media }
spec:
  ${targets}
  extAuth: { headersToExtAuth: [cookie], ${auth} }
`;
const route = (name: string, host: string, more = '') => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: media, labels: { sso: ${name === 'open' ? '"no"' : '"yes"'} } }
spec: { hostnames: ['${host}'], parentRefs: [{ name: inside, namespace: network }]${more} }
`;
const release = (values: string, name = 'photos') => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: media }
spec: { chart: { spec: { chart: app-template } }, values: ${values} }
`;
const ingress = (annotations: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: photos, namespace: media, annotations: { ${annotations} } }
spec: { rules: [{ host: photos.example.net }] }
`;
const photos = ['https://photos.example.net'];
const guarded = (...texts: string[]) => guardsOf(manifestsIn(...texts)).all.map(({ host }) => host.value);

describe('a host is guarded', () => {
  it.each<[string, string[]]>([
    ['by an Ingress with auth-url', [ingress(authUrl)]],
    ["by auth-url in a chart's values", [release(`{ ingress: { main: { hosts: [{ host: photos.example.net }], annotations: { ${authUrl} } } } }`)]],
    [
      'by a Middleware that an Ingress names',
      [middleware, ingress('traefik.ingress.kubernetes.io/router.middlewares: "edge-headers@kubernetescrd, edge-sso@kubernetescrd"')],
    ],
    ['by a chain of Middlewares', [middleware, chain, ingress('traefik.ingress.kubernetes.io/router.middlewares: edge-all@kubernetescrd')]],
    [
      "by a Middleware that a chart's values name",
      [
        middleware,
        release(
          '{ ingress: { main: { hosts: [{ host: photos.example.net }], annotations: { traefik.ingress.kubernetes.io/router.middlewares: edge-sso@kubernetescrd } } } }',
        ),
      ],
    ],
    [
      'by an IngressRoute',
      [
        middleware,
        "apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: { name: photos, namespace: media }\nspec: { routes: [{ match: 'Host(`photos.example.net`)', middlewares: [{ name: sso, namespace: edge }] }] }\n",
      ],
    ],
    [
      "by the IngressRoute of a chart's values",
      [
        middleware,
        release("{ ingressRoute: { dashboard: { enabled: true, matchRule: 'Host(`photos.example.net`)', middlewares: [{ name: sso, namespace: edge }] } } }"),
      ],
    ],
    [
      'by a filter of an HTTPRoute',
      [
        middleware.replace('namespace: edge', 'namespace: media'),
        route(
          'photos',
          'photos.example.net',
          ', rules: [{ filters: [{ type: ExtensionRef, extensionRef: { group: traefik.io, kind: Middleware, name: sso } }] }]',
        ),
      ],
    ],
    ['by a policy of its HTTPRoute', [policy('targetRefs: [{ kind: HTTPRoute, name: photos }]'), route('photos', 'photos.example.net')]],
    ['by a policy in its former form', [policy('targetRef: { kind: HTTPRoute, name: photos }'), route('photos', 'photos.example.net')]],
    [
      'by a policy of the route that a chart makes',
      [policy('targetRefs: [{ kind: HTTPRoute, name: photos }]'), release('{ route: { app: { hostnames: [photos.example.net] } } }')],
    ],
    [
      'by a policy of one of several routes of a chart',
      [
        policy('targetRefs: [{ kind: HTTPRoute, name: photos-web }]'),
        release('{ route: { web: { hostnames: [photos.example.net] }, api: { hostnames: [api.example.net] } } }'),
      ],
    ],
    ['by a policy of its Gateway', [policy('targetRefs: [{ kind: Gateway, name: inside, namespace: network }]'), route('photos', 'photos.example.net')]],
    [
      "by a policy of the Gateway that a chart's values name",
      [
        policy('targetRefs: [{ kind: Gateway, name: inside, namespace: network }]'),
        release('{ route: { app: { hostnames: [photos.example.net], parentRefs: [{ name: inside, namespace: network }] } } }'),
      ],
    ],
    [
      'by a selector',
      [policy("targetSelectors: [{ kind: HTTPRoute, matchLabels: { sso: 'yes' } }]"), route('photos', 'photos.example.net'), route('open', 'open.example.net')],
    ],
    [
      'by an object of grafana-operator',
      [
        `apiVersion: grafana.integreatly.org/v1beta1\nkind: Grafana\nmetadata: { name: charts, namespace: media }\nspec: { ingress: { metadata: { annotations: { ${authUrl} } }, spec: { rules: [{ host: photos.example.net }] } } }\n`,
      ],
    ],
  ])('%s', (_, texts) => {
    expect(guarded(...texts)).toEqual(photos);
  });

  it('by a variable that is equal to itself', () => {
    expect(guarded(policy('targetRefs: [{ kind: HTTPRoute, name: "${APP}" }]'), route('"${APP}"', '${APP}.example.net'))).toEqual([
      'https://${APP}.example.net',
    ]);
  });
});

describe('a host is not guarded', () => {
  it.each<[string, string[]]>([
    [
      'by what asks no outpost',
      [
        policy('targetRefs: [{ kind: HTTPRoute, name: photos }]', 'grpc: { backendRefs: [{ name: crowdsec-bouncer, port: 8080 }] }'),
        route('photos', 'photos.example.net'),
      ],
    ],
    [
      'by a policy of another namespace',
      [policy('targetRefs: [{ kind: HTTPRoute, name: photos }]').replace('namespace: media', 'namespace: other'), route('photos', 'photos.example.net')],
    ],
    [
      'by an Ingress that is switched off',
      [release(`{ ingress: { main: { enabled: false, hosts: [{ host: photos.example.net }], annotations: { ${authUrl} } } } }`)],
    ],
    [
      'by its Gateway when the route has a policy of its own',
      [
        policy('targetRefs: [{ kind: Gateway, name: inside, namespace: network }]'),
        policy('targetRefs: [{ kind: HTTPRoute, name: photos }]', 'grpc: {}').replace('name: sso', 'name: own'),
        route('photos', 'photos.example.net'),
      ],
    ],
  ])('%s', (_, texts) => {
    expect(guarded(...texts)).toEqual([]);
  });

  it('for sure, when the tree lacks what would say it', () => {
    expect([...guardsOf(manifestsIn(ingress('traefik.ingress.kubernetes.io/router.middlewares: edge-sso@kubernetescrd'))).uncertain]).toEqual([
      'photos.example.net',
    ]);
    expect(guardsOf(manifestsIn(policy('targetRefs: [{ kind: HTTPRoute, name: "${APP}" }]'), route('photos', 'photos.example.net'))).hidden).toBe(true);
  });
});
