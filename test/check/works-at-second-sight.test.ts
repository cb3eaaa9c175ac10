import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

/** Trees that work by another version, another webhook, another Job or a template, each beside one that fails. */

const said = (files: Readonly<Record<string, string>>, code: string): string[] => codesSaid(files).filter((line) => line.endsWith(` ${code}`));
const object = (apiVersion: string, kind: string, name: string, rest: string, namespace = 'auth'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\n${rest}\n`;
const release = (chart: string, version: string, repository = chart): string =>
  object(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    chart,
    `spec: { interval: 1h, chart: { spec: { chart: ${chart}, version: ${version}, sourceRef: { kind: HelmRepository, name: ${repository} } } } }`,
  );

describe('a Job that applies a blueprint', () => {
  const text = 'version: 1\nmetadata: { name: x }\nentries: [{ model: authentik_core.group, identifiers: { name: x } }]';
  const map = (...keys: readonly string[]) =>
    object('v1', 'ConfigMap', 'blueprints', `data:\n${keys.map((key) => `  ${key}: |\n    ${text.replaceAll('\n', '\n    ')}\n`).join('')}`);
  const job = (name: string, path: string, image = 'ghcr.io/goauthentik/server:2026.2.1', mounted = true, env = '') =>
    object(
      'batch/v1',
      'Job',
      name,
      `spec: { template: { spec: { containers: [{ name: a, image: "${image}", args: [apply_blueprint, ${path}]${env}${mounted ? ', volumeMounts: [{ name: b, mountPath: /blueprints/own }]' : ''} }], volumes: [{ name: b, configMap: { name: blueprints } }] } } }`,
    );

  it('may have an image that brings it', () => {
    const files = (image: string) => ({ 'j.yaml': job('one', 'own/x.yaml', image, false) });
    expect(said(files('registry.example.org/my-authentik:1'), 'blueprint-job-file')).toEqual([]);
    expect(said(files('ghcr.io/goauthentik/server:2026.2.1'), 'blueprint-job-file')).toEqual(['error blueprint-job-file']);
  });

  it('may leave one to another Job, and find another ConfigMap in each stage', () => {
    const both = { 'm.yaml': map('x.yaml', 'y.yaml'), 'j.yaml': job('one', 'own/x.yaml') };
    expect(said(both, 'blueprint-job-file')).toEqual(['warning blueprint-job-file']);
    expect(said({ ...both, 'k.yaml': job('two', 'own/y.yaml') }, 'blueprint-job-file')).toEqual([]);
    const stages = { 'base/j.yaml': job('one', 'own/x.yaml'), 'production/m.yaml': map('y.yaml'), 'staging/m.yaml': map('x.yaml') };
    expect(said(stages, 'blueprint-job-file')).toEqual([]);
    expect(said({ 'm.yaml': map('y.yaml'), 'j.yaml': job('one', 'own/x.yaml') }, 'blueprint-job-file')).toContain('error blueprint-job-file');
  });

  it('may log more than the others, and reach their database by another name', () => {
    const with3 = (env: string) => ({
      'a.yaml': job('a', 'default/x.yaml', undefined, false, ', env: [{ name: AUTHENTIK_POSTGRESQL__HOST, value: db }]'),
      'b.yaml': job('b', 'default/x.yaml', undefined, false, ', env: [{ name: AUTHENTIK_POSTGRESQL__HOST, value: db }]'),
      'c.yaml': job('c', 'default/x.yaml', undefined, false, env),
    });
    const more = ', env: [{ name: AUTHENTIK_POSTGRESQL__HOST, value: db }, { name: AUTHENTIK_LOG_LEVEL, value: debug }]';
    expect(said(with3(more), 'blueprint-job-database')).toEqual([]);
    expect(said(with3(', envFrom: [{ secretRef: { name: env } }]'), 'blueprint-job-database')).toEqual([]);
    expect(said(with3(', env: [{ name: AUTHENTIK_POSTGRESQL__HOST, value: other }]'), 'blueprint-job-database')).toEqual(['warning blueprint-job-database']);
  });
});

describe('a logout redirect URI that authentik does not know yet', () => {
  const files = (logout: string) => ({
    'a.yaml': release('authentik', '2026.2.1'),
    'b.yaml': `version: 1\nmetadata: { name: a }\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    identifiers: { name: a }\n    attrs:\n      client_id: a\n      redirect_uris:\n        - { matching_mode: strict, url: "https://a.example.org/cb" }\n        - { matching_mode: strict, url: "${logout}", redirect_uri_type: logout }\n`,
  });

  it('opens nothing where the same host takes codes anyway', () => {
    expect(said(files('https://a.example.org/cb'), 'field-too-new')).toEqual([]);
    expect(said(files('https://a.example.org/'), 'field-too-new')).toEqual(['warning field-too-new']);
    expect(said(files('https://bye.example.net/'), 'field-too-new')).toEqual(['error field-too-new']);
  });
});

describe('a group that is renamed', () => {
  const files = (file: string, other: string) => ({
    [file]:
      'version: 1\nmetadata: { name: a }\nentries:\n  - { model: authentik_core.group, identifiers: { pk: !Find [authentik_core.group, [name, old]] }, attrs: { name: new } }\n',
    [other]: object(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      'grafana',
      `spec: { interval: 1h, chart: { spec: { chart: grafana, version: 10.1.0, sourceRef: { kind: HelmRepository, name: grafana } } }, values: { grafana.ini: { auth.generic_oauth: { enabled: true, client_id: g, scopes: openid profile, auth_url: "https://id.example.org/application/o/authorize/", role_attribute_path: "contains(groups, 'old') && 'Admin'" } } } }`,
    ),
  });

  it('has its old name still in another stage', () => {
    expect(said(files('a.yaml', 'g.yaml'), 'group-renamed-away')).toEqual(['error group-renamed-away']);
    expect(said(files('production/all.yaml', 'staging/all.yaml'), 'group-renamed-away')).toEqual([]);
  });
});

describe('the OVH solver', () => {
  const files = (config: string, version?: string) => ({
    'i.yaml': object(
      'cert-manager.io/v1',
      'ClusterIssuer',
      'acme',
      `spec: { acme: { solvers: [{ dns01: { webhook: { groupName: acme.example.org, solverName: ovh, config: { endpoint: ovh-eu, ${config} } } } }] } }`,
    ),
    ...(version === undefined
      ? {}
      : {
          'w.yaml': `${release('cert-manager-webhook-ovh', version, 'aureq')}---\n${object('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'aureq', 'spec: { url: "https://aureq.github.io/cert-manager-webhook-ovh/" }')}`,
        }),
  });
  const ref = '{ name: ovh, key: k }';
  const before = `applicationKeyRef: ${ref}, applicationSecretRef: ${ref}, consumerKeyRef: ${ref}`;

  it('has the names of the webhook that runs', () => {
    expect(said(files(before, '0.7.6'), 'ovh-consumer-key')).toEqual([]);
    expect(said(files(before), 'ovh-consumer-key')).toEqual([]);
    expect(said(files(before, '0.8.0'), 'ovh-consumer-key')).toEqual(['error ovh-consumer-key']);
    expect(said(files(`authenticationMethod: application, ${before}`), 'ovh-consumer-key')).toEqual(['error ovh-consumer-key']);
    expect(said(files(`applicationKeyRef: ${ref}, applicationSecretRef: ${ref}, consumerKey: x`), 'ovh-consumer-key')).toEqual(['warning ovh-consumer-key']);
  });
});

describe('the file of kube-apiserver', () => {
  const file = (issuer: string, rest = '', version = 'v1beta1') =>
    `apiVersion: apiserver.config.k8s.io/${version}\nkind: AuthenticationConfiguration\njwt:\n  - issuer: { url: "https://id.example.org/application/o/k8s/", ${issuer} }\n    claimMappings: { username: { claim: sub, prefix: "oidc:" } }\n${rest}`;

  it('may have its audiences from a template', () => {
    expect(said({ 'a.yaml': file('audiences: "{{ audiences }}"') }, 'apiserver-audience-policy')).toEqual([]);
    expect(said({ 'a.yaml': file('audiences: []') }, 'apiserver-audience-policy')).toEqual(['error apiserver-audience-policy']);
  });

  it('may say anything in quotes', () => {
    const rule = (expression: string) => file('audiences: [k8s]', `    claimValidationRules: [{ expression: "${expression}" }]\n`);
    expect(said({ 'a.yaml': rule("claims.sub != 'claims.groups.exists(g)'") }, 'apiserver-cel-comprehension')).toEqual([]);
    expect(said({ 'a.yaml': rule("claims.groups.exists(g, g == 'a')") }, 'apiserver-cel-comprehension')).toEqual(['error apiserver-cel-comprehension']);
  });

  it('is of one of several clusters', () => {
    const talos = (version: string) => `clusterName: x\nkubernetesVersion: ${version}\nnodes: []\n`;
    const files = (version: string) => ({
      'a/talconfig.yaml': talos('v1.33.1'),
      'b/talconfig.yaml': talos(version),
      'b/a.yaml': file('audiences: [k8s]', '', 'v1'),
    });
    expect(said(files('v1.34.0'), 'apiserver-api-version')).toEqual([]);
    expect(said(files('v1.33.2'), 'apiserver-api-version')).toEqual(['error apiserver-api-version']);
  });

  it('may be built by kustomize, and left out by .sourceignore', () => {
    const kubeadm = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n';
    const built = (...resources: readonly string[]) => ({
      'k/kustomization.yaml': `resources: [${resources.join(', ')}]\n`,
      'k/kubeadm.yaml': kubeadm,
      'k/map.yaml': object('v1', 'ConfigMap', 'map', 'data: {}'),
    });
    expect(said(built('kubeadm.yaml'), 'apiserver-file-applied')).toEqual([]);
    expect(said(built('kubeadm.yaml', 'map.yaml'), 'apiserver-file-applied')).toEqual(['error apiserver-file-applied']);
    const flux = object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'all', 'spec: { path: ./clusters/home, interval: 1h, prune: true }');
    expect(said({ 'flux.yaml': flux, 'clusters/home/kubeadm.yaml': kubeadm }, 'apiserver-file-applied')).toEqual(['warning apiserver-file-applied']);
  });
});

describe('Vault', () => {
  const role = (more: string) => ({
    'v.yaml': object(
      'v1',
      'ConfigMap',
      'vault',
      `data:\n  config.json: '{"oidc_discovery_url": "https://id.example.org/application/o/vault/", "oidc_client_id": "vault", "default_role": "x"}'\n  role.json: '{"allowed_redirect_uris": ["https://v.example.org/ui/vault/auth/oidc/oidc/callback"], "user_claim": "sub", "token_policies": ["admin"]${more}}'`,
    ),
  });

  it('gives its policies to the one whom the role names', () => {
    expect(said(role(', "bound_subject": "me"'), 'vault-role-policies')).toEqual([]);
    expect(said(role(''), 'vault-role-policies')).toEqual(['warning vault-role-policies']);
  });
});

describe('a client secret that is generated', () => {
  const generated = (name: string, namespace: string, more: string) =>
    object(
      'external-secrets.io/v1',
      'ExternalSecret',
      name,
      `spec:\n  refreshInterval: "0"\n  secretStoreRef: { kind: ClusterSecretStore, name: store }\n  dataFrom: [{ sourceRef: { generatorRef: { kind: Password, name: random } }${more}`,
      namespace,
    );
  const files = (app: string, authentik: string) => ({
    'a.yaml': `${generated('wiki', 'web', app)}---\n${object('apps/v1', 'Deployment', 'wiki', 'spec: { template: { spec: { containers: [{ name: app, image: example/wiki, env: [{ name: OIDC_CLIENT_ID, value: wiki }, { name: OIDC_ISSUER, value: "https://id.example.org/application/o/wiki/" }, { name: OIDC_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: wiki, key: secret } } }] }] } } }', 'web')}`,
    'b.yaml': `${generated('ak', 'auth', authentik)}---\n${object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'authentik', 'spec: { interval: 1h, chart: { spec: { chart: authentik, version: 2026.2.1, sourceRef: { kind: HelmRepository, name: authentik } } }, values: { global: { env: [{ name: WIKI, valueFrom: { secretKeyRef: { name: ak, key: secret } } }] }, blueprints: { configMaps: [bp] } } }')}`,
    'c.yaml': object(
      'v1',
      'ConfigMap',
      'bp',
      'data:\n  a.yaml: |\n    version: 1\n    metadata: { name: a }\n    entries:\n      - { model: authentik_providers_oauth2.oauth2provider, id: p, identifiers: { name: wiki }, attrs: { client_id: wiki, client_secret: !Env WIKI } }\n      - { model: authentik_core.application, identifiers: { slug: wiki }, attrs: { name: W, provider: !KeyOf p } }',
    ),
  });

  it('is another one at each end, unless its key comes from a store', () => {
    const renamed = ', rewrite: [{ regexp: { source: password, target: secret } }] }]';
    expect(said(files(renamed, renamed), 'secret-mismatch')).toEqual(['error secret-mismatch']);
    // What a generator makes can be given another name.
    expect(said(files(renamed, renamed), 'secret-missing')).toEqual([]);
    const stored = ' }]\n  data: [{ secretKey: secret, remoteRef: { key: wiki, property: secret } }]';
    expect(said(files(stored, stored), 'secret-mismatch')).toEqual([]);
  });
});

describe('what is made elsewhere', () => {
  it('may be an issuer in a playbook', () => {
    const files = (playbook: string) => ({
      'i.yaml': `apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: { name: letsencrypt-dns }\nspec: {}\n`,
      'w.yaml': object(
        'networking.k8s.io/v1',
        'Ingress',
        'web',
        'spec: { rules: [{ host: w.example.org }], tls: [{ hosts: [w.example.org], secretName: w }] }',
      ).replace('namespace: auth', 'namespace: auth, annotations: { cert-manager.io/cluster-issuer: letsencrypt-prod }'),
      'play.yaml': `- hosts: all\n  tasks:\n    - kubernetes.core.k8s:\n        definition:\n          kind: ClusterIssuer\n          metadata:\n            name: ${playbook}\n`,
    });
    expect(said(files('letsencrypt-prod'), 'certificate-issuer-unknown')).toEqual([]);
    expect(said(files('other'), 'certificate-issuer-unknown')).toEqual(['warning certificate-issuer-unknown']);
  });

  it('may be the Ingress of a chart in the repository', () => {
    const files = (listed: string) => ({
      'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'charts/web/templates/i.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web-ingress }\nspec: { ingressClassName: nginx, rules: [{ host: "{{ .Values.ingress.host }}", http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }\n',
      'r.yaml': object(
        'helm.toolkit.fluxcd.io/v2',
        'HelmRelease',
        'web',
        'spec: { interval: 1h, chart: { spec: { chart: ./charts/web, sourceRef: { kind: GitRepository, name: flux-system } } }, values: { ingress: { enabled: true, className: nginx, host: w.example.org } } }',
      ),
      'k/kustomization.yaml': `resources: [${listed}]\n`,
      'k/a.yaml': object(
        'networking.k8s.io/v1',
        'Ingress',
        'left',
        'spec: { ingressClassName: nginx, rules: [{ host: w.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: left, port: { number: 80 } } } }] } }] }',
      ),
      'k/b.yaml': object('v1', 'ConfigMap', 'b', 'data: {}'),
    });
    // What its kustomization does not list stayed behind.
    expect(said(files('b.yaml'), 'host-served-twice')).toEqual([]);
    expect(said(files('a.yaml'), 'host-served-twice')).toEqual(['warning host-served-twice']);
  });

  it('may be a list that Flux fills in', () => {
    const files = (urls: string) => ({
      'flux.yaml': object(
        'kustomize.toolkit.fluxcd.io/v1',
        'Kustomization',
        'wiki',
        `spec: { path: ./wiki, interval: 1h, prune: true, targetNamespace: web, postBuild: { substitute: { URLS: '${urls}' } } }`,
      ),
      'wiki/kustomization.yaml': 'resources: [client.yaml, app.yaml]\n',
      'wiki/client.yaml': object(
        'kaniop.rs/v1beta1',
        'KanidmOAuth2Client',
        'wiki',
        'spec:\n  displayname: wiki\n  origin: https://wiki.example.org/\n  kanidmRef: { name: kanidm }\n  redirectUrl: ${URLS}\n  scopeMap: [{ group: all, scopes: [openid, profile, email] }]',
        'web',
      ),
      'wiki/app.yaml': object(
        'apps/v1',
        'Deployment',
        'miniflux',
        'spec: { template: { spec: { containers: [{ name: app, image: miniflux/miniflux:2.2.0, env: [{ name: OAUTH2_PROVIDER, value: oidc }, { name: OAUTH2_CLIENT_ID, value: wiki }, { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "https://id.example.org/oauth2/openid/wiki" }, { name: OAUTH2_REDIRECT_URL, value: "https://wiki.example.org/oauth2/oidc/callback" }] }] } } }',
        'web',
      ),
    });
    expect(said(files('["https://wiki.example.org/oauth2/oidc/callback"]'), 'redirect-missing')).toEqual([]);
    expect(said(files('["https://wiki.example.org/other"]'), 'redirect-missing')).toEqual(['error redirect-missing']);
  });
});
