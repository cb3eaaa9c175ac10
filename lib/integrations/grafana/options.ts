import { size } from '../../contract/option-texts.ts';
import { choice, object } from '../../contract/shape.ts';
import { type Admitted, chartFields, type ChartOptions } from '../app-options.ts';

/** Roles that Grafana knows, highest first. `GrafanaAdmin` is administrator of the server, `Admin` of the organisation. */
export const grafanaRoles = ['GrafanaAdmin', 'Admin', 'Editor', 'Viewer'] as const;
export type GrafanaRole = (typeof grafanaRoles)[number];

/** Chart with Grafana in it: as part of kube-prometheus-stack, or alone. */
export type GrafanaChart = 'kube-prometheus-stack' | 'grafana';

interface Fields extends ChartOptions {
  /** `kube-prometheus-stack` unless given. */
  readonly chart?: GrafanaChart;
  /**
   * Volumes, by their sizes: of Grafana's own database (users, dashboards made by hand) and of Prometheus' data. Without one, what lies there is gone with the
   * pod.
   */
  readonly storage?: { readonly grafana?: string; readonly prometheus?: string };
}

/** Options of a Grafana. At least one of `roles` and `access`. */
export type GrafanaOptions = Fields & Admitted<Readonly<Partial<Record<GrafanaRole, readonly [string, ...string[]]>>>>;

/** What may be in them. */
export const grafanaShape = object<GrafanaOptions>({
  ...chartFields,
  chart: choice('kube-prometheus-stack', 'grafana'),
  storage: object<NonNullable<GrafanaOptions['storage']>>({ grafana: size, prometheus: size }),
});
