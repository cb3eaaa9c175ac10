import { defineCluster } from '../../lib/cluster/cluster.ts';
import type { ClusterInput } from '../../lib/cluster/cluster-input.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { GrafanaOptions } from '../../lib/integrations/grafana/options.ts';

/** A Grafana that is right; tests change one thing of it. */
export const grafanaOptions: GrafanaOptions = { host: 'grafana', namespace: 'monitoring', roles: { Admin: ['grafana-admins'], Viewer: ['grafana-viewers'] } };

/** A cluster that is right; tests change one thing of it. */
export const clusterInput: ClusterInput = {
  name: 'home',
  domain: 'home.example.org',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
  apps: [grafana(grafanaOptions)],
};

/** A cluster with other input, typed loosely: users write plain JavaScript as well. */
export function clusterWith(change: Readonly<Record<string, unknown>>): ReturnType<typeof defineCluster> {
  return defineCluster({ ...clusterInput, ...change });
}

/** A cluster whose Grafana has other options. */
export function grafanaWith(change: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}): ReturnType<typeof defineCluster> {
  return clusterWith({ apps: [grafana({ ...grafanaOptions, ...change })], ...cluster });
}
