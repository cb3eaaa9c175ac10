import { describe, expect, it } from 'vitest';
import { said, rows, object, pod, variable, fromSecret } from '../support/foreign-trees.ts';

/** More ways of other people that look wrong at first sight, each beside what stays wrong. */

describe('what a chart that lies here has for its tests', () => {
  const release = object(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    'authentik',
    'spec: { interval: 1h, chart: { spec: { chart: authentik, version: 2026.8.0, sourceRef: { kind: HelmRepository, name: authentik } } }, values: { authentik: { secret_key: "${KEY}" } } }',
  );
  const blueprint = object(
    'v1',
    'ConfigMap',
    'test-blueprint',
    'data:\n  test.yaml: |\n    version: 1\n    metadata: { name: test }\n    entries:\n      - { model: authentik_core.group, identifiers: { name: test } }',
    '',
  );
  const install = object(
    'argoproj.io/v1alpha1',
    'Application',
    'authentik',
    'spec: { source: { repoURL: https://git.example.net/house, path: charts/login } }',
  );
  const codes = (file: string) =>
    said(
      {
        'apps/authentik.yaml': release,
        'apps/install.yaml': install,
        'apps/more/kustomization.yaml': 'resources: []\n',
        'charts/login/Chart.yaml': 'apiVersion: v2\nname: login\nversion: 1.0.0\n',
        [file]: blueprint,
      },
      'blueprint-unmounted',
    );

  it('is installed by nobody', () => {
    expect(codes('charts/login/ci/manifests/blueprint.yaml')).toEqual([]);
    expect(codes('charts/login/manifests/blueprint.yaml')).toEqual(['error blueprint-unmounted']);
  });
});

describe('the hosts of an Ingress that are not on its certificate', () => {
  const ingress = (covered: string, ...hosts: string[]) =>
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'web',
      `spec: { tls: [{ hosts: [${covered}], secretName: web-tls }], rules: [${hosts.map((host) => `{ host: ${host} }`).join(', ')}] }`,
    );
  const codes = (...given: Parameters<typeof ingress>) => said({ 'i.yaml': ingress(...given) }, 'tls-host-missing');

  it('may be a second way in by another domain', () => {
    expect(codes('web.example.net', 'web.lab', 'web.example.net')).toEqual([]);
    expect(codes('web.lan', 'web.lan', 'web.example.net')).toEqual([]);
  });

  it('are told where they are of the same domain, and where the certificate is for none of them', () => {
    expect(codes('web.example.net', 'shop.example.net', 'web.example.net')).toHaveLength(1);
    expect(codes('web.example.net', 'web.example.org')).toHaveLength(1);
  });
});

describe('authentik by another name', () => {
  const authentik = (host: string, kind: 'nginx' | 'tailscale') =>
    kind === 'nginx'
      ? `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: authentik, namespace: login }\nspec: { rules: [{ host: ${host} }] }\n`
      : object(
          'networking.k8s.io/v1',
          'Ingress',
          'authentik-tailscale',
          `spec: { ingressClassName: tailscale, defaultBackend: { service: { name: authentik-server, port: { number: 80 } } }, tls: [{ hosts: [${host}] }] }`,
        );
  const app = (host: string) =>
    pod('web', [variable('OIDC_ISSUER', `https://${host}/application/o/web/`), variable('OIDC_CLIENT_ID', 'web'), variable('OIDC_CLIENT_SECRET', '$(SECRET)')]);
  const codes = (asked: string, ...served: string[]) => said({ 'app.yaml': app(asked), 'served.yaml': served.join('---\n') }, 'issuer-host-unknown');

  it('is the same, inside and outside', () => {
    expect(codes('id.example.net', authentik('id.lab.example.net', 'nginx'))).toEqual([]);
    expect(codes('id.lab.example.net', authentik('id.example.net', 'nginx'))).toEqual([]);
    expect(codes('login.example.net', authentik('id.lab.example.net', 'nginx'))).toHaveLength(1);
    expect(codes('id.example.org', authentik('id.lab.example.net', 'nginx'))).toHaveLength(1);
  });

  it('is the same in a network of Tailscale, whose operator takes the name from the hosts for TLS', () => {
    expect(codes('id.tail1234.ts.net', authentik('id.example.net', 'nginx'), authentik('id', 'tailscale'))).toEqual([]);
    expect(codes('id.tail1234.ts.net', authentik('id.example.net', 'nginx'), authentik('other', 'tailscale'))).toHaveLength(1);
  });
});

describe('a list of words that a patch makes longer', () => {
  const crd = object(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'alerts.notification.toolkit.fluxcd.io',
    'spec: { group: notification.toolkit.fluxcd.io, scope: Namespaced, names: { kind: Alert, plural: alerts }, versions: [{ name: v1beta3, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { eventSources: { type: array, items: { type: object, properties: { kind: { type: string, enum: [Bucket] } } } } } } } } } }] }',
    '',
  );
  const alert = object(
    'notification.toolkit.fluxcd.io/v1beta3',
    'Alert',
    'telegram',
    'spec: { providerRef: { name: telegram }, eventSources: [{ kind: Terraform, name: "*" }] }',
  );
  const codes = (value: string) =>
    said(
      {
        'kustomization.yaml': `resources: [crd.yaml, alert.yaml]\npatches:\n  - target: { kind: CustomResourceDefinition }\n    patch: |\n      - op: add\n        path: /spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/eventSources/items/properties/kind/enum/-\n        value: ${value}\n`,
        'crd.yaml': crd,
        'alert.yaml': alert,
      },
      'schema-enum',
    );

  it('allows what was added', () => {
    expect(codes('Terraform')).toEqual([]);
    expect(codes('Other')).toEqual(['warning schema-enum']);
  });

  it('may be of a definition that Flux brings', () => {
    const patches = (at: string, value: string) =>
      `patches:\n${at}  - target: { kind: CustomResourceDefinition }\n${at}    patch: |\n${at}      - op: add\n${at}        path: /spec/versions/2/schema/openAPIV3Schema/properties/spec/properties/eventSources/items/properties/kind/enum/-\n${at}        value: ${value}\n`;
    const flux = (value: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: flux, namespace: flux-system }\nspec:\n  interval: 1h\n  prune: true\n  path: ./\n  sourceRef: { kind: OCIRepository, name: flux-manifests }\n  ${patches('  ', value)}`;
    const values = (value: string) => `instance:\n  kustomize:\n    ${patches('    ', value)}`;
    for (const made of [flux, values]) {
      expect(said({ 'flux.yaml': made('Terraform'), 'alert.yaml': alert }, 'schema-enum')).toEqual([]);
      expect(said({ 'flux.yaml': made('Other'), 'alert.yaml': alert }, 'schema-enum')).toEqual(['warning schema-enum']);
    }
  });
});

describe('values of authentik beside existingSecret', () => {
  const release = (env: string) =>
    object(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      'authentik',
      `spec:\n  interval: 1h\n  chart: { spec: { chart: authentik, version: 2026.8.0, sourceRef: { kind: HelmRepository, name: authentik } } }\n  values:\n    authentik: { secret_key: "", existingSecret: { secretName: keys }, postgresql: { host: db, password: "" } }\n    global: { env: [{ name: ${env}, value: db }] }`,
    );
  const codes = (env: string) => said({ 'a.yaml': release(env) }, 'authentik-values-unused');

  it('are not missed where they are empty, or come as a variable as well', () => {
    expect(codes('AUTHENTIK_POSTGRESQL__HOST')).toEqual([]);
    expect(codes('AUTHENTIK_POSTGRESQL__NAME')).toHaveLength(1);
  });
});

describe('a policy that a role of Vault gives to everyone', () => {
  const vault = object(
    'vault.banzaicloud.com/v1alpha1',
    'Vault',
    'vault',
    'spec: { externalConfig: { auth: [{ type: oidc, path: oidc, config: { oidc_discovery_url: https://id.example.net/oauth2/openid/vault, oidc_client_id: vault, default_role: default }, roles: [{ name: default, user_claim: sub, allowed_redirect_uris: ["https://vault.example.net/ui/vault/auth/oidc/oidc/callback"], policies: admin }] }] } }',
  );
  const client = (group: string) =>
    object(
      'kaniop.rs/v1beta1',
      'KanidmOAuth2Client',
      'vault',
      `spec: { kanidmRef: { name: kanidm }, displayname: vault, origin: https://vault.example.net/, redirectUrl: ["https://vault.example.net/ui/vault/auth/oidc/oidc/callback"], scopeMap: [{ group: ${group}, scopes: [openid] }] }`,
    );

  it('is for those whom its client lets in', () => {
    expect(said({ 'vault.yaml': vault }, 'vault-role-policies')).toEqual(['warning vault-role-policies']);
    expect(said({ 'vault.yaml': vault, 'client.yaml': client('vault-admins') }, 'vault-role-policies')).toEqual([]);
    for (const group of ['idm_all_persons', 'family'])
      expect(said({ 'vault.yaml': vault, 'client.yaml': client(group) }, 'vault-role-policies')).toEqual(['warning vault-role-policies']);
  });
});

describe('a proxy provider for a whole domain', () => {
  const blueprint = (domain: string) =>
    `version: 1\nmetadata: { name: guard }\nentries:\n  - { model: authentik_providers_proxy.proxyprovider, id: p, identifiers: { name: guard }, attrs: { mode: forward_domain, external_host: "https://id.lab.example.net", cookie_domain: ${domain} } }\n  - { model: authentik_core.application, identifiers: { slug: guard }, attrs: { name: Guard, provider: !KeyOf p } }\n`;
  const ingress = object(
    'networking.k8s.io/v1',
    'Ingress',
    'logs',
    'spec: { ingressClassName: nginx, rules: [{ host: logs.lab.example.net, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: logs, port: { number: 80 } } } }] } }] }',
  ).replace(
    'namespace: web }',
    'namespace: web, annotations: { nginx.ingress.kubernetes.io/auth-url: "http://ak-outpost.login.svc.cluster.local:9000/outpost.goauthentik.io/auth/nginx" } }',
  );
  const row = (domain: string) => rows({ 'bp.yaml': blueprint(domain), 'i.yaml': ingress })[0];

  it('is the other end of each host below it', () => {
    expect(row('lab.example.net')).toBe('logs.lab.example.net both');
    expect(row('.example.net')).toBe('logs.lab.example.net both');
    expect(row('ab.example.net')).toBe('id.lab.example.net provider');
  });
});

describe('a chart that calls the settings of its route gatewayApi', () => {
  const blueprint =
    'version: 1\nmetadata: { name: board }\nentries:\n  - { model: authentik_providers_proxy.proxyprovider, id: p, identifiers: { name: board }, attrs: { mode: forward_single, external_host: "https://board.example.net" } }\n  - { model: authentik_core.application, identifiers: { slug: board }, attrs: { name: Board, provider: !KeyOf p } }\n';
  const release = object(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    'board',
    'spec: { interval: 1h, chart: { spec: { chart: board, version: 1.0.0, sourceRef: { kind: HelmRepository, name: board } } }, values: { gatewayApi: { enabled: true, hostnames: [board.example.net], rules: [{ filters: [{ type: ExtensionRef, extensionRef: { group: traefik.io, kind: Middleware, name: login } }] }] } } }',
  );
  const middleware = object(
    'traefik.io/v1alpha1',
    'Middleware',
    'login',
    'spec: { forwardAuth: { address: "http://authentik-server.login.svc.cluster.local/outpost.goauthentik.io/auth/traefik" } }',
  );

  it('guards its host', () => {
    expect(rows({ 'bp.yaml': blueprint, 'board.yaml': release, 'login.yaml': middleware })).toEqual(['board.example.net both']);
  });
});

describe('Trilium', () => {
  it('has its login under the names of its own settings as well', () => {
    const named = (...keys: string[]) => keys.map((key, index) => variable(`TRILIUM_MULTIFACTORAUTHENTICATION_OAUTH${key}`, `https://${index}.example.net`));
    expect(
      rows({ 'a.yaml': pod('notes', [...named('BASEURL', 'ISSUERBASEURL'), fromSecret('TRILIUM_MULTIFACTORAUTHENTICATION_OAUTHCLIENTID', 'notes', 'id')]) }),
    ).toEqual(['notes app']);
  });
});

describe('a login by SAML', () => {
  it('is listed as one that is not understood', () => {
    const map = (url: string) =>
      object('v1', 'ConfigMap', 'times', `data:\n  local.yaml: |\n    times: { saml: { connection: { idp: { singleSignOnService: { url: "${url}" } } } } }`);
    for (const url of ['https://id.example.net/application/saml/times/sso/binding/redirect/', 'https://id.example.net/realms/home/protocol/saml'])
      expect(rows({ 'a.yaml': map(url) })).toEqual(['times neither']);
    expect(rows({ 'a.yaml': map('https://times.example.net/saml/acs') })).toEqual([]);
  });
});
