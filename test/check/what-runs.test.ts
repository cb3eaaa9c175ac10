import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

const list = (...files: string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(', ')}]\n`;
const store = (path: string) =>
  `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: { name: vault }\nspec: { provider: { vault: { server: https://vault.example.net, path: ${path}, auth: { kubernetes: { mountPath: kubernetes, role: reader } } } } }\n`;
const operator = (version: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: external-secrets, namespace: external-secrets }\nspec:\n  selector: { matchLabels: { app: external-secrets } }\n  template:\n    metadata: { labels: { app: external-secrets } }\n    spec: { containers: [{ name: external-secrets, image: 'ghcr.io/external-secrets/external-secrets:v${version}' }] }\n`;
const secret =
  'apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata: { name: photos, namespace: photos }\nspec: { secretStoreRef: { kind: ClusterSecretStore, name: vault }, target: { name: photos }, data: [{ secretKey: password, remoteRef: { key: photos, property: password } }] }\n';
const argo = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: all, namespace: argocd }\nspec:\n  project: default\n  source: { repoURL: https://git.example.net/house, path: ${path}, directory: { recurse: true } }\n  destination: { server: https://kubernetes.default.svc }\n`;

/** Two clusters with their own version of External Secrets, in folders that both could use. */
const clusters = {
  'infra/old/kustomization.yaml': list('operator.yaml'),
  'infra/old/operator.yaml': operator('0.16.1'),
  'infra/new/kustomization.yaml': list('operator.yaml'),
  'infra/new/operator.yaml': operator('0.18.2'),
  'clusters/home/secrets/kustomization.yaml': list('../../../infra/old', 'store.yaml'),
  'clusters/home/secrets/store.yaml': store('home'),
  'clusters/cabin/secrets/kustomization.yaml': list('../../../infra/new', 'store.yaml'),
  'clusters/cabin/secrets/store.yaml': store('cabin'),
};
const removed = (files: Record<string, string>) => codesSaid({ ...clusters, ...files }).filter((line) => line.endsWith('api-version-removed'));
const app = (folder: string) => ({ [`${folder}/kustomization.yaml`]: list('secret.yaml'), [`${folder}/secret.yaml`]: secret });

describe('the version of one cluster', () => {
  it('says nothing of what only another one has', () => {
    expect(removed(app('clusters/home/photos'))).toEqual([]);
    expect(removed({ ...app('clusters/home/photos'), ...app('clusters/home/feeds') })).toEqual([]);
  });

  it('judges what its folder has', () => {
    expect(removed(app('clusters/cabin/photos'))).toEqual(['error api-version-removed']);
  });

  it('judges what all clusters share', () => {
    expect(removed(app('clusters/common/photos'))).toEqual(['error api-version-removed']);
    expect(removed(app('apps/photos'))).toEqual(['error api-version-removed']);
  });

  it('says nothing of files that only the other one takes as they are', () => {
    const loose = (cluster: string) => ({
      [`clusters/${cluster}/argocd/all.yaml`]: argo(`clusters/${cluster}`),
      [`clusters/${cluster}/photos/secret.yaml`]: secret,
    });
    expect(removed(loose('home'))).toEqual([]);
    expect(removed(loose('cabin'))).toEqual(['error api-version-removed']);
  });

  it('counts everywhere where no two folders conflict', () => {
    const one = { 'clusters/home/secrets/kustomization.yaml': list('store.yaml'), 'clusters/cabin/secrets/kustomization.yaml': list('../../../infra/new') };
    expect(removed({ ...one, ...app('clusters/apps/photos') })).toEqual(['error api-version-removed']);
  });
});

describe("the version of authentik's chart", () => {
  const release = (version: string, values = '{}') =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: authentik, namespace: sign-in }\nspec:\n  interval: 1h\n  chart: { spec: { chart: authentik, version: ${version}, sourceRef: { kind: HelmRepository, name: authentik } } }\n  values: ${values}\n`;
  const ingress = (service: string, port: number) =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: inside, namespace: sign-in }\nspec: { rules: [{ host: id.example.net, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${service}, port: { number: ${port} } } } }] } }] }\n`;
  const missing = (version: string, service: string, port = 80, values?: string) =>
    codesSaid({ 'authentik.yaml': release(version, values), 'ingress.yaml': ingress(service, port) }).filter((line) => line.endsWith('backend-missing'));

  it('says how its Service is called', () => {
    expect(missing('2023.10.7', 'authentik')).toEqual([]);
    expect(missing('2023.10.7', 'authentik', 9000, '{ service: { port: 9000 } }')).toEqual([]);
    expect(missing('2023.10.7', 'authentik', 8080)).not.toEqual([]);
    expect(missing('2024.2.0', 'authentik')).not.toEqual([]);
    expect(missing('2024.2.0', 'authentik-server')).toEqual([]);
    expect(missing("'>=2023.10.0'", 'authentik-server')).toEqual([]);
  });
});

describe("the version of ingress-nginx' chart", () => {
  const release = (version: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: nginx-${version.replaceAll('.', '-')}, namespace: edge }\nspec:\n  interval: 1h\n  chart: { spec: { chart: ingress-nginx, version: ${version}, sourceRef: { kind: HelmRepository, name: nginx } } }\n`;
  const ingress =
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: home\n  namespace: home\n  annotations:\n    nginx.ingress.kubernetes.io/auth-url: http://outpost.sign-in.svc.cluster.local:9000/outpost.goauthentik.io/auth/nginx\n    nginx.ingress.kubernetes.io/auth-snippet: proxy_set_header X-Forwarded-Host $http_host;\nspec: { rules: [{ host: home.example.net, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: home, port: { number: 80 } } } }] } }] }\n';
  const said = (...versions: string[]) =>
    codesSaid({ 'ingress.yaml': ingress, ...Object.fromEntries(versions.map((version) => [`${version}.yaml`, release(version)])) }).filter((line) =>
      line.endsWith('forward-auth-snippet'),
    );

  it('says whether it allows snippets', () => {
    expect(said('4.7.1')).toEqual([]);
    expect(said('4.8.0')).toEqual(['warning forward-auth-snippet']);
    expect(said('4.7.1', '4.12.0')).toEqual(['warning forward-auth-snippet']);
    expect(said()).toEqual(['info forward-auth-snippet']);
  });
});
