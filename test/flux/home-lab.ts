import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../lib/manifest/manifest.ts';

/** The git repository of somebody whose authentik and Grafana have been running for years. */
export class Repository {
  readonly folder: string;

  constructor(folder: string, start: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.#git('init', '-q');
    for (const [path, text] of Object.entries(start)) this.put(path, text);
    this.commit('The home lab as it is');
  }

  put(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Commits everything. Its hash. */
  commit(message: string): string {
    this.#git('add', '-A');
    this.#git('commit', '-qm', message);
    return this.#git('rev-parse', 'HEAD').trim();
  }

  /** Takes a commit back, by another one. */
  revert(commit: string): void {
    this.#git('revert', '--no-edit', commit);
  }

  /** Files of two commits that differ. */
  changed(from: string, to: string): string[] {
    return this.#git('diff', '--name-only', from, to).split('\n').filter(Boolean);
  }

  #git(...args: string[]): string {
    const who = ['-c', 'user.name=Jan', '-c', 'user.email=jan@example.org', '-c', 'init.defaultBranch=main'];
    return execFileSync('git', [...who, ...args], { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

const flux = (name: string, path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { interval: 1h, retryInterval: 2s, timeout: 1m, prune: true, wait: false, path: ${path}, sourceRef: { kind: GitRepository, name: flux-system } }
`;

/** The Kustomization that lets Flux apply dist, as its owner adds it to the repository. */
export const pinoutKustomization = flux('pinout', './dist/home/flux');

/** The root of the cluster. */
export const rootKustomization: Manifest = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'flux-system', namespace: 'flux-system' },
  spec: {
    interval: '1h',
    retryInterval: '2s',
    timeout: '1m',
    prune: true,
    wait: false,
    path: './clusters/home',
    sourceRef: { kind: 'GitRepository', name: 'flux-system' },
  },
};

/** The release of Grafana, as it stands in git. */
export const grafanaRelease = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: grafana
  namespace: monitoring
spec:
  interval: 30m
  chart:
    spec:
      chart: grafana
      version: 10.1.4
      sourceRef: { kind: HelmRepository, name: grafana }
  valuesFrom:
    - kind: ConfigMap
      name: grafana-dashboards
  values:
    admin: { existingSecret: grafana-admin }
    persistence: { enabled: true, existingClaim: grafana-data }
    grafana.ini:
      analytics: { check_for_updates: false }
`;

/** Its files, as they were before pinout. */
export const files: Readonly<Record<string, string>> = {
  'clusters/home/apps.yaml': flux('apps', './kubernetes'),
  'kubernetes/sso/authentik.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: sso, labels: { team: home } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: authentik, namespace: sso }
spec: { interval: 12h, url: https://charts.goauthentik.io }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: authentik, namespace: sso }
spec:
  interval: 30m
  chart: { spec: { chart: authentik, version: 2026.8.0, sourceRef: { kind: HelmRepository, name: authentik } } }
  valuesFrom: [{ kind: Secret, name: authentik-values }]
  values:
    global: { image: { tag: 2026.8.3 } }
    server: { ingress: { enabled: true, ingressClassName: traefik, hosts: [sso.example.net] } }
    blueprints: { configMaps: [house-rules] }
    postgresql: { enabled: true }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: house-rules, namespace: sso }
data:
  house-rules.yaml: |
    version: 1
    metadata: { name: House rules }
    entries: [{ model: authentik_core.group, identifiers: { name: neighbours } }]
`,
  'kubernetes/monitoring/namespace.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: monitoring }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: grafana, namespace: monitoring }
spec: { interval: 12h, url: https://grafana.github.io/helm-charts }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: grafana-dashboards, namespace: monitoring }
data: { values.yaml: 'sidecar: { dashboards: { enabled: true } }' }
`,
  'kubernetes/monitoring/grafana.yaml': grafanaRelease,
  'kubernetes/media/immich.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: media }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: immich, namespace: media }
spec:
  selector: { matchLabels: { app: immich } }
  template:
    metadata: { labels: { app: immich } }
    spec: { containers: [{ name: immich, image: ghcr.io/immich-app/immich-server:v2.1.0 }] }
`,
};

const encoded = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
const helm = (name: string) => ({ 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': name });
const secret = (namespace: string, name: string, data: Readonly<Record<string, string>>, labels = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace, labels },
  data: encoded(data),
});
const workload = (kind: 'Deployment' | 'StatefulSet', namespace: string, name: string, image: string, more: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace, labels: helm(name.split('-')[0]!) },
  spec: {
    selector: { matchLabels: { app: name } },
    ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: name.split('-').at(-1), image, ...more }] } },
  },
});
const service = (namespace: string, name: string, port: number): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, labels: helm(name.split('-')[0]!) },
  spec: { selector: { app: name }, ports: [{ name: 'http', port, targetPort: port }] },
});
const ingress = (namespace: string, name: string, host: string, port: number): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace, labels: helm(name.split('-')[0]!) },
  spec: {
    ingressClassName: 'traefik',
    rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: port } } } }] } }],
  },
});
const claim = (namespace: string, name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
});
const settings = { envFrom: [{ secretRef: { name: 'authentik' } }] };

/** What the charts of these releases made, and what somebody made by hand. Nothing of it stands in git. */
export const running: readonly Manifest[] = [
  secret('sso', 'authentik-values', { 'values.yaml': 'authentik: { secret_key: aaaa }' }),
  secret('sso', 'authentik', { AUTHENTIK_SECRET_KEY: 'aaaa', AUTHENTIK_POSTGRESQL__HOST: 'authentik-postgresql' }, helm('authentik')),
  secret('sso', 'sh.helm.release.v1.authentik.v41', { release: 'H4sIA' }, { owner: 'helm', name: 'authentik' }),
  workload('Deployment', 'sso', 'authentik-server', 'ghcr.io/goauthentik/server:2026.8.3', settings),
  workload('Deployment', 'sso', 'authentik-worker', 'ghcr.io/goauthentik/server:2026.8.3', settings),
  workload('StatefulSet', 'sso', 'authentik-postgresql', 'docker.io/library/postgres:17'),
  service('sso', 'authentik-server', 80),
  service('sso', 'authentik-postgresql', 5432),
  ingress('sso', 'authentik-server', 'sso.example.net', 80),
  claim('sso', 'data-authentik-postgresql-0'),
  secret('monitoring', 'grafana-admin', { 'admin-user': 'admin', 'admin-password': 'not the one' }),
  secret('monitoring', 'grafana-oauth', { client_secret: 'as it is in authentik' }),
  secret('monitoring', 'sh.helm.release.v1.grafana.v7', { release: 'H4sIA' }, { owner: 'helm', name: 'grafana' }),
  workload('Deployment', 'monitoring', 'grafana', 'docker.io/grafana/grafana:12.3.1'),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'grafana', namespace: 'monitoring', labels: helm('grafana') },
    data: { 'grafana.ini': '[analytics]' },
  },
  service('monitoring', 'grafana', 80),
  ingress('monitoring', 'grafana', 'grafana.home.example.org', 80),
  claim('monitoring', 'grafana-data'),
];
