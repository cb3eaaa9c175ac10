import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import { type Access, accessShape, rolesShape } from '../../contract/access.ts';
import { open } from '../../contract/open-shape.ts';
import { size } from '../../contract/option-texts.ts';
import { choice, number, object, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

/** Roles that Grafana knows, highest first. `GrafanaAdmin` is administrator of the server, `Admin` of the organisation. */
export const grafanaRoles = ['GrafanaAdmin', 'Admin', 'Editor', 'Viewer'] as const;
export type GrafanaRole = (typeof grafanaRoles)[number];

/** Chart with Grafana in it: as part of kube-prometheus-stack, or alone. */
export type GrafanaChart = 'kube-prometheus-stack' | 'grafana';

interface Fields extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly namespace: string;
  /** Name of the app and slug of its application; `grafana` unless given. */
  readonly name?: string;
  /** `kube-prometheus-stack` unless given. */
  readonly chart?: GrafanaChart;
  /** Version of the chart, when the one that is tested is not wanted. */
  readonly chartVersion?: string;
  /** Counts up to rotate the client secret; 1 unless given. */
  readonly secretGeneration?: number;
  /** How the app is shown in authentik's application library. */
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /**
   * Volumes, by their sizes: of Grafana's own database (users, dashboards made by hand) and of Prometheus' data. Without one, what lies there is gone with the
   * pod.
   */
  readonly storage?: { readonly grafana?: string; readonly prometheus?: string };
  /** Values of the chart, merged over what the integration writes. */
  readonly values?: JsonMap;
}

type Admitted =
  | { readonly roles: Readonly<Partial<Record<GrafanaRole, readonly [string, ...string[]]>>>; readonly access?: Access }
  | { readonly access: Access; readonly roles?: never };

/** Options of a Grafana. At least one of `roles` and `access`. */
export type GrafanaOptions = Fields & Admitted;

/** What may be in them. */
export const grafanaShape = object<GrafanaOptions>({
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  host: text,
  namespace: text,
  name: text,
  chart: choice('kube-prometheus-stack', 'grafana'),
  chartVersion: text,
  secretGeneration: number,
  tile: tileShape,
  values: open,
  storage: object<NonNullable<GrafanaOptions['storage']>>({ grafana: size, prometheus: size }),
  roles: rolesShape,
  access: accessShape,
});
