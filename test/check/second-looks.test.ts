import { describe, expect, it } from 'vitest';
import { codesSaid, treeSaid } from '../support/tree-said.ts';

type Files = Readonly<Record<string, string>>;
const said = (files: Files, code: string) => treeSaid(files).filter((line) => line.split(' ')[1] === code);

it('what a variable of Flux brings is not read once more, whatever it looks like', () => {
  const files = (inside: string) => ({
    'ks.yaml':
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: disks, namespace: flux-system}\nspec:\n  path: ./disks\n  postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}]}\n  sourceRef: {kind: GitRepository, name: flux-system}\n',
    'vars.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars, namespace: flux-system}\ndata: {FOLDER: "${pvc.metadata.namespace}/${pvc.metadata.name}"}\n',
    'disks/kustomization.yaml': 'resources: [class.yaml]\n',
    'disks/class.yaml': `apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: disks}\nprovisioner: nfs.csi.k8s.io\nparameters: {subDir: "${inside}"}\n`,
  });
  expect(said(files('${FOLDER}'), 'substitution-dollar')).toEqual([]);
  expect(said(files('${pv.metadata.name}'), 'substitution-dollar')).toHaveLength(1);
});

it('a route of a chart that leads to something else first is no way past that', () => {
  const headlamp = (backend: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: eyes, namespace: rooms}\nspec:\n  chart: {spec: {chart: headlamp, version: 0.44.0, sourceRef: {kind: HelmRepository, name: n}}}\n  values:\n    config: {unsafeUseServiceAccountToken: true}\n    httpRoute: {enabled: true, hostnames: [eyes.example.net], rules: [{backendRefs: [{name: ${backend}, port: 9000}]}]}\n`;
  expect(said({ 'a.yaml': headlamp('door') }, 'headlamp-unsafe-token')).toEqual([]);
  expect(said({ 'a.yaml': headlamp('eyes-headlamp') }, 'headlamp-unsafe-token')).toHaveLength(1);
});

it('hosts of a route that kustomize makes of a chart may be those of a patch', () => {
  const patch = (kind: string, path: string, value: string) =>
    `  - target: {kind: ${kind}, name: ${kind === 'HTTPRoute' ? 'board' : 'board-login'}}\n    patch: |-\n      - {op: replace, path: ${path}, value: ${value}}\n`;
  const files = (patches: string) => ({
    'base/kustomization.yaml':
      'namespace: rooms\nresources: [policy.yaml]\nhelmCharts: [{name: app-template, repo: https://charts.example.net, version: 5.1.0, releaseName: board, valuesFile: values.yaml}]\n',
    'base/values.yaml':
      'controllers: {board: {containers: {app: {image: {repository: example.net/board, tag: "1"}}}}}\nservice: {app: {controller: board, ports: {http: {port: 80}}}}\nroute: {app: {hostnames: [board.example.net], parentRefs: [{name: g, namespace: g}]}}\n',
    'base/policy.yaml':
      'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: {name: board-login}\nspec:\n  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: board}]\n  oidc: {provider: {issuer: "https://id.example.net"}, clientID: board, clientSecret: {name: board-oidc}, redirectURL: "https://board.example.net/oauth2/callback"}\n',
    'home/kustomization.yaml': `resources: [../base]\npatches:\n${patches}`,
  });
  const policy = patch('SecurityPolicy', '/spec/oidc/redirectURL', 'https://desk.example.net/oauth2/callback');
  expect(said(files(policy), 'envoy-redirect-host')).toHaveLength(1);
  expect(said(files(`${patch('HTTPRoute', '/spec/hostnames', '[desk.example.net]')}${policy}`), 'envoy-redirect-host')).toEqual([]);
});

it('what helm printed beside a chart serves no host a second time', () => {
  const ingress = (namespace: string, service: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: photos${namespace}, annotations: {traefik.ingress.kubernetes.io/router.middlewares: a-b@kubernetescrd}}\nspec: {ingressClassName: traefik, rules: [{host: photos.example.net, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${service}, port: {number: 80}}}}]}}]}\n`;
  const files = (service: string) => ({ 'printed.yaml': ingress('', 'photos'), 'photos/ingress.yaml': ingress(', namespace: photos', service) });
  expect(said(files('photos'), 'host-served-twice')).toEqual([]);
  expect(said(files('other'), 'host-served-twice')).toHaveLength(1);
});

it('two objects without a line between them are one fault', () => {
  const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: {a: b}\n`;
  expect(treeSaid({ 'a.yaml': `${map('one')}\n${map('two')}` })).toEqual([
    'warning yaml-duplicate-key a.yaml: apiVersion: the key "apiVersion" is here twice: the line --- before this object is missing',
  ]);
});

describe('an app that reads the id token alone', () => {
  const files = (user: string, mode: string, config = '') => ({
    'cd.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\ndata:\n  url: https://cd.example.net\n  oidc.config: |\n    issuer: https://id.example.net/application/o/cd/\n    clientID: cd\n    clientSecret: $oidc.secret\n    requestedScopes: [openid, profile, email]\n${config}`,
    'rbac.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-rbac-cm, namespace: argocd}\ndata: {policy.csv: "g, ${user}, role:admin"}\n`,
    'blueprint.yaml': `version: 1\nmetadata: {name: cd}\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: {name: cd}\n    attrs:\n      client_id: cd\n      client_type: confidential\n      sub_mode: ${mode}\n      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]\n      property_mappings: []\n      redirect_uris: [{matching_mode: strict, url: "https://cd.example.net/auth/callback"}]\n  - model: authentik_core.application\n    identifiers: {slug: cd}\n    attrs: {name: CD, provider: !KeyOf p}\n`,
  });
  const errors = (all: Files) => codesSaid(all).filter((line) => /^error (?:scope|groups)/.test(line));

  it('needs no scope for it, and knows people by `sub`', () => {
    expect(errors(files('keeper', 'user_username'))).toEqual([]);
    expect(errors(files('keeper', 'hashed_user_id'))).toEqual(['error groups-claim-empty']);
  });

  it('asks userinfo where it is told to', () => {
    expect(errors(files('keeper', 'user_username', '    enableUserInfoGroups: true\n'))).toContain('error scope-openid-missing');
  });
});
