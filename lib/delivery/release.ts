import type { Json, JsonMap } from '../manifest/manifest.ts';
import type { DriftRule } from './drift.ts';
import type { ReleaseOptions } from './release-options.ts';

/** Where a chart comes from: an OCI registry (`oci://HOST/PATH/CHART`), or a Helm repository and the chart's name in it. */
export type ChartSource = `oci://${string}` | { readonly repository: `https://${string}`; readonly chart: string };

/** A chart that Flux installs. */
export interface Release {
  /** Name of the HelmRelease, of its source and of the Helm release; at most 53 characters. */
  readonly name: string;
  readonly namespace: string;
  readonly chart: ChartSource;
  readonly version: string;
  /** How long Helm waits for the workloads, for example `15m`. */
  readonly timeout: string;
  readonly values: JsonMap;
  /** HelmReleases that must be ready before: what this chart's objects are made of comes with them. */
  readonly dependsOn?: readonly { readonly name: string; readonly namespace: string }[];
  /** Changes of rendered objects for which the chart has no key (JSON Patch, RFC 6902). */
  readonly patches?: readonly { readonly target: { readonly kind: string; readonly name: string }; readonly patch: readonly Json[] }[];
  /** What the app's user says about it. */
  readonly options?: ReleaseOptions;
  /** What the chart, or what it installs, changes itself after the installation. */
  readonly drift?: readonly DriftRule[];
}
