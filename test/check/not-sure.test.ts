import { describe, expect, it } from 'vitest';
import { readEnds } from '../../lib/integrations/read-ends.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { codesSaid } from '../support/tree-said.ts';

/** What git says in part, while something else that git shows, or hints at, has the last word. */

const said = (files: Record<string, string>, code: string): string[] => codesSaid(files).filter((line) => line.endsWith(code));
const config = (name: string, text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: auth }\ndata:\n  ${name}.yaml: |\n${text.replace(/^(?=.)/gm, '    ')}`;
const release = (chart: string, version: string, values: string): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${chart}, namespace: auth }\nspec:\n  interval: 1h\n  chart: { spec: { chart: ${chart}, version: ${version}, sourceRef: { kind: HelmRepository, name: ${chart} } } }\n  values: ${values}\n`;
const blueprint = (entries: string): string => `version: 1\nmetadata: { name: apps }\nentries:\n${entries}`;
const provider = (attrs: string): string =>
  `  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: { name: p }\n    attrs: { client_type: confidential, ${attrs} }\n  - { model: authentik_core.application, identifiers: { slug: web }, attrs: { name: web, provider: !KeyOf p } }\n`;

describe('a blueprint that something besides authentik mounts', () => {
  const sender = (map: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: sender, namespace: auth }\nspec:\n  template:\n    spec:\n      containers: [{ name: send, image: "alpine:3.21" }]\n      volumes: [{ name: all, configMap: { name: ${map} } }]\n`;
  const files = (map: string) => ({
    'authentik.yaml': release('authentik', '2026.2.1', '{}'),
    'apps.yaml': config('apps', blueprint('  - { model: authentik_core.group, identifiers: { name: staff } }\n')),
    'sender.yaml': sender(map),
  });

  it('may be sent to its API', () => {
    expect(said(files('apps'), 'blueprint-unmounted')).toEqual([]);
    expect(said(files('others'), 'blueprint-unmounted')).toEqual(['error blueprint-unmounted']);
  });
});

describe('a provider of another repository', () => {
  const files = (listed: string) => ({
    'bp.yaml': blueprint(
      `  - { model: authentik_providers_proxy.proxyprovider, id: wiki, identifiers: { name: wiki }, attrs: { external_host: https://wiki.example.org, mode: forward_single } }\n  - { model: authentik_core.application, identifiers: { slug: wiki }, attrs: { name: wiki, provider: !KeyOf wiki } }\n  - model: authentik_outposts.outpost\n    identifiers: { managed: goauthentik.io/outposts/embedded }\n    attrs: { providers: [!KeyOf wiki, !Find [authentik_providers_proxy.proxyprovider, [name, ${listed}]]] }\n`,
    ),
    ...Object.fromEntries(
      ['wiki', 'notes'].map((name) => [
        `${name}.yaml`,
        `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: ${name}, namespace: web, annotations: { nginx.ingress.kubernetes.io/auth-url: "http://ak-outpost.auth.svc:9000/outpost.goauthentik.io/auth/nginx" } }\nspec: { rules: [{ host: ${name}.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }] } }] }\n`,
      ]),
    ),
  });

  it('may be that of a host of its name', () => {
    expect(said(files('notes'), 'forward-auth-mismatch')).toEqual([]);
    expect(said(files('shop'), 'forward-auth-mismatch')).toEqual(['warning forward-auth-mismatch']);
  });
});

describe('a client of which git says neither id nor secret', () => {
  const files = (id: string) => ({
    'bp.yaml': blueprint(provider(`${id}redirect_uris: []`)),
    'app.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: web }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: ghcr.io/coder/coder:2.20.0\n          env:\n            - { name: CODER_OIDC_ISSUER_URL, value: https://auth.example.org/application/o/web/ }\n            - { name: CODER_OIDC_CLIENT_ID, valueFrom: { secretKeyRef: { name: web, key: id } } }\n            - { name: CODER_OIDC_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: web, key: secret } } }\n`,
  });

  it('has both from authentik', () => {
    expect(said(files(''), 'client-secret-generated')).toEqual(['info client-secret-generated']);
    expect(said(files('client_id: web, '), 'client-secret-generated')).toEqual(['warning client-secret-generated']);
  });
});

describe("a mapping with the name of authentik's own", () => {
  const files = (name: string) => ({
    'bp.yaml': blueprint(
      `  - model: authentik_providers_oauth2.scopemapping\n    identifiers: { name: "${name}" }\n    attrs: { scope_name: profile, expression: 'return {"name": request.user.name}' }\n` +
        provider('client_id: grafana, property_mappings: [!Find [authentik_providers_oauth2.scopemapping, [scope_name, profile]]]'),
    ),
    'grafana.yaml': release(
      'grafana',
      '10.0.0',
      "{ grafana.ini: { server: { root_url: https://grafana.example.org }, auth.generic_oauth: { enabled: true, client_id: grafana, scopes: openid profile, auth_url: https://auth.example.org/application/o/authorize/, role_attribute_path: \"contains(groups, 'admins') && 'Admin'\" } } }",
    ),
  });
  const own = "authentik default OAuth Mapping: OpenID 'profile'";

  it('is that one, and what it returns is not certain', () => {
    for (const code of ['lookup-ambiguous', 'groups-claim-empty']) {
      expect(said(files(own), code)).toEqual([]);
      expect(said(files('my profile'), code)).not.toEqual([]);
    }
  });
});

describe('Gitea and Forgejo', () => {
  const files = (form: string) => ({
    'bp.yaml': blueprint(provider('client_id: web, authorization_flow: !Find [authentik_flows.flow, [slug, x]]')),
    'app.yaml': release('forgejo', '14.0.0', form),
  });

  it('do not look at the signature of a token', () => {
    expect(
      said(
        files('{ gitea: { oauth: [{ name: a, key: web, autoDiscoverUrl: https://auth.example.org/application/o/web/.well-known/openid-configuration }] } }'),
        'signing-key-missing',
      ),
    ).toEqual([]);
    expect(said(files('{ api: { oidc: { clientID: web, issuerURL: https://auth.example.org/application/o/web/ } } }'), 'signing-key-missing')).toHaveLength(1);
  });
});

describe('a variable of a chart', () => {
  const files = (key: string) => ({
    'net.yaml': release('netbird', '1.11.4', `{ dashboard: { ${key}: { AUTH_CLIENT_ID: door/ID, AUTH_CLIENT_SECRET: door/AbCdEf12 } } }`),
  });

  it('is read from a Secret where the chart takes its name and key', () => {
    expect(said(files('envFromSecret'), 'secret-literal')).toEqual([]);
    expect(said(files('env'), 'secret-literal')).not.toEqual([]);
  });
});

describe('a text that a script replaces', () => {
  it('is no secret', () => {
    const files = (text: string) => ({
      'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: { name: web, namespace: auth }\nstringData: { client-secret: ${text} }\n`,
    });
    expect(said(files('AUTOREPLACE_WEB_SEED'), 'secret-literal')).toEqual([]);
    expect(said(files('aB3dE6gH9jK2mN5pQ8sT'), 'secret-literal')).not.toEqual([]);
  });

  it('is no host', () => {
    const files = (host: string) => ({
      'bp.yaml': blueprint(provider('client_id: web, redirect_uris: [{ matching_mode: strict, url: "https://web.example.org/login/generic_oauth" }]')),
      'grafana.yaml': release(
        'grafana',
        '10.0.0',
        `{ grafana.ini: { server: { root_url: "https://${host}" }, auth.generic_oauth: { enabled: true, client_id: web, scopes: openid, auth_url: https://auth.example.org/application/o/authorize/ } } }`,
      ),
    });
    expect(said(files('APPS_HOSTNAME'), 'redirect-missing')).toEqual([]);
    expect(said(files('apps.example.org'), 'redirect-missing')).not.toEqual([]);
  });
});

describe('a generated secret', () => {
  it('may be made anew once a year', () => {
    const files = (interval: string) => ({
      'secret.yaml': `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: key, namespace: web }\nspec:\n  refreshInterval: ${interval}\n  dataFrom: [{ sourceRef: { generatorRef: { apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: key } } }]\n`,
    });
    expect(said(files('8760h'), 'generated-secret-changes')).toEqual([]);
    for (const never of ['0', '0s', '0m0s', '0h0m0s']) expect(said(files(never), 'generated-secret-changes')).toEqual([]);
    expect(said(files('720h'), 'generated-secret-changes')).not.toEqual([]);
  });
});

describe('the host of a route that a chart makes', () => {
  it('may come from a patch', () => {
    const files = (kind: string) => ({
      'kustomization.yaml': `resources: [app.yaml]\npatches:\n  - target: { kind: ${kind}, name: grafana }\n    patch: |-\n      - { op: replace, path: /spec/hostnames, value: [charts.example.org] }\n`,
      'app.yaml': release(
        'grafana',
        '10.0.0',
        `{ ingress: { enabled: true, hosts: [web.example.org] }, grafana.ini: { server: { root_url: "https://charts.example.org" }, auth.generic_oauth: { enabled: true, client_id: web, scopes: openid, auth_url: https://auth.example.org/application/o/authorize/ } } }`,
      ),
    });
    expect(said(files('HTTPRoute'), 'host-not-served')).toEqual([]);
    expect(said(files('Deployment'), 'host-not-served')).not.toEqual([]);
  });
});

describe('a variable that nothing in git fills in', () => {
  const layer = (name: string, post: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1h, path: ./${name}, ${post}sourceRef: { kind: GitRepository, name: flux-system } }\n`;
  const page = (name: string, text: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: web }\ndata: { DOMAIN: "${text}" }\n`;
  const files = (text: string, own = 'web.${DOMAIN}') => ({
    'ks.yaml': [layer('notes', 'postBuild: { substitute: { APP: notes } }, '), ...['a', 'b', 'c'].map((name) => layer(name, ''))].join('---\n'),
    'notes/page.yaml': page('notes', own),
    ...Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}/page.yaml`, page(name, text)])),
  });

  it('is filled in by something else where whole layers count on it', () => {
    expect(said(files('web.${DOMAIN}'), 'substitution-dollar')).toEqual([]);
    expect(said(files('web.example.org'), 'substitution-dollar')).toEqual(['error substitution-dollar']);
    // Whoever writes a name into itself means somebody to fill it in.
    expect(said(files('web.example.org', '${DOMAIN}'), 'substitution-dollar')).toEqual([]);
  });
});

describe('an Application in a folder of what is no longer used', () => {
  const application = (name: string, path: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.org/home.git, path: ${path} }, destination: { namespace: web } }\n`;
  const monitor = 'apiVersion: v1\nkind: Service\nmetadata: { name: notes, namespace: web }\nspec: { ports: [{ port: 80 }], nothing: {} }\n';
  const files = (at: string) => ({
    'argocd/web.yaml': application('web', 'web'),
    'web/service.yaml': monitor.replace(', nothing: {}', ''),
    'old/argocd/notes.yaml': application('notes', at),
    'old/notes/service.yaml': monitor,
    'install/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
  });

  it('takes the folder that its path names from the root, and no other of that name', () => {
    expect(said(files('apps/notes'), 'schema-unknown-field')).toEqual([]);
    expect(said(files('old/notes'), 'schema-unknown-field')).not.toEqual([]);
  });
});

describe('a folder with example in its name', () => {
  const realm = '{ "realm": "home", "clients": [{ "clientId": "web", "secret": "aB3dE6gH9jK2mN5pQ8sT", "redirectUris": ["https://web.example.org/"] }] }';

  it('is one of examples', () => {
    expect(said({ 'keycloak/full_example_config/realm.json': realm }, 'secret-literal')).toEqual([]);
    expect(said({ 'keycloak/full_config/realm.json': realm }, 'secret-literal')).not.toEqual([]);
  });
});

describe('Grafana', () => {
  const grafana =
    'apiVersion: grafana.integreatly.org/v1beta1\nkind: Grafana\nmetadata: { name: grafana, namespace: web }\nspec:\n  config:\n    server: { root_url: https://grafana.example.org }\n    auth.generic_oauth: { enabled: "true", client_id: "$__env{OIDC_CLIENT_ID}", scopes: openid, auth_url: https://id.example.org/authorize }\n  deployment:\n    spec:\n      template:\n        spec:\n          containers:\n            - name: grafana\n              env: [{ name: OIDC_CLIENT_ID, valueFrom: { secretKeyRef: { name: login, key: id } } }]\n';

  it('with the client id in a variable has one login', () => {
    expect(readEnds(manifestsOf(treeOf([{ file: 'grafana.yaml', text: grafana }]))).map(({ by }) => by)).toEqual(['grafana']);
  });
});

describe('text that Flux substitutes', () => {
  const files = (more: string, text: string, others: Record<string, string> = {}) => ({
    'ks.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: web, namespace: flux-system }\nspec: { interval: 1h, path: ./web, postBuild: { substitute: { APP: web }${more} }, sourceRef: { kind: GitRepository, name: flux-system } }\n`,
    'web/script.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: script, namespace: web }\ndata:\n  run.sh: |\n    #!/bin/sh\n    echo ${text}\n`,
    ...others,
  });
  const from = (kind: string, name: string) => `, substituteFrom: [{ kind: ${kind}, name: ${name} }]`;
  const settings = (name: string, data: string, kind = 'ConfigMap') => ({
    'settings.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: settings, namespace: flux-system }\nspec: { interval: 1h, path: ./settings, sourceRef: { kind: GitRepository, name: flux-system } }\n`,
    'settings/settings.yaml': `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: flux-system }\n${data}\n`,
  });
  const lines = (more: string, text: string, others?: Record<string, string>) => said(files(more, text, others), 'substitution-dollar');

  // github.com/fluxcd/pkg/envsubst 1.4 to 1.8.
  it.each(['${NODES[@]}', '${NAME-none}', '${NAME+set}', '${NAME?}', '${!NAME}', '${@}', '${user.name}', '${}'])(
    'cannot be parsed with %s in it, whatever is set',
    (text) => {
      expect(lines(from('Secret', 'hidden'), text)).toEqual(['error substitution-dollar']);
    },
  );

  it.each([
    '${APP}',
    '${NAME:-none}',
    '${NAME:=none}',
    '${NAME=none}',
    '${NAME:+set}',
    '${APP:0:2}',
    '${APP%%.*}',
    '${#APP}',
    '${APP^^}',
    '$${NODES[@]}',
    '$NAME',
  ])('may have %s in it', (text) => {
    expect(lines('', text)).toEqual([]);
  });

  it('has the variables of what git shows, and of a Secret whose keys SOPS leaves readable', () => {
    expect(lines(from('ConfigMap', 'settings'), '${HOST}', settings('settings', 'data: { DOMAIN: example.org }'))).toEqual(['warning substitution-dollar']);
    expect(lines(from('ConfigMap', 'settings'), '${HOST}', settings('settings', 'data: { HOST: example.org }'))).toEqual([]);
    const secret = (key: string) =>
      settings('settings', `stringData: { ${key}: "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]" }\nsops: { version: 3.9.0 }`, 'Secret');
    expect(lines(from('Secret', 'settings'), '${HOST}', secret('DOMAIN'))).toEqual(['warning substitution-dollar']);
    expect(lines(from('Secret', 'settings'), '${HOST}', secret('HOST'))).toEqual([]);
    expect(lines(from('Secret', 'elsewhere'), '${HOST}')).toEqual([]);
  });

  it('is not substituted once more, and comments are no loss', () => {
    expect(lines(from('ConfigMap', 'settings'), '${QUERY}', settings('settings', 'data: { QUERY: "user=${USERNAME}" }'))).toEqual([]);
    expect(lines('', 'hello\n    # echo ${HOST}')).toEqual([]);
  });
});
