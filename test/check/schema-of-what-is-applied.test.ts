import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

const list = (...files: string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(', ')}]\n`;
const flux = (name: string, path: string, more = '') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  interval: 1h\n  prune: true\n  path: ${path}\n  sourceRef: { kind: GitRepository, name: flux-system }\n${more}`;
const release =
  'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: feeds, namespace: rooms }\nspec:\n  chart: { spec: { chart: feeds, version: 1.0.0, sourceRef: { kind: HelmRepository, name: feeds } } }\n';
/** A patch of the Kustomizations of apps, which gives each a patch for its releases. */
const nested = (field: string) =>
  `  patches:\n    - patch: |\n        apiVersion: kustomize.toolkit.fluxcd.io/v1\n        kind: Kustomization\n        metadata: { name: _ }\n        spec:\n          patches:\n            - patch: |\n                apiVersion: helm.toolkit.fluxcd.io/v2\n                kind: HelmRelease\n                metadata: { name: _ }\n                spec: { ${field}: 1h }\n              target: { group: helm.toolkit.fluxcd.io, kind: HelmRelease }\n      target: { group: kustomize.toolkit.fluxcd.io, kind: Kustomization }\n`;
const said = (field: string) =>
  codesSaid({
    'cluster/apps.yaml': flux('apps', './apps', nested(field)),
    'apps/kustomization.yaml': list('feeds.yaml'),
    'apps/feeds.yaml': flux('feeds', './feeds'),
    'feeds/kustomization.yaml': list('release.yaml'),
    'feeds/release.yaml': release,
  }).filter((line) => line.includes('schema-'));

describe('what a schema asks for', () => {
  it('is there when a patch of a patch brings it', () => {
    expect(said('interval')).toEqual([]);
    expect(said('timeout')).toEqual(['error schema-required']);
  });

  it('may be no text in an annotation that kustomize writes', () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: feeds, namespace: rooms, annotations: { example.net/on: false } }\n';
    expect(codesSaid({ 'map.yaml': map })).toEqual(['error schema-type']);
    expect(codesSaid({ 'map.yaml': map, 'kustomization.yaml': list('map.yaml') })).toEqual([]);
  });

  it('may belong to somebody else, where only a part is applied', () => {
    const part = (annotations = '{}') =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: feeds, namespace: rooms, annotations: ${annotations} }\nspec: { template: { spec: { containers: [{ name: feeds, image: example/feeds }] } } }\n`;
    const files = (text: string, path = 'elsewhere', option = 'ServerSideApply=true') => ({
      'argo.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: feeds, namespace: argocd }\nspec:\n  project: default\n  source: { repoURL: https://git.example.net/house, path: ${path} }\n  destination: { namespace: rooms, server: https://kubernetes.default.svc }\n  syncPolicy: { syncOptions: [${option}] }\n`,
      'apps/feeds/base/kustomization.yaml': list('part.yaml'),
      'apps/feeds/base/part.yaml': text,
      'apps/feeds/overlays/home/kustomization.yaml': list('../../base'),
    });
    const about = (all: Record<string, string>) => codesSaid(all).filter((line) => line.endsWith('schema-required'));
    expect(about(files(part()))).toEqual(['error schema-required']);
    expect(about(files(part(), 'apps/feeds/overlays/home', 'CreateNamespace=true'))).toEqual(['error schema-required']);
    expect(about(files(part(), 'apps/feeds/overlays/home'))).toEqual([]);
    expect(about(files(part('{ kustomize.toolkit.fluxcd.io/ssa: Merge }')))).toEqual([]);
  });

  it('may be the namespace of a Service, which kustomize writes beside its name', () => {
    const hook =
      'apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: { name: hook }\nwebhooks:\n  - name: hook.example.net\n    admissionReviewVersions: [v1]\n    sideEffects: None\n    clientConfig: { service: { name: hook, path: /apply } }\n';
    expect(codesSaid({ 'hook.yaml': hook, 'kustomization.yaml': `${list('hook.yaml')}namespace: rooms\n` })).toEqual([]);
  });

  it('may be decided by the default of a field', () => {
    const gateway = (address: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: inside, namespace: edge }\nspec:\n  gatewayClassName: cilium\n  addresses: [${address}]\n  listeners: [{ name: http, protocol: HTTP, port: 80 }]\n`;
    expect(codesSaid({ 'gateway.yaml': gateway('{ value: 192.0.2.7 }') })).toEqual([]);
    expect(codesSaid({ 'gateway.yaml': gateway('{ type: Hostname, value: edge.example.net }') })).toEqual([]);
  });

  it('may be empty: the API server leaves a field without a value out', () => {
    const route = (value: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: feeds\n  namespace: rooms\n  annotations:${value}\nspec: { hostnames: [feeds.example.net] }\n`;
    expect(codesSaid({ 'route.yaml': route('') })).toEqual([]);
    expect(codesSaid({ 'route.yaml': route(' 7') })).toEqual(['error schema-type']);
  });

  it('is a warning in a file that no kustomization lists, where others are listed', () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: feeds, namespace: rooms }\ndata: { debug: true }\n';
    expect(codesSaid({ 'map.yaml': map })).toEqual(['error schema-type']);
    expect(codesSaid({ 'apps/map.yaml': map, 'apps/kustomization.yaml': list('map.yaml') })).toEqual(['error schema-type']);
    expect(codesSaid({ 'other/map.yaml': map, 'apps/kustomization.yaml': list('map.yaml'), 'apps/map.yaml': map.replace('true', '"true"') })).toEqual([
      'warning schema-type',
    ]);
  });

  it('is not read in what SOPS encrypted', () => {
    const policy = (kind: string) =>
      `apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: feeds, namespace: rooms }\nspec:\n  targetRefs:\n    - group: gateway.networking.k8s.io\n      kind: ${kind}\n      name: feeds\n`;
    expect(codesSaid({ 'policy.yaml': policy('Service'), 'kustomization.yaml': list('policy.yaml') })).toEqual(['warning schema-rule']);
    expect(
      codesSaid({ 'kustomization.yaml': list('policy.yaml'), 'policy.yaml': policy('"ENC[AES256_GCM,data:fZmyLJITYw==,iv:AA==,tag:AA==,type:str]"') }),
    ).toEqual([]);
  });

  it('is text where kustomize reads a word of YAML 1.1', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: feeds, namespace: rooms }\nspec: { containers: [{ name: feeds, image: example/feeds, args: [--color, on] }] }\n';
    expect(codesSaid({ 'pod.yaml': pod })).toEqual(['error schema-type']);
    expect(codesSaid({ 'pod.yaml': pod, 'kustomization.yaml': list('pod.yaml') })).toEqual([]);
    expect(codesSaid({ 'feeds/pod.yaml': pod, 'cluster/feeds.yaml': flux('feeds', './feeds') })).toEqual([]);
    expect(codesSaid({ 'pod.yaml': pod.replace(' on]', ' true]'), 'kustomization.yaml': list('pod.yaml') })).toEqual(['error schema-type']);
  });

  it('may be said in part by a branch of a choice', () => {
    const gateway = (address: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: feeds, namespace: rooms }\nspec:\n  gatewayClassName: house\n  addresses: [${address}]\n  listeners: [{ name: http, port: 80, protocol: HTTP }]\n`;
    expect(codesSaid({ 'gateway.yaml': gateway('{ type: Hostname, value: turn.example.net }') })).toEqual([]);
    expect(codesSaid({ 'gateway.yaml': gateway('{ type: Hostname, valeu: turn.example.net }') })).toEqual(['warning schema-unknown-field']);
  });

  it('holds of a List that SOPS encrypted without what SOPS notes', () => {
    const text = (note: string) =>
      `apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: Secret, metadata: { name: feeds, namespace: rooms }, data: { key: "ENC[AES256_GCM,data:YQ==,type:str]" } }\n${note}: { mac: x }\n`;
    expect(codesSaid({ 'keys.sops.yaml': text('sops') })).toEqual([]);
    expect(codesSaid({ 'keys.sops.yaml': text('sopps') })).toEqual(['warning schema-unknown-field']);
  });

  it('is asked of a patch that meets an object', () => {
    const patched = (kind: string) =>
      codesSaid({
        'kustomization.yaml': `${list('map.yaml')}patches:\n  - target: { kind: ${kind} }\n    patch: |\n      apiVersion: apps/v1\n      kind: ${kind}\n      metadata: { name: _ }\n      spec: { replica: 2 }\n`,
        'map.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: feeds, namespace: rooms }\nspec: { selector: { matchLabels: { app: feeds } }, template: { metadata: { labels: { app: feeds } }, spec: { containers: [{ name: feeds, image: example/feeds }] } } }\n',
      });
    expect(patched('Deployment')).toEqual(['warning schema-unknown-field']);
    expect(patched('StatefulSet')).toEqual([]);
  });
});
