import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';

/** Hosts behind forward-auth, in the list of logins: of others than authentik, and of authentik before the app itself. */

const rows = (...texts: readonly string[]) =>
  checkFiles(texts.map((text, index) => ({ file: `file-${index}.yaml`, text })))
    .logins()
    .filter(({ protocol }) => protocol === 'forward-auth')
    .map(({ app, provider, read, other, why }) => [app, provider, read, other === undefined ? why : `file-${/\d/.exec(other.at.file)?.[0]}:${other.at.line}`]);

const ingress = (host: string, annotations: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: photos, namespace: media, annotations: { ${annotations} } }\nspec: { rules: [{ host: '${host}' }] }\n`;
const asks = (url: string) => `nginx.ingress.kubernetes.io/auth-url: ${url}`;
const verify = asks('http://authelia.sso.svc.cluster.local/api/authz/auth-request');
const authelia = (rules: string, usual = 'deny') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: authelia, namespace: sso }\ndata:\n  configuration.yaml: |\n    access_control:\n      default_policy: ${usual}\n      rules:\n${rules.replace(/^/gm, '        ')}\n`;

describe('a host that the edge shows to Authelia', () => {
  it('has a rule there', () => {
    const rule = authelia("- { domain: photos.example.net, policy: bypass, resources: ['^/api/'] }\n- { domain: ['*.example.net'], policy: one_factor }");
    expect(rows(ingress('photos.example.net', verify), rule)).toEqual([['photos.example.net', 'Authelia', 'both', 'file-1:10']]);
    expect(rows(ingress('photos.${HOME}', verify), authelia("- { domain: '*.${HOME}', policy: two_factor }"))).toEqual([
      ['photos.${HOME}', 'Authelia', 'both', 'file-1:9'],
    ]);
  });

  it('has a rule by a regular expression', () => {
    const by = (source: string) => authelia(`- { domain_regex: '${source}', policy: two_factor }`);
    const paired = [['photos.example.net', 'Authelia', 'both', 'file-1:9']];
    for (const source of ['.*', '^photos\\.example\\.net$', '^(?P<User>\\w+)\\.example'])
      expect(rows(ingress('photos.example.net', verify), by(source))).toEqual(paired);
    expect(rows(ingress('photos.example.net', verify), by('^wiki\\.'))[0]![2]).toBe('app');
    expect(rows(ingress('photos.${HOME}', verify), by('^.+$'))[0]![2]).toBe('both');
    expect(rows(ingress('photos.${HOME}', verify), by('^photos'))[0]![2]).toBe('app');
  });

  it('has the rule for all, or none', () => {
    const other = '- { domain: wiki.example.net, policy: one_factor }';
    expect(rows(ingress('photos.example.net', verify), authelia(other, 'two_factor'))).toEqual([['photos.example.net', 'Authelia', 'both', 'file-1:7']]);
    const none = [['photos.example.net', 'Authelia', 'app', 'no rule of Authelia for photos.example.net is in git']];
    expect(rows(ingress('photos.example.net', verify), authelia(other))).toEqual(none);
    expect(rows(ingress('photos.example.net', verify))).toEqual(none);
  });

  it('is no login where the rule lets everyone in', () => {
    expect(rows(ingress('photos.example.net', verify), authelia('- { domain: photos.example.net, policy: bypass }'))).toEqual([]);
  });
});

describe('a host that the edge leads to authentik, which passes on to the app', () => {
  const route = (service: string) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: photos, namespace: web }\nspec:\n  hostnames: [photos.example.net]\n  rules: [{ backendRefs: [{ name: ${service}, namespace: sso, port: 80 }] }]\n`;
  const provider =
    'version: 1\nmetadata: { name: doors }\nentries:\n  - model: authentik_providers_proxy.proxyprovider\n    id: p\n    identifiers: { name: photos }\n    attrs: { mode: proxy, external_host: https://photos.example.net, internal_host: http://photos.web }\n  - { model: authentik_core.application, identifiers: { slug: photos }, attrs: { name: Photos, provider: !KeyOf p } }\n';

  it('is one login of both ends', () => {
    for (const service of ['authentik-server', 'ak-outpost-doors'])
      expect(rows(route(service), provider).map(([app, idp, read]) => [app, idp, read])).toEqual([['photos.example.net', 'authentik', 'both']]);
    expect(rows(route('photos'), provider).map(([app, idp, read]) => [app, idp, read])).toEqual([['photos.example.net', 'authentik', 'provider']]);
  });
});

describe('a host that the edge shows to a proxy', () => {
  const proxy =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: gate, namespace: edge }\nspec: { template: { spec: { containers: [{ name: gate, image: "quay.io/oauth2-proxy/oauth2-proxy:v7.9.0", args: [--provider=oidc, "--oidc-issuer-url=https://id.example.net", --client-id=gate, "--redirect-url=https://gate.example.net/oauth2/callback"] }] } } }\n';

  it('is guarded by its login', () => {
    for (const url of ['http://gate.edge.svc.cluster.local:4180/oauth2/auth', 'https://gate.example.net/oauth2/auth'])
      expect(rows(ingress('photos.example.net', asks(url)), proxy)).toMatchObject([['photos.example.net', 'gate', 'both', 'file-1:4']]);
  });

  it('is guarded by a proxy that is installed here, and signs in elsewhere', () => {
    const release =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: gate, namespace: edge }\nspec: { interval: 1h, chart: { spec: { chart: oauth2-proxy, sourceRef: { kind: HelmRepository, name: n } } }, values: { config: { existingSecret: gate }, extraArgs: { provider: google } } }\n';
    expect(rows(ingress('photos.example.net', asks('http://gate.edge.svc.cluster.local/oauth2/auth')), release)).toEqual([
      ['photos.example.net', 'gate', 'both', 'file-1:3'],
    ]);
    expect(rows(ingress('photos.example.net', asks('http://door.edge/check')), release).map(([, by, read]) => [by, read])).toEqual([['door.edge', 'app']]);
  });

  it('is guarded by one of the Services of a release', () => {
    const release =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: gate, namespace: edge }\nspec: { interval: 1h, chart: { spec: { chart: app-template, version: 4.4.0, sourceRef: { kind: HelmRepository, name: n } } }, values: { controllers: { gate: { containers: { app: { image: { repository: quay.io/oauth2-proxy/oauth2-proxy, tag: v7.9.0 }, args: [--provider=oidc, "--oidc-issuer-url=https://id.example.net", --client-id=gate] } } } }, service: { app: { controller: gate, ports: { http: { port: 4180 } } }, metrics: { controller: gate, ports: { http: { port: 44180 } } } } } }\n';
    const at = (url: string) => rows(ingress('photos.example.net', asks(url)), release).map(([, , read]) => read);
    expect(at('http://gate-app.edge.svc.cluster.local:4180/oauth2/auth')).toEqual(['both']);
    expect(at('http://gate-app.other.svc.cluster.local:4180/oauth2/auth')).toEqual(['app']);
  });

  it('is listed where the settings are elsewhere', () => {
    expect(rows(ingress('photos.example.net', asks('http://door.edge/check')))).toEqual([
      ['photos.example.net', 'door.edge', 'app', 'the edge asks http://door.edge/check, whose settings are not in git'],
    ]);
  });

  it('by a chain of Middlewares, and by a policy of Envoy', () => {
    const door =
      'apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: door, namespace: edge }\nspec: { forwardAuth: { address: http://gate.edge:4180/ } }\n';
    const chain =
      'apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: all, namespace: net }\nspec: { chain: { middlewares: [{ name: edge-door@kubernetescrd }] } }\n';
    const named = ingress('photos.example.net', 'traefik.ingress.kubernetes.io/router.middlewares: net-all@kubernetescrd');
    expect(rows(named, proxy, door, chain)).toMatchObject([['photos.example.net', 'gate', 'both', 'file-1:4']]);
    const policy =
      'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: sso, namespace: media }\nspec: { targetRefs: [{ kind: HTTPRoute, name: photos }], extAuth: { http: { path: /api/authz/ext-authz/, backendRefs: [{ name: authelia, port: 80 }] } } }\n';
    const release =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: photos, namespace: media }\nspec: { chart: { spec: { chart: app-template } }, values: { route: { app: { hostnames: ["{{ .Release.Name }}.example.net"] } } } }\n';
    const wiki = release.replaceAll('photos', 'wiki');
    expect(rows(release, wiki, policy.replace('name: photos', 'name: wiki').replace('name: sso', 'name: other'), policy).map(([host]) => host)).toEqual([
      'photos.example.net',
      'wiki.example.net',
    ]);
    expect(rows(release, policy, authelia('- { domain: photos.example.net, policy: one_factor }'))).toEqual([
      ['photos.example.net', 'Authelia', 'both', 'file-2:9'],
    ]);
  });
});

describe('a host behind a plugin of Traefik', () => {
  const route = (name: string) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: photos, namespace: media }\nspec: { hostnames: [photos.example.net], rules: [{ filters: [{ type: ExtensionRef, extensionRef: { group: traefik.io, kind: Middleware, name: ${name} } }] }] }\n`;
  const plugin = (options: string) =>
    `apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: door, namespace: media }\nspec:\n  plugin: { door: { ${options} } }\n`;

  it('is guarded by its login', () => {
    const options = 'Provider: { Url: "https://id.example.net/application/o/door/", ClientId: door }';
    expect(rows(route('door'), plugin(options))).toEqual([['photos.example.net', 'door', 'both', 'file-1:5']]);
    expect(rows(route('door'), plugin('sourceRange: [10.0.0.0/8]'))).toEqual([]);
  });

  it('is listed once, with what signs in', () => {
    const options = 'Provider: { Url: "https://id.example.net/application/o/door/", ClientId: "${OIDC_CLIENT_ID}" }';
    const traefik =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: traefik, namespace: net }\nspec: { template: { spec: { containers: [{ name: traefik, image: "traefik:v3", env: [{ name: OIDC_CLIENT_ID, valueFrom: { secretKeyRef: { name: door, key: id } } }] }] } } }\n';
    const texts = [route('door'), plugin(options), traefik];
    const all = checkFiles(texts.map((text, index) => ({ file: `file-${index}.yaml`, text }))).logins();
    expect(all.map(({ app }) => app)).toEqual(['door', 'photos.example.net']);
  });
});

it('a check without a sign-in is no login', () => {
  for (const url of ['http://anubis.edge:8080/.within.website/x/cmd/anubis/api/check', 'http://traefik-crowdsec-bouncer.edge:8080/api/v1/forwardAuth'])
    expect(rows(ingress('photos.example.net', asks(url)))).toEqual([]);
});

it('a Secret of the provider itself is no login', () => {
  const files = [
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: authelia, namespace: sso }\nspec: { chart: { spec: { chart: authelia } }, values: {} }\n',
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: authelia, namespace: sso }\nspec: { target: { template: { data: { IDENTITY_PROVIDERS_OIDC_HMAC_SECRET: "{{ .hmac }}", IDENTITY_PROVIDERS_OIDC_ISSUER_PRIVATE_KEY: "{{ .key }}", OIDC_CLIENT_WIKI_SECRET: "{{ .wiki }}" } } } }\n',
  ];
  expect(checkFiles(files.map((text, index) => ({ file: `sso/file-${index}.yaml`, text }))).logins()).toEqual([]);
});

it('a Job that tells the provider of its clients is no app', () => {
  const job = (image: string) =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: { name: apply, namespace: sso }\nspec: { template: { spec: { containers: [{ name: apply, image: "${image}", env: [{ name: OIDC_CLIENT_ID, valueFrom: { secretKeyRef: { name: realm, key: id } } }, { name: OIDC_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: realm, key: secret } } }] }] } } }\n`;
  const listed = (image: string) => checkFiles([{ file: 'job.yaml', text: job(image) }]).logins();
  expect(listed('adorsys/keycloak-config-cli:6.5.1-26')).toEqual([]);
  expect(listed('example.net/board:1')).toHaveLength(1);
});

it('an app that nothing applies is said for its client', () => {
  const files = {
    'ks.yaml':
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: sso, namespace: flux-system }\nspec: { interval: 1h, prune: true, path: ./feeds/sso, sourceRef: { kind: GitRepository, name: flux-system } }\n',
    'feeds/sso/clients.yaml': authelia('- { domain: "*.example.net", policy: one_factor }').replace(
      'access_control:',
      'identity_providers: { oidc: { clients: [{ client_id: wiki, redirect_uris: [https://wiki.example.net/cb] }, { client_id: feeds, redirect_uris: [https://feeds.example.net/cb] }] } }\n    access_control:',
    ),
    // The folder of all is that of no app.
    'feeds/old/page.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: page, namespace: web }\n',
    'apps/wiki/release.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: wiki, namespace: web }\nspec: {}\n',
  };
  const whys = checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })))
    .logins()
    .map(({ app, why }) => `${app}: ${why?.slice(0, 45)}`);
  expect(whys).toEqual(['feeds: no settings of an app for this client were fo', 'wiki: nothing applies the files of its app (apps/wi']);
});

describe('a host to which a policy of Kyverno adds the question', () => {
  const policy = (match: string, kind = 'ClusterPolicy') =>
    `apiVersion: kyverno.io/v1\nkind: ${kind}\nmetadata: { name: doors }\nspec:\n  rules:\n    - name: door\n      match: ${match}\n      mutate: { patchStrategicMerge: { metadata: { annotations: { '+(${asks('x').split(':')[0]!})': 'http://authelia.sso.svc.cluster.local/api/authz/auth-request' } } } }\n`;
  const meant = "{ resources: { kinds: [Ingress], annotations: { home.example.net/door: 'true' } } }";
  const rule = authelia('- { domain: photos.example.net, policy: one_factor }');
  const marked = (value: string) => ingress('photos.example.net', `home.example.net/door: '${value}'`);
  const guarded = [['photos.example.net', 'Authelia', 'both', 'file-1:9']];

  it('is guarded by its own annotation', () => {
    for (const match of [meant, `{ any: [${meant}] }`, `{ all: [${meant}] }`]) expect(rows(marked('true'), rule, policy(match))).toEqual(guarded);
  });

  it('is not without it, and not by a policy for something else', () => {
    expect(rows(marked('false'), rule, policy(meant))).toEqual([]);
    expect(rows(marked('true'), rule)).toEqual([]);
    expect(rows(marked('true'), rule, policy(meant.replace('[Ingress]', '[Service]')))).toEqual([]);
  });
});
