import { describe, expect, it } from 'vitest';
import { codesSaid, treeSaid } from '../support/tree-said.ts';

/** Kinds of manifests that strangers keep and that were once judged wrongly. */

const provider = (name: string, attrs: string): string =>
  `  - model: authentik_providers_oauth2.oauth2provider\n    id: ${name}\n    identifiers: { name: ${name} }\n    attrs: { client_id: ${name}, client_type: confidential, ${attrs} }\n`;
const application = (slug: string, of: string): string =>
  `  - { model: authentik_core.application, identifiers: { slug: ${slug} }, attrs: { name: ${slug}, provider: !KeyOf ${of} } }\n`;
const blueprint = (entries: string): string => `version: 1\nmetadata: { name: apps }\nentries:\n${entries}`;

describe('a HelmRelease that targets another namespace', () => {
  const files = (target: string) => ({
    'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: authentik, namespace: flux-system }
spec:
  interval: 1h
  ${target}
  chart: { spec: { chart: authentik, version: 2026.5.0, sourceRef: { kind: HelmRepository, name: authentik } } }
  values: { blueprints: { configMaps: [apps] } }
`,
    'apps.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: apps, namespace: auth }\ndata:\n  apps.yaml: |\n    version: 1\n    metadata: { name: apps }\n    entries:\n      - model: authentik_core.group\n        identifiers: { name: staff }\n`,
  });

  it('mounts from there', () => {
    expect(codesSaid(files('targetNamespace: auth'))).not.toContain('error blueprint-unmounted');
    expect(codesSaid(files('suspend: false'))).toContain('error blueprint-unmounted');
  });
});

describe("Grafana's own word for its domain", () => {
  const grafana = (more: string) => ({
    'grafana.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: grafana, namespace: watch }
spec:
  interval: 1h
  chart: { spec: { chart: grafana, version: 10.1.0, sourceRef: { kind: HelmRepository, name: grafana } } }
  values:
    ${more}
    grafana.ini:
      server: { root_url: "https://%(domain)s/" }
      auth.generic_oauth: { enabled: true, client_id: grafana, auth_url: "https://id.example.org/application/o/authorize/" }
`,
  });
  const said = (more: string) => codesSaid(grafana(more)).filter((line) => /grafana-root-url|host-not-served/.test(line));

  it('is the host of its route or Ingress, which the chart fills in', () => {
    expect(said('route: { main: { enabled: true, hostnames: [watch.example.org] } }')).toEqual([]);
    expect(said('ingress: { enabled: true, hosts: [watch.example.org] }')).toEqual([]);
    expect(said('replicas: 1')).toEqual(['error grafana-root-url']);
  });

  it('may be a name that nobody gets a certificate for', () => {
    const at = (host: string) =>
      codesSaid({ 'grafana.yaml': grafana('replicas: 1')['grafana.yaml'].replace('https://%(domain)s', `http://${host}`) }).filter((line) =>
        line.endsWith('root-url'),
      );
    expect(at('watch.local')).toEqual([]);
    expect(at('watch.example.org')).toEqual(['warning grafana-root-url']);
  });
});

describe('an app at a second identity provider of the tree', () => {
  const files = (host: string) => ({
    'client.yaml': `apiVersion: pocketid.internal/v1alpha1
kind: PocketIDOIDCClient
metadata: { name: photos, namespace: photos }
spec: { clientID: photos, callbackUrls: ["https://photos.example.org/auth/login"] }
---
apiVersion: pocketid.internal/v1alpha1
kind: PocketIDInstance
metadata: { name: main, namespace: id }
spec: { appUrl: "https://id.example.org" }
`,
    'photos.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: photos, namespace: photos }
data:
  immich.yaml: |
    oauth: { enabled: true, issuerUrl: "https://${host}", clientId: photos, clientSecret: "\${PHOTOS}", scope: openid }
`,
    'route.yaml': `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: door, namespace: door }\nspec: { hostnames: [door.example.org] }\n`,
  });
  const said = (host: string) => codesSaid(files(host)).filter((line) => line.includes('issuer-mismatch'));

  it('is no pair of the client that is called like it', () => {
    expect(said('door.example.org')).toEqual([]);
    expect(said('nobody.example.org')).toEqual(['error issuer-mismatch']);
  });
});

describe('a blueprint', () => {
  it('whose provider has an empty list of redirects and no app is for a machine', () => {
    const said = (list: string) => codesSaid({ 'apps.yaml': blueprint(`${provider('agent', list)}${application('agent', 'agent')}`) });
    expect(said('redirect_uris: []')).not.toContain('error redirects-empty');
    expect(said('authorization_flow: !Find [authentik_flows.flow, [slug, x]]')).toContain('warning redirects-empty');
    // What lacks all that a new one needs only changes one that is there.
    expect(said('sub_mode: user_email').filter((line) => /redirects-empty|scope-openid|signing-key/.test(line))).toEqual([]);
  });

  it('with one provider for many applications has one fault', () => {
    const text = blueprint(`${provider('door', 'redirect_uris: []')}${['a', 'b', 'c', 'd'].map((slug) => application(slug, 'door')).join('')}`);
    const said = treeSaid({ 'apps.yaml': text }).filter((line) => line.includes('provider-shared'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('the applications a, b, c and d have the same provider');
  });

  it('whose mapping joins the groups is harmless beside the profile mapping of authentik', () => {
    const mapping = (scope: string) =>
      `  - model: authentik_providers_oauth2.scopemapping\n    id: joined\n    identifiers: { name: joined }\n    attrs:\n      scope_name: ${scope}\n      expression: |\n        return {"groups": ",".join([group.name for group in request.user.groups.all()])}\n`;
    const scopes = (...more: string[]) =>
      `property_mappings: [!KeyOf joined, ${['openid', ...more].map((name) => `!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-${name}]]`).join(', ')}]`;
    const app = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: board, namespace: web }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: ghcr.io/mealie-recipes/mealie:v3.0.0\n          env:\n            - { name: OIDC_AUTH_ENABLED, value: "true" }\n            - { name: OIDC_CLIENT_ID, value: board }\n            - { name: OIDC_ADMIN_GROUP, value: cooks }\n            - { name: OIDC_CONFIGURATION_URL, value: "https://id.example.org/application/o/board/.well-known/openid-configuration" }\n`;
    const said = (scope: string, ...more: string[]) =>
      codesSaid({ 'apps.yaml': blueprint(mapping(scope) + provider('board', scopes(...more)) + application('board', 'board')), 'app.yaml': app }).filter(
        (line) => line.includes('mapping-value-type'),
      );
    expect(said('groups')).toEqual(['error mapping-value-type']);
    expect(said('groups', 'profile')).toEqual(['warning mapping-value-type']);
    // Claims are merged in the order of the scopes' names.
    expect(said('teams', 'profile')).toEqual(['error mapping-value-type']);
  });

  it('that is no YAML is said once, also where kustomize puts it into a ConfigMap', () => {
    const said = treeSaid({
      'kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nconfigMapGenerator: [{ name: apps, files: [apps.yaml] }]\n',
      'apps.yaml': 'version: 1\nentries:\n  - model: authentik_core.application\n    identifiers: { slug: &name wiki }\n    attrs:\n      name: !KeyOf *name\n',
    }).filter((line) => line.includes('yaml-broken'));
    expect(said).toHaveLength(1);
  });

  it('leaves the list of an outpost to somebody', () => {
    const proxy = (outpost: string) =>
      blueprint(`  - model: authentik_providers_proxy.proxyprovider
    id: wiki
    identifiers: { name: wiki }
    attrs: { mode: forward_single, external_host: "https://wiki.example.org" }
${application('wiki', 'wiki')}  - { model: authentik_outposts.outpost, identifiers: { name: authentik Embedded Outpost }, attrs: { ${outpost} } }
`);
    const said = (outpost: string) => codesSaid({ 'apps.yaml': proxy(outpost) }).filter((line) => line.includes('proxy-without-outpost'));
    expect(said('config: { authentik_host: "https://id.example.org" }')).toEqual([]);
    expect(said('providers: []')).toEqual(['warning proxy-without-outpost']);
  });
});

describe('a kustomization above folders that the cluster lists one by one', () => {
  const layer = (name: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1h, path: ./base/${name}/app, sourceRef: { kind: GitRepository, name: flux-system }, postBuild: { substitute: { APP: ${name} } } }\n`;
  const list = (...resources: readonly string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources.join(', ')}]\n`;
  const page = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: page, namespace: web }\ndata: { host: "notes.${DOMAIN}" }\n';
  const files = (patches: string) => ({
    'cluster/kustomization.yaml': list('apps.yaml'),
    'cluster/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec:\n  interval: 1h\n  path: ./overlay\n  sourceRef: { kind: GitRepository, name: flux-system }\n${patches}`,
    'overlay/kustomization.yaml': list('../base/notes', '../base/wiki'),
    'base/kustomization.yaml': list('notes', 'wiki'),
    ...Object.fromEntries(
      ['notes', 'wiki'].flatMap((name) => [
        [`base/${name}/kustomization.yaml`, list('ks.yaml')],
        [`base/${name}/ks.yaml`, layer(name)],
        [`base/${name}/app/kustomization.yaml`, list('page.yaml')],
        [`base/${name}/app/page.yaml`, page.replace('name: page', `name: ${name}`)],
      ]),
    ),
  });
  const patch = `  patches:\n    - target: { kind: Kustomization }\n      patch: |\n        apiVersion: kustomize.toolkit.fluxcd.io/v1\n        kind: Kustomization\n        metadata: { name: all }\n        spec: { postBuild: { substituteFrom: [{ kind: Secret, name: cluster }] } }\n`;

  it('is no cluster of its own', () => {
    expect(codesSaid(files(patch)).filter((line) => line.includes('substitution-dollar'))).toEqual([]);
    const flux =
      'apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: { name: flux, namespace: flux-system }\nspec: { distribution: { version: 2.9.1 } }\n';
    const more = { ...files(''), 'cluster/flux.yaml': flux, 'cluster/kustomization.yaml': list('apps.yaml', 'flux.yaml') };
    expect(codesSaid(more).filter((line) => line.includes('substitution-dollar'))).not.toEqual([]);
  });
});

describe('what looks like a secret', () => {
  const values = (text: string) => ({
    'values.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: notes, namespace: web }\nspec:\n  interval: 1h\n  chart: { spec: { chart: notes, version: 1.0.0, sourceRef: { kind: HelmRepository, name: notes } } }\n  values:\n    ${text}\n`,
  });
  const said = (text: string) => codesSaid(values(text)).filter((line) => line.includes('secret-literal'));

  it('is none where it says from where', () => {
    expect(said('uri: { secretName: notes-database, secretKey: dbUri }')).toEqual([]);
    expect(said('litellm_params: { api_key: os.environ/NOTES_API_KEY }')).toEqual([]);
    expect(said('oidc: { secretKey: aB3dE6gH9jK2mN5pQ8sT }')).not.toEqual([]);
  });
});

describe('a Kustomization of another repository', () => {
  const ks = (name: string, source: string, path: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1h, ${path}sourceRef: { kind: GitRepository, name: ${source} } }\n`;
  const files = (source: string) => ({
    'apps/ks.yaml': `${ks('a', 'flux-system', 'path: ./a, ')}---\n${ks('b', 'flux-system', 'path: ./b, ')}---\n${ks('crds', source, '')}`,
    'apps/source.yaml':
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: crds, namespace: flux-system }\nspec: { interval: 1h, url: https://git.example.org/crds }\n',
    'apps/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [ks.yaml, source.yaml]\n',
    'a/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
    'b/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
    '_archive/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: notes, namespace: web }\nstringData: { client-secret: aB3dE6gH9jK2mN5pQ8sT }\n',
  });

  it('applies nothing of this one', () => {
    expect(codesSaid(files('crds')).filter((line) => line.includes('secret-literal'))).toEqual([]);
    expect(codesSaid(files('flux-system')).filter((line) => line.includes('secret-literal'))).not.toEqual([]);
  });
});

describe('a variable of Flux with an operator', () => {
  const said = (text: string, flux?: string) =>
    codesSaid({
      ...(flux === undefined
        ? {}
        : {
            'flux.yaml': `apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: { name: flux, namespace: flux-system }\nspec: { distribution: { version: ${flux}, registry: ghcr.io/fluxcd } }\n`,
          }),
      'ks.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: web, namespace: flux-system }\nspec: { interval: 1h, path: ./app, sourceRef: { kind: GitRepository, name: flux-system }, postBuild: { substitute: { APP: notes } } }\n`,
      'app/page.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: page, namespace: web }\ndata: { key: "${text}" }\n`,
    }).filter((line) => line.includes('substitution-dollar'));

  it.each(['${APP^^}', '${APP,}', '${APP:0:2}', '${APP#no}', '${APP%s}', '${APP/n/m}', '${APP//./-}'])('%s is one', (text) => {
    expect(said(text)).toEqual([]);
  });

  it('that nobody sets is said where Flux surely refuses it', () => {
    expect(said('${OTHER^^}')).toEqual([]);
    expect(said('${OTHER^^}', '2.9.1')).toEqual(['warning substitution-dollar']);
    expect(said('${OTHER^^}', '2.8.0')).toEqual([]);
  });

  it('that the object itself has a name for is eaten', () => {
    expect(said('${OTHER}", OTHER: "x')).toEqual(['error substitution-dollar']);
  });
});

describe('an identity provider', () => {
  it('that takes secrets of its clients from variables is no app', () => {
    const said = (image: string) =>
      codesSaid({
        'door.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: door, namespace: auth }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: ${image}\n          env:\n            - { name: CODER_OIDC_CLIENT_ID, value: coder }\n            - { name: CODER_OIDC_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: door, key: coder } } }\n`,
      }).filter((line) => line.includes('login-incomplete'));
    expect(said('ghcr.io/authelia/authelia:4.39.1')).toEqual([]);
    expect(said('ghcr.io/coder/coder:2.20.0')).toEqual(['error login-incomplete']);
  });
});

describe('one line that many objects are made from', () => {
  it('is one finding', () => {
    const route = (name: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1h, path: ./${name}, components: [../guard], targetNamespace: ${name}, sourceRef: { kind: GitRepository, name: flux-system }, postBuild: { substitute: { APP: ${name} } } }\n`;
    const said = treeSaid({
      'ks.yaml': ['notes', 'wiki', 'shop'].map(route).join('---\n'),
      'guard/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [policy.yaml]\n',
      'guard/policy.yaml':
        'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: "${APP}" }\nspec:\n  extAuth:\n    headersToExtAuth: [cookie, x-forwarded-host]\n    http: { path: /outpost.goauthentik.io/auth/envoy }\n',
      ...Object.fromEntries(
        ['notes', 'wiki', 'shop'].map((name) => [
          `${name}/kustomization.yaml`,
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
        ]),
      ),
    }).filter((line) => line.includes('forward-auth-forwarded-host'));
    expect(said).toHaveLength(1);
  });
});
