import { PinoutError, show } from '../contract/error.ts';
import type { DriftDetection } from './drift.ts';

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

/** The release's part of an app's options. @throws PinoutError `choice-unknown` */
export function releaseOptions({ driftDetection, schemaValidation }: ReleaseOptions, app: string): ReleaseOptions {
  if (schemaValidation !== undefined && !['on', 'off'].includes(schemaValidation))
    throw new PinoutError({
      code: 'choice-unknown',
      app,
      field: 'schemaValidation',
      found: show(schemaValidation),
      wanted: 'one of on, off',
      fix: 'leave schemaValidation out',
    });
  return { ...(driftDetection === undefined ? {} : { driftDetection }), ...(schemaValidation === undefined ? {} : { schemaValidation }) };
}
