import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';
import { type Files, said, rows, object, pod, variable, fromSecret } from '../support/foreign-trees.ts';

/** Ways of other people's repositories that look wrong at first sight, each beside what stays wrong. */

describe('the port of an Ingress', () => {
  const service = object('v1', 'Service', 'web', 'spec: { selector: { a: web }, ports: [{ port: 80, targetPort: 8080 }] }');
  const ingress = (kind: string, port = 8080, annotations = '{}') =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web, namespace: web, annotations: ${annotations} }\nspec:${kind === '' ? '' : `\n  ingressClassName: ${kind}`}\n  rules: [{ host: web.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: ${port} } } } }] } }]\n`;
  const codes = (...given: Parameters<typeof ingress>) => said({ 'i.yaml': ingress(...given), 's.yaml': service }, 'backend-missing');

  it('may be that of the pods, for ingress-nginx by whatever name', () => {
    for (const kind of ['nginx', 'internal', '']) expect(codes(kind)).toEqual([]);
    expect(codes('', 8080, '{ kubernetes.io/ingress.class: nginx }')).toEqual([]);
  });

  it('is that of the Service for others, and where nginx asks the Service itself', () => {
    for (const kind of ['traefik', 'haproxy', 'cilium']) expect(codes(kind)).toEqual(['error backend-missing']);
    expect(codes('nginx', 8080, '{ nginx.ingress.kubernetes.io/service-upstream: "true" }')).toEqual(['error backend-missing']);
    expect(codes('nginx', 8081)).toEqual(['error backend-missing']);
  });
});

describe('a cluster whose path only the Flux operator has', () => {
  const flux = (name: string, path: string) =>
    object(
      'kustomize.toolkit.fluxcd.io/v1',
      'Kustomization',
      name,
      `spec: { interval: 1h, prune: true, path: ${path}, sourceRef: { kind: GitRepository, name: house }, postBuild: { substituteFrom: [{ kind: ConfigMap, name: settings }] } }`,
      ', namespace: flux-system',
    );
  const settings = (data: string) => object('v1', 'ConfigMap', 'settings', `data: { ${data} }`, ', namespace: flux-system');
  const list = (...files: string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(', ')}]\n`;
  const page = object('v1', 'ConfigMap', 'page', 'data: { store: "${STORE}" }');
  const files = (sync: string, file = 'operator/values.yaml'): Files => ({
    'clusters/dev/config/kustomization.yaml': list('settings.yaml', 'cluster.yaml'),
    'clusters/dev/config/settings.yaml': settings('DOMAIN: dev.example.net'),
    'clusters/dev/config/cluster.yaml': flux('cluster', './clusters/dev'),
    'clusters/prod/config/kustomization.yaml': list('settings.yaml'),
    'clusters/prod/config/settings.yaml': settings('DOMAIN: example.net, STORE: store.example.net'),
    'clusters/prod/apps/kustomization.yaml': list('page.yaml'),
    'clusters/prod/apps/page.yaml': flux('page', './page'),
    'page/kustomization.yaml': list('page.yaml'),
    'page/page.yaml': page,
    [file]: sync,
  });
  const sync = (path: string) => `sync: { kind: GitRepository, url: "https://git.example.net/house", ref: refs/heads/main, path: ${path} }`;
  const codes = (...given: Parameters<typeof files>) =>
    codesSaid(files(...given), { versions: { flux: '2.9.0' } }).filter((line) => line.endsWith('substitution-dollar'));

  it('has the settings of its folder, be it in values, a release or the object itself', () => {
    expect(codes('other: {}\n')).toEqual(['warning substitution-dollar']);
    expect(codes(`instance: { ${sync('clusters/prod')} }\n`)).toEqual([]);
    const release = object(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      'flux-instance',
      `spec: { interval: 1h, values: { instance: { ${sync('./clusters/prod/')} } } }`,
    );
    expect(codes(release)).toEqual([]);
    expect(codes(object('fluxcd.controlplane.io/v1', 'FluxInstance', 'flux', `spec: { ${sync('clusters/prod')} }`))).toEqual([]);
  });

  it('is not told by a path that is not there, that a template fills in, or that is in an example', () => {
    expect(codes(`instance: { ${sync('clusters/other')} }\n`)).toEqual(['warning substitution-dollar']);
    expect(codes(`instance: { ${sync('"clusters/${NAME}"')} }\n`)).toEqual(['warning substitution-dollar']);
    expect(codes(`instance: { ${sync('clusters/prod')} }\n`, 'examples/values.yaml')).toEqual(['warning substitution-dollar']);
  });
});

describe('a Secret of the same name', () => {
  const secret = (namespace?: string) => object('v1', 'Secret', 'store', 'stringData: { username: "ENC[AES256_GCM,data:x]" }', namespace);
  const app = (namespace?: string) => pod('web', [fromSecret('DB_USER', 'store', 'DATABASE_USER')], namespace);
  const codes = (files: Files) => said(files, 'variable-key-missing');

  it('may be in another namespace, where nothing says which of several', () => {
    expect(codes({ 'web/app.yaml': app(''), 'data/store.yaml': secret(', namespace: data'), 'more/store.yaml': secret(', namespace: more') })).toEqual([]);
    const chart = {
      'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{ name: app-template, version: 4.0.0, repository: https://x }]\n',
    };
    const values = `app-template:\n  controllers: { web: { containers: { app: { image: { repository: x, tag: "1" }, env: { DB_USER: { valueFrom: { secretKeyRef: { name: store, key: DATABASE_USER } } } } } } } }\n`;
    expect(codes({ ...chart, 'web/values.yaml': values, 'data/store.yaml': secret('') })).toEqual([]);
    expect(codes({ ...chart, 'web/values.yaml': values, 'web/secrets/store.yaml': secret('') })).toHaveLength(1);
  });

  it('is the same where it is the only one, beside the app, and in the same namespace', () => {
    for (const file of ['web/store.yaml', 'web/secrets/store.yaml', 'data/store.yaml'])
      expect(codes({ 'web/app.yaml': app(''), [file]: secret('') })).toHaveLength(1);
    expect(codes({ 'web/app.yaml': app(''), 'web/store.yaml': secret(''), 'more/store.yaml': secret(', namespace: more') })).toHaveLength(1);
    expect(codes({ 'web/app.yaml': app(), 'data/store.yaml': secret(), 'more/store.yaml': secret(', namespace: more') })).toHaveLength(1);
  });
});

describe('two apps with one client', () => {
  const issuer = 'https://id.example.net/application/o/shop/';
  const blueprint = (type: string) =>
    `version: 1\nmetadata: { name: shop }\nentries:\n  - { model: authentik_providers_oauth2.oauth2provider, id: p, identifiers: { name: shop }, attrs: { client_type: ${type}, client_id: shop, redirect_uris: [{ url: "https://shop.example.net/cb", matching_mode: strict }, { url: "https://orders.example.net/cb", matching_mode: strict }] } }\n  - { model: authentik_core.application, identifiers: { slug: shop }, attrs: { name: Shop, provider: !KeyOf p } }\n`;
  const api = (name: string, ...more: string[]) =>
    pod(name, [variable('OIDC_ISSUER', issuer), variable('OIDC_CLIENT_ID', 'shop'), ...more], `, namespace: ${name}`);
  const secret = fromSecret('OIDC_CLIENT_SECRET', 'shop', 'secret');
  const back = variable('OIDC_REDIRECT_URI', 'https://shop.example.net/cb');
  const codes = (type: string, ...apps: string[]) =>
    codesSaid({ 'bp.yaml': blueprint(type), ...Object.fromEntries(apps.map((text, index) => [`${index}.yaml`, text])) }).filter((line) =>
      /provider-shared|client-type-mismatch/.test(line),
    );

  it('may both only judge its tokens', () => {
    expect(codes('public', api('orders'), api('stock'))).toEqual([]);
    expect(codes('confidential', api('orders'), api('shop', secret, back))).toEqual([]);
  });

  it('are told when both send people to sign in, and one alone when it lacks the secret', () => {
    expect(codes('confidential', api('orders', secret, back.replace('shop.', 'orders.')), api('shop', secret, back))).toEqual(['warning provider-shared']);
    expect(codes('confidential', api('orders'))).toEqual(['warning client-type-mismatch']);
    expect(codes('public', api('orders', back.replace('shop.', 'orders.')), api('shop', back))).toEqual(['warning provider-shared']);
  });
});

describe('the secret of a client in the file of a realm', () => {
  const realm = (...uris: string[]) =>
    JSON.stringify({
      realm: 'shop',
      clients: uris.map((uri, index) => ({ clientId: `web${index}`, secret: 'q7Xz9LmP2vR8tW4kAbCd', redirectUris: [uri] })),
    });
  const codes = (text: string, file = 'keycloak/realm.json') => said({ [file]: text }, 'secret-literal');

  it('opens nothing where every client comes back to the same machine', () => {
    expect(codes(realm('http://localhost:5173/*', 'http://127.0.0.1:3000/*'))).toEqual([]);
    expect(codes(realm('http://localhost:5173/*', 'https://shop.example.net/*'))).toHaveLength(1);
    expect(codes(realm('https://localhost.example.net/*'))).toHaveLength(1);
    const map = object('v1', 'ConfigMap', 'realm', `data: { realm.json: '${realm('http://localhost:8000')}' }`);
    expect(codes(map, 'realm.yaml')).toHaveLength(1);
  });
});

describe('Auth.js', () => {
  const realm = (uri: string) =>
    object(
      'k8s.keycloak.org/v2alpha1',
      'KeycloakRealmImport',
      'shop',
      `spec: { realm: { realm: shop, clients: [{ clientId: web, redirectUris: ["${uri}"] }] } }`,
    );
  const app = (...more: string[]) =>
    pod('web', [
      variable('AUTH_KEYCLOAK_ID', 'web'),
      variable('AUTH_KEYCLOAK_ISSUER', 'https://id.example.net/realms/shop'),
      fromSecret('AUTH_KEYCLOAK_SECRET', 'web', 'secret'),
      ...more,
    ]);
  const url = variable('AUTH_URL', 'https://shop.example.net');
  const codes = (uri: string, ...more: string[]) => said({ 'a.yaml': app(...more), 'realm.yaml': realm(uri) }, 'redirect-missing');

  it('is a login at the provider that its variables name', () => {
    expect(rows({ 'a.yaml': app(url), 'realm.yaml': realm('https://shop.example.net/api/auth/callback/keycloak') })).toEqual(['web web both']);
    const zitadel = app().replaceAll('KEYCLOAK', 'ZITADEL').replace('/realms/shop', '');
    expect(rows({ 'a.yaml': zitadel })).toEqual(['web web app']);
  });

  it('may come back to any path that a pattern allows', () => {
    expect(codes('https://shop.example.net/api/auth/callback/keycloak', url)).toEqual([]);
    for (const uri of [
      '*',
      'https://shop.example.net/*',
      'https://shop.example.net/auth/callback/keycloak',
      'https://shop.example.net/shop/api/auth/callback/keycloak',
    ])
      expect(codes(uri)).toEqual([]);
    expect(codes('https://shop.example.net/cb')).toEqual(['error redirect-missing']);
  });
});

describe('Flux in an archive, which still applies itself', () => {
  const sync = (path: string) =>
    object(
      'kustomize.toolkit.fluxcd.io/v1',
      'Kustomization',
      'flux-system',
      `spec: { interval: 1h, prune: true, path: ${path}, sourceRef: { kind: GitRepository, name: house } }`,
    );
  const files = (path: string): Files => ({
    'archive/flux/cluster/sync.yaml': sync(path),
    'archive/flux/cluster/page.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: page, namespace: web }\ndata:\n  host: notes\n  host: wiki\n',
    'argo/app.yaml': object('argoproj.io/v1alpha1', 'Application', 'web', 'spec: { source: { repoURL: https://git.example.net/house, path: web } }'),
  });
  const codes = (path: string) => codesSaid(files(path)).filter((line) => line.includes('yaml-duplicate-key'));

  it('applies nothing where its path is that of before', () => {
    expect(codes('./gitops/cluster')).toEqual([]);
    expect(codes('./archive/flux/cluster')).toHaveLength(1);
  });
});

describe('the key of authentik', () => {
  const release = (more = '') =>
    object(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      'authentik',
      `spec:\n  interval: 1h\n${more}  chart: { spec: { chart: authentik, version: 2026.8.0, sourceRef: { kind: HelmRepository, name: authentik } } }\n  values: { authentik: { log_level: info } }`,
    );
  const sealed = (name: string) => object('bitnami.com/v1alpha1', 'SealedSecret', name, 'spec: { encryptedData: { AUTHENTIK_SECRET_KEY: AgBy } }');
  const codes = (text: string, name: string) => said({ 'a.yaml': text, 'b.yaml': sealed(name) }, 'authentik-secret-key-missing').length;

  it('may stand in a Secret of the name that the chart gives its own', () => {
    expect(codes(release(), 'authentik')).toBe(0);
    expect(codes(release('  targetNamespace: web\n'), 'web-authentik')).toBe(0);
    expect(codes(release('  releaseName: login\n'), 'login-authentik')).toBe(0);
    expect(codes(release(), 'authentik-secret')).toBe(1);
    expect(codes(release('  targetNamespace: web\n'), 'authentik')).toBe(1);
  });
});

describe('the rows of logins', () => {
  it('have a ConfigMap once that a workload takes, whatever the two are called', () => {
    const map = object(
      'v1',
      'ConfigMap',
      'games-config',
      'data: { OIDC_ISSUER: "https://id.example.net/realms/home", OIDC_CLIENT_ID: games, OIDC_REDIRECT_URL: "https://games.example.net/cb" }',
    );
    const backend = pod('games-backend', []).replace('env: []', 'envFrom: [{ configMapRef: { name: games-config } }]');
    expect(rows({ 'a/map.yaml': map, 'a/deployment.yaml': backend })).toEqual(['games-backend games app']);
  });

  it('have no name of what SOPS has encrypted', () => {
    const ingress = `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web, namespace: web, annotations: { nginx.ingress.kubernetes.io/auth-url: "http://authelia.auth.svc.cluster.local/api/verify" } }\nspec: { rules: [{ host: "ENC[AES256_GCM,data:Zz,iv:a,tag:b,type:str]" }] }\n`;
    expect(rows({ 'a.yaml': ingress })).toEqual(['web app']);
  });
});
