import { choice, type Fields } from '../contract/shape.ts';
import { type DriftDetection, driftShape } from './drift.ts';

/** How Flux installs the chart of an app. */
export interface ReleaseOptions {
  /**
   * `enabled` (default): Flux puts back what others change of the chart's objects. `warn`: it reports it. `disabled`: it does not look. As an object, with
   * what may differ: `{ ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deployment' } }] }`.
   */
  readonly driftDetection?: DriftDetection;
  /** `off`: Helm does not judge the values by the chart's own schema at installs and upgrades; for a schema that refers to the internet. `on` unless given. */
  readonly schemaValidation?: 'on' | 'off';
}

/** Shapes of the release's part of an app's options. */
export const releaseFields: Fields<ReleaseOptions> = { driftDetection: driftShape, schemaValidation: choice('on', 'off') };

/** The release's part of an app's options. */
export function releaseOptions({ driftDetection, schemaValidation }: ReleaseOptions): ReleaseOptions {
  return { ...(driftDetection === undefined ? {} : { driftDetection }), ...(schemaValidation === undefined ? {} : { schemaValidation }) };
}
