import { objectName } from '../contract/option-texts.ts';
import { metadataFields, type MetadataOption } from '../contract/metadata.ts';
import { choice, type Fields, object } from '../contract/shape.ts';
import { type DriftDetection, driftShape } from './drift.ts';

/** A HelmRelease that is there already. */
export interface ExistingRelease {
  /** Its name. */
  readonly release: string;
  /** That of the app unless given. */
  readonly namespace?: string;
  /** `values` (default): dist writes a ConfigMap for its `valuesFrom`. `patch`: the values as a patch, which nothing of dist applies. */
  readonly by?: 'values' | 'patch';
  /** For app-template: the controller whose container logs in; the release's name unless given. */
  readonly controller?: string;
  /** That container; `app` unless given. */
  readonly container?: string;
}

/** How Flux installs the chart of an app. */
export interface ReleaseOptions extends MetadataOption {
  /** A release of yours that runs already: it gets the values of the login, and no release is written. */
  readonly existing?: ExistingRelease;
  /**
   * `enabled` (default): Flux puts back what others change of the chart's objects. `warn`: it reports it. `disabled`: it does not look. As an object, with
   * what may differ: `{ ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deployment' } }] }`.
   */
  readonly driftDetection?: DriftDetection;
  /** `off`: Helm does not judge the values by the chart's own schema at installs and upgrades; for a schema that refers to the internet. `on` unless given. */
  readonly schemaValidation?: 'on' | 'off';
}

/** Shapes of the release's part of an app's options. */
export const releaseFields: Fields<ReleaseOptions> = {
  ...metadataFields,
  existing: object<ExistingRelease>({
    release: objectName,
    namespace: objectName,
    by: choice('values', 'patch'),
    controller: objectName,
    container: objectName,
  }),
  driftDetection: driftShape,
  schemaValidation: choice('on', 'off'),
};

/** The release's part of an app's options. */
export function releaseOptions({ driftDetection, schemaValidation }: ReleaseOptions): ReleaseOptions {
  return { ...(driftDetection === undefined ? {} : { driftDetection }), ...(schemaValidation === undefined ? {} : { schemaValidation }) };
}
