import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';

const header = '# Written by pinout from apps/main.ts. Do not edit: run npm run synth.\n';
const codes = ['object-applied-twice', 'release-name-taken', 'host-served-twice', 'client-defined-twice'];
const found = (files: Readonly<Record<string, string>>) =>
  checkFiles(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    { only: codes },
  ).findings.map(({ code, severity, file }) => `${severity} ${code} ${file}`);

const release = (chart: string, name = 'grafana') => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: monitoring }
spec: { releaseName: grafana, chart: { spec: { chart: ${chart}, version: 1.2.3, sourceRef: { kind: HelmRepository, name: charts } } } }
`;
const kustomization = (name: string, path: string, more = '') => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system }${more} }
`;
const list = (...files: readonly string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(', ')}]\n`;

const dist = {
  'dist/home/flux/grafana.yaml': header + kustomization('apps-grafana', './dist/home/apps/grafana'),
  'dist/home/flux/kustomization.yaml': header + list('grafana.yaml'),
  'dist/home/apps/grafana/release.yaml': header + release('kube-prometheus-stack'),
  'dist/home/apps/grafana/kustomization.yaml': header + list('release.yaml'),
};
const own = 'clusters/home/monitoring/grafana.yaml';

describe('a release that pinout writes, and the same one of the user', () => {
  it('is a warning where nothing says who applies it', () => {
    expect(found({ ...dist, [own]: release('grafana') })).toEqual([`warning object-applied-twice ${own}`]);
  });

  it('is a warning where another root applies it', () => {
    expect(found({ ...dist, [own]: release('grafana'), 'clusters/home/own.yaml': kustomization('own', './clusters/home/monitoring') })).toEqual([
      `warning object-applied-twice ${own}`,
    ]);
  });

  it('is an error where one root applies both', () => {
    const root = {
      'clusters/home/flux-system/sync.yaml': kustomization('flux-system', './clusters/home'),
      'clusters/home/dist.yaml': kustomization('pinout', './dist/home/flux'),
      'clusters/home/own.yaml': kustomization('own', './own'),
    };
    expect(found({ ...dist, ...root, 'own/grafana.yaml': release('grafana') })).toEqual(['error object-applied-twice own/grafana.yaml']);
    expect(
      found({ ...dist, ...root, 'clusters/home/own.yaml': kustomization('own', './own', ', suspend: true'), 'own/grafana.yaml': release('grafana') }),
    ).toEqual([]);
    expect(
      found({
        ...dist,
        ...root,
        'clusters/home/own.yaml': kustomization('own', './own', ', kubeConfig: { secretRef: { name: cabin } }'),
        'own/grafana.yaml': release('grafana'),
      }),
    ).toEqual([]);
  });

  it('is nothing where the old file is no longer listed, is an example, or is of another cluster', () => {
    expect(found({ ...dist, [own]: release('grafana'), 'clusters/home/monitoring/kustomization.yaml': list('other.yaml') })).toEqual([]);
    expect(found({ ...dist, 'archive/grafana.yaml': release('grafana') })).toEqual([]);
    expect(found({ ...dist, 'clusters/cabin/monitoring/grafana.yaml': release('grafana') })).toEqual([]);
  });

  it('is nothing where the two differ in labels, comments and the order of keys alone', () => {
    const root = {
      'clusters/home/flux-system/sync.yaml': kustomization('flux-system', './clusters/home'),
      'clusters/home/a.yaml': kustomization('a', './a'),
      'clusters/home/b.yaml': kustomization('b', './b'),
    };
    const other = `# Copied.
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: grafana, namespace: monitoring, labels: { team: house } }
spec: { chart: { spec: { version: 1.2.3, chart: grafana, sourceRef: { kind: HelmRepository, name: charts } } }, releaseName: grafana }
`;
    expect(found({ ...root, 'a/grafana.yaml': release('grafana'), 'b/grafana.yaml': other })).toEqual([]);
    expect(found({ ...root, 'a/grafana.yaml': release('grafana'), 'b/grafana.yaml': release('other') })).not.toEqual([]);
  });

  it('is an error under another name of the HelmRelease', () => {
    const root = {
      'clusters/home/flux-system/sync.yaml': kustomization('flux-system', './clusters/home'),
      'clusters/home/dist.yaml': kustomization('pinout', './dist/home/flux'),
      'clusters/home/metrics.yaml': release('grafana', 'metrics'),
    };
    expect(found({ ...dist, ...root })).toEqual([expect.stringContaining('error release-name-taken ')]);
  });
});

const ingress = (name: string, path: string, more = '') => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: whoami${more} }
spec:
  ingressClassName: nginx
  rules: [{ host: whoami.example.org, http: { paths: [{ path: ${path}, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }] } }]
`;

describe('a host that pinout guards, and the Ingress that was there before', () => {
  const ours = header + ingress('guarded', '/');

  it('is an error at the user’s file', () => {
    expect(found({ 'dist/a.yaml': ours, 'own/b.yaml': ingress('whoami', '/') })).toEqual(['error host-served-twice own/b.yaml']);
  });

  it('is nothing for another path, a canary, or a variable as host', () => {
    expect(found({ 'dist/a.yaml': ours, 'own/b.yaml': ingress('whoami', '/api') })).toEqual([]);
    expect(found({ 'dist/a.yaml': ours, 'own/b.yaml': ingress('whoami', '/', ', annotations: { nginx.ingress.kubernetes.io/canary: "true" }') })).toEqual([]);
    expect(found({ 'dist/a.yaml': ours, 'own/b.yaml': ingress('whoami', '/').replace('whoami.example.org', '${HOST}') })).toEqual([]);
  });

  it('is one template that two Applications render, one without a namespace', () => {
    const application = (name: string, namespace: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  project: default\n  source: { repoURL: https://git.example.net/house, path: chart }\n  destination: { server: https://kubernetes.default.svc${namespace} }\n`;
    const chart = {
      'chart/Chart.yaml': 'apiVersion: v2\nname: whoami\nversion: 1.0.0\n',
      'chart/values.yaml': 'port: 80\n',
      'chart/templates/ingress.yaml': ingress('whoami', '/').replace(', namespace: whoami', ''),
    };
    const apps = (...some: string[]) => Object.fromEntries(some.map((text, index) => [`apps/${index}.yaml`, text]));
    expect(found({ ...chart, ...apps(application('one', ', namespace: web'), application('two', '')) })).toEqual([]);
    expect(found({ ...chart, ...apps(application('one', ', namespace: web'), application('two', ', namespace: other')) }).length).toBe(1);
  });

  it('is said once for each of a thousand Ingresses for one path', () => {
    const files = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`own/${index}.yaml`, ingress(`whoami-${index}`, '/')]));
    expect(found(files).length).toBe(999);
  });
});
