import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { forwardAuthApp, grafana, groups } from 'pinout';
import { SsoCluster } from 'pinout/cdk8s';

/** What the project had before: a chart of its own, written by cdk8s as ever. */
export class Dashboards extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ApiObject(this, 'settings', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'dashboard', namespace: 'monitoring', labels: { grafana_dashboard: '1' } },
      data: { 'home.json': '{}' },
    });
  }
}

/** A rule of the house, for everything in the App. */
function label(all: IConstruct): void {
  for (const one of all.node.findAll()) if (ApiObject.isApiObject(one)) one.metadata.addLabel('example.org/team', 'home');
}

export const app = new App();
export const dashboards = new Dashboards(app, 'dashboards');
export const home = new SsoCluster(app, 'home', {
  domain: 'home.example.org',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
  apps: [
    grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['grafana-admins'], Viewer: ['grafana-viewers'] } }),
    forwardAuthApp({
      name: 'podinfo',
      host: 'podinfo',
      namespace: 'podinfo',
      access: groups('podinfo-users'),
      chart: { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.9.2' },
      service: 'podinfo',
      port: 9898,
    }),
  ],
});

// A chart below the cluster is a folder that Flux applies; Grafana waits for it.
const first = new Chart(home, 'storage');
new ApiObject(first, 'class', {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'fast' },
  provisioner: 'rancher.io/local-path',
});
home.chart('apps/grafana').addDependency(first);

// cdk8s writes its own charts in the order of their dependencies.
dashboards.addDependency(home.chart('apps/grafana'));

for (const one of home.chart('apps/grafana').apiObjects) if (one.kind === 'HelmRelease') one.addJsonPatch(JsonPatch.replace('/spec/interval', '30m'));
label(app);
app.synth();
