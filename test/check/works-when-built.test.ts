import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { codesSaid } from '../support/tree-said.ts';

/** What is right only when kustomize and Flux have built it, each beside what stays wrong. */

const said = (files: Record<string, string>, code: string): string[] => codesSaid(files).filter((line) => line.endsWith(` ${code}`));
const rows = (files: Record<string, string>) => checkFiles(Object.entries(files).map(([file, text]) => ({ file, text }))).logins();

describe('a Kustomization that a component makes for each app', () => {
  const redirect = 'https://reader.example.net/oauth2/oidc/callback';
  const files = (urls: string, namespace = '${SPACE}') => ({
    'flux/kustomization.yaml': 'resources: [reader.yaml]\n',
    'flux/reader.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: reader, namespace: books}\nspec:\n  path: ./apps/reader\n  targetNamespace: books\n  components: [../../login]\n  postBuild: {substitute: {APP: reader, SPACE: books, URLS: '${urls}'}}\n`,
    'apps/reader/kustomization.yaml': 'resources: [app.yaml]\n',
    'apps/reader/app.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: reader}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: app, image: "miniflux/miniflux:2", env: [{name: OAUTH2_PROVIDER, value: oidc}, {name: OAUTH2_CLIENT_ID, valueFrom: {secretKeyRef: {name: reader-kanidm-oauth2-credentials, key: CLIENT_ID}}}, {name: OAUTH2_CLIENT_SECRET, valueFrom: {secretKeyRef: {name: reader-kanidm-oauth2-credentials, key: CLIENT_SECRET}}}, {name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "https://id.example.net/oauth2/openid/reader"}, {name: OAUTH2_REDIRECT_URL, value: "${redirect}"}]}]}}}\n`,
    'login/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [ks.yaml]\n',
    'login/ks.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: "\${APP}-login", namespace: "\${SPACE}"}\nspec:\n  path: ./client\n  targetNamespace: ${namespace}\n  postBuild:\n    substitute:\n      APP: \${APP}\n      URLS: \${q:='}\${URLS}\${q:='}\n      none: "[]"\n`,
    'client/kustomization.yaml': 'resources: [client.yaml]\n',
    'client/client.yaml':
      'apiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata: {name: "${APP}"}\nspec:\n  displayname: ${APP}\n  kanidmRef: {name: kanidm, namespace: id}\n  origin: https://reader.example.net\n  redirectUrl: ${URLS:=${none}}\n  scopeMap: [{group: all, scopes: [openid, profile, email]}]\n',
  });

  it('has a list as the text that is filled in', () => {
    expect(said(files(`["${redirect}"]`), 'redirect-missing')).toEqual([]);
    expect(said(files('["https://other.example.net/oauth2/oidc/callback"]'), 'redirect-missing')).toEqual(['error redirect-missing']);
  });

  it('has a list of several lines too, between quotes that a default brings', () => {
    const one = files(`["${redirect}"]`);
    const several = { ...one, 'flux/reader.yaml': one['flux/reader.yaml'].replace(`'["${redirect}"]'`, JSON.stringify(`[\n  "${redirect}"\n]`)) };
    expect(several).not.toEqual(one);
    expect(rows(several).map(({ read }) => read)).toEqual(rows(one).map(({ read }) => read));
    expect(said(several, 'redirect-missing')).toEqual([]);
    expect(said({ ...several, 'flux/reader.yaml': several['flux/reader.yaml'].replace(redirect, 'https://other.example.net/cb') }, 'redirect-missing')).toEqual(
      ['error redirect-missing'],
    );
  });

  it('makes its Secret in the namespace of the app', () => {
    expect(said(files(`["${redirect}"]`), 'secret-missing')).toEqual([]);
    expect(said(files(`["${redirect}"]`, 'elsewhere'), 'secret-missing')).toHaveLength(1);
  });
});

it('what a patch puts in the place of another type is right', () => {
  const files = (path: string) => ({
    'kustomization.yaml': `resources: [policy.yaml]\npatches:\n  - target: {kind: NetworkPolicy}\n    patch: '[{op: add, path: ${path}, value: rooms}]'\n`,
    'policy.yaml': 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: door, namespace: {}}\nspec: {podSelector: {}}\n',
  });
  expect(said(files('/metadata/namespace'), 'schema-type')).toEqual([]);
  expect(said(files('/metadata/annotations'), 'schema-type')).toEqual(['error schema-type']);
});

describe('a workload without a selector', () => {
  const workload = (kind: string) =>
    `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: store}\nspec: {serviceName: store, template: {spec: {containers: [{name: store, image: store}]}}}\n`;
  const files = (kustomization: string, kind = 'StatefulSet') => ({
    'kustomization.yaml': `${kustomization}resources: [store.yaml]\n`,
    'store.yaml': workload(kind),
  });

  it('gets one of the labels of its kustomization', () => {
    for (const labels of ['commonLabels: {app: store}\n', 'labels: [{includeSelectors: true, pairs: {app: store}}]\n'])
      expect(said(files(labels), 'schema-required')).toEqual([]);
    expect(
      said(
        {
          'top/kustomization.yaml': 'resources: [../part]\ncommonLabels: {app: store}\n',
          'part/kustomization.yaml': 'resources: [store.yaml]\n',
          'part/store.yaml': workload('StatefulSet'),
        },
        'schema-required',
      ),
    ).toEqual([]);
  });

  it('of another kind gets one where `configurations` say so', () => {
    const monitor = (configured: string) => ({
      'kustomization.yaml': 'resources: [store.yaml]\ncommonLabels: {app: store}\nconfigurations: [labels.yaml]\n',
      'labels.yaml': `commonLabels: [{path: ${configured}, create: true, group: monitoring.coreos.com, kind: ServiceMonitor}]\n`,
      'store.yaml': 'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: store}\nspec: {endpoints: [{port: metrics}]}\n',
    });
    expect(said(monitor('spec/selector/matchLabels'), 'schema-required')).toEqual([]);
    expect(said(monitor('spec/other/matchLabels'), 'schema-required')).toEqual(['error schema-required']);
  });

  it('has none of labels that go elsewhere, or of none', () => {
    for (const labels of ['labels: [{pairs: {app: store}}]\n', 'labels: [{includeSelectors: true, pairs: {}}]\n', 'commonAnnotations: {app: store}\n'])
      expect(said(files(labels), 'schema-required')).toEqual(['error schema-required']);
  });
});

describe('a patch of a ConfigMap that is fetched', () => {
  const ingress =
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: tools, namespace: web, annotations: {nginx.ingress.kubernetes.io/auth-url: "http://id.example.net/outpost.goauthentik.io/auth/nginx", nginx.ingress.kubernetes.io/auth-snippet: "proxy_set_header X-Forwarded-Host $http_host;"}}\nspec: {rules: [{host: tools.example.net, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: tools, port: {number: 80}}}}]}}]}\n';
  const patch = (data: string, form: 'patches' | 'patchesStrategicMerge' = 'patches'): string => {
    const text = `|-\n${form === 'patches' ? '      ' : '    '}${`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ingress-nginx-controller, namespace: ingress-nginx}\ndata: {${data}}`.replaceAll('\n', form === 'patches' ? '\n      ' : '\n    ')}\n`;
    return `${form}:\n  - ${form === 'patches' ? 'patch: ' : ''}${text}`;
  };
  const remote =
    'resources: [ingress.yaml, "https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.1/deploy/static/provider/cloud/deploy.yaml"]\n';
  const files = (kustomization: string) => ({ 'kustomization.yaml': kustomization, 'ingress.yaml': ingress });

  it('says what the ConfigMap says', () => {
    for (const form of ['patches', 'patchesStrategicMerge'] as const)
      expect(said(files(remote + patch('allow-snippet-annotations: "true"', form)), 'forward-auth-snippet')).toEqual([]);
    expect(said(files(remote + patch('allow-snippet-annotations: "false"')), 'forward-auth-snippet')).toEqual(['info forward-auth-snippet']);
  });

  it('says nothing where nothing is fetched', () => {
    expect(said(files(`resources: [ingress.yaml]\n${patch('allow-snippet-annotations: "true"')}`), 'forward-auth-snippet')).toEqual([
      'info forward-auth-snippet',
    ]);
  });

  it('has the login of Argo CD', () => {
    const login = patch('oidc.config: "issuer: https://id.example.net/application/o/argocd/\\nclientID: argocd\\n"').replace(
      'name: ingress-nginx-controller, namespace: ingress-nginx',
      'name: argocd-cm',
    );
    expect(
      rows({ 'kustomization.yaml': `namespace: argocd\n${remote.replace('ingress.yaml, ', '')}${login}` }).map(({ app, client }) => `${app} ${client}`),
    ).toEqual(['argo-cd argocd']);
  });
});

describe('what is no login, or another name for one', () => {
  it('is a check of addresses at the edge', () => {
    const files = (service: string) => ({
      'a.yaml': `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: wiki, namespace: web}\nspec: {hostnames: [wiki.example.net], rules: [{backendRefs: [{name: wiki, port: 80}]}]}\n---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: {name: wiki, namespace: web}\nspec: {targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: wiki}], extAuth: {grpc: {backendRefs: [{name: ${service}, port: 8080}]}}}\n`,
    });
    expect(rows(files('envoy-bouncer'))).toEqual([]);
    expect(rows(files('door'))).toHaveLength(1);
  });

  it('is a Secret that a chart makes of what kubeseal printed', () => {
    const sealed = `AgB${'x'.repeat(720)}`;
    const env =
      'env: [{name: CODER_OIDC_ISSUER_URL, value: "https://id.example.net"}, {name: CODER_OIDC_CLIENT_ID, valueFrom: {secretKeyRef: {name: coder-oidc, key: OIDC_CLIENT_ID}}}]\n';
    const names = (id: string) =>
      rows({
        'apps/coder/environments/home/home.yaml': `coder:\n  ${env}sealed:\n  - {name: coder-oidc, data: {OIDC_CLIENT_ID: ${id}, OIDC_CLIENT_SECRET: ${id}}}\n`,
      }).map(({ app }) => app);
    expect(names(sealed)).toEqual(['coder']);
    expect(names('plain')).toHaveLength(2);
  });
});
