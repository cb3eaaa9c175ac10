import { plain } from '../contract/open-shape.ts';
import { choice, type Fields, list, object, type Shape } from '../contract/shape.ts';
import type { DriftDetection, DriftRule } from './drift.ts';

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

type DriftObject = Exclude<DriftDetection, string>;
const mode = choice('enabled', 'warn', 'disabled');
// What stands in a rule is judged where it is written, with the rules of charts beside it.
const driftObject = object<DriftObject>({ mode, ignore: list(object<DriftRule>({ paths: plain, target: plain })) });
const drift: Shape<DriftDetection> = (value, at) => (typeof value === 'object' && value !== null ? driftObject(value, at) : mode(value, at));

/** Shapes of the release's part of an app's options. */
export const releaseFields: Fields<ReleaseOptions> = { driftDetection: drift, schemaValidation: choice('on', 'off') };

/** The release's part of an app's options. */
export function releaseOptions({ driftDetection, schemaValidation }: ReleaseOptions): ReleaseOptions {
  return { ...(driftDetection === undefined ? {} : { driftDetection }), ...(schemaValidation === undefined ? {} : { schemaValidation }) };
}
