import type { Facts } from '../../contract/facts.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { object, text } from '../../contract/shape.ts';
import type { SecretKey } from '../../delivery/app-template.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import type { RunOptions } from '../../delivery/run-options.ts';
import { runFields } from '../../delivery/run-shapes.ts';
import { placeFields, type PlaceOptions } from '../app-options.ts';

/** What late-bound values of an app without a login see. */
export interface HelmLate {
  /** A value of `generated` by its name. */
  readonly generated: (name: string) => SecretKey;
  /** Full host, when it has one. */
  readonly host?: string;
  readonly url?: string;
  readonly facts: Facts;
}

interface Fields extends ReleaseOptions, NetworkPolicyOption, PlaceOptions {
  readonly name: string;
  /** First label of a host below the cluster's domain, or the full host. Without it nothing leads to the app from outside. */
  readonly host?: string;
}

/** Options of an app without single sign-on. */
export type HelmAppOptions = Fields & RunOptions<HelmLate>;

/** What may be in them. */
export const helmAppShape = object<HelmAppOptions>({
  ...releaseFields,
  ...networkPolicyFields,
  ...runFields,
  name: text,
  ...placeFields,
});
