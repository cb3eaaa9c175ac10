import { type Access, accessShape, rolesShape } from '../contract/access.ts';
import { adoptFields, type AdoptOption } from '../contract/adopt.ts';
import { open } from '../contract/open-shape.ts';
import { duration } from '../contract/option-texts.ts';
import { portNumber } from '../contract/port.ts';
import { number, text } from '../contract/shape.ts';
import { type Tile, tileShape } from '../contract/tile.ts';
import { releaseFields, type ReleaseOptions } from '../delivery/release-options.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../edge/network-policy.ts';
import type { JsonMap } from '../manifest/manifest.ts';

/** Options of every app that has a login and a release. */
export interface AppOptions extends ReleaseOptions, NetworkPolicyOption, AdoptOption {}

/** Shapes of them. */
export const appFields = { ...releaseFields, ...networkPolicyFields, ...adoptFields };

/** Options of an app that pinout installs by a chart it knows. */
export interface ChartOptions extends AppOptions {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly namespace: string;
  /** Name of the app and slug of its application; that of the integration unless given. */
  readonly name?: string;
  /** Version of the chart, when the one that is tested is not wanted. */
  readonly chartVersion?: string;
  /** Counts up to rotate the client secret; 1 unless given. */
  readonly secretGeneration?: number;
  /** How the app is shown in authentik's application library. */
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** Values of the chart, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** Shapes of them, and of who may enter. */
export const chartFields = {
  ...appFields,
  host: text,
  namespace: text,
  name: text,
  chartVersion: text,
  secretGeneration: number,
  tile: tileShape,
  values: open,
  access: accessShape,
  roles: rolesShape,
};

/** Who may enter: groups that hold roles of the app, an access rule, or both. */
export type Admitted<Roles> = { readonly roles: Roles; readonly access?: Access } | { readonly access: Access; readonly roles?: never };

/** Where any app is, whatever installs it. */
export interface PlaceOptions {
  /** First label of the host below the cluster's domain, or the full host; the name unless given. */
  readonly host?: string;
  /** The name unless given. */
  readonly namespace?: string;
  /** Service that the host leads to; the name unless given. */
  readonly service?: string;
  /** The port of the Service. Default: 80, or 8080 for an `image`, where the container listens on the same port. */
  readonly port?: number;
  /** How long Helm waits; `10m` unless given. */
  readonly timeout?: string;
}

/** Shapes of them. */
export const placeFields = { host: text, namespace: text, service: text, port: portNumber, timeout: duration };
