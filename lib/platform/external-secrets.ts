import type { Placed } from '../manifest/manifest.ts';
import { delivery } from '../delivery/engine.ts';

/** Namespace of the operator. */
export const externalSecretsNamespace = 'external-secrets';

/**
 * External Secrets itself, with its CRDs, in `controllers`.
 *
 * The CRDs are templates of the chart, so removing the release would remove them, and with them every ExternalSecret and every copy:
 * Helm is told to keep them.
 */
export function externalSecrets(): Placed[] {
  return delivery
    .release({
      name: 'external-secrets',
      namespace: externalSecretsNamespace,
      // Chart and operator share the version since 0.10.
      chart: 'oci://ghcr.io/external-secrets/charts/external-secrets',
      version: '2.9.0',
      timeout: '10m',
      values: {
        installCRDs: true,
        crds: { annotations: { 'helm.sh/resource-policy': 'keep' } },
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        webhook: { resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } } },
        certController: { resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } } },
      },
    })
    .map((object) => ({ folder: 'controllers', from: 'cluster', object }));
}
