import type { Manifest } from '../../manifest/manifest.ts';
import type { Reason } from '../../manifest/reason.ts';

const valuesOf = (object: Manifest) => (object['spec'] as { readonly values?: Readonly<Record<string, unknown>> } | undefined)?.values;

/** Why what Flux reads is written as it is. */
export const fluxReasons: readonly Reason[] = [
  { kind: 'OCIRepository', path: 'layerSelector.operation', value: 'copy', why: 'helm-controller needs the archive, not its content' },
  { path: 'install.strategy.name', value: 'RetryOnFailure', why: 'without it Flux gives up after one failure' },
  {
    path: 'install.disableSchemaValidation',
    value: true,
    why: 'otherwise Helm fetches the schema from GitHub on every install (bjw-s-labs/helm-charts#420)',
    when: (object) => valuesOf(object)?.['controllers'] !== undefined,
  },
  {
    kind: 'Kustomization',
    path: 'spec.healthCheckExprs',
    why: 'a new ClusterIssuer has no conditions, and Flux treats that as ready: nothing would wait for its registration',
  },
];
