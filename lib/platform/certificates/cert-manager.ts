import type { Facts } from '../../contract/facts.ts';
import { delivery } from '../../delivery/engine.ts';
import type { Placed } from '../../manifest/manifest.ts';

/** Namespace of cert-manager, and with it its cluster resource namespace: what a ClusterIssuer refers to lies here. */
export const certManagerNamespace = 'cert-manager';

/**
 * cert-manager with its CRDs, in `controllers`.
 *
 * It asks DNS over HTTPS, and nothing else, for the zone of a name and for its challenge record: a resolver at home answers for names that are
 * elsewhere in public (`/domain/zone/home.example.org/status` of a zone that does not exist), and a router that catches port 53 answers for
 * everybody. Removing the release keeps the CRDs, and with them every certificate.
 */
export function certManager(facts: Pick<Facts, 'edge'>): Placed[] {
  const small = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } };
  return delivery
    .release({
      name: 'cert-manager',
      namespace: certManagerNamespace,
      // 1.21: `gatewayAPI` in the controller's config, Challenge rights no longer in the `edit` role (GHSA-8rvj-mm4h-c258).
      chart: 'oci://quay.io/jetstack/charts/cert-manager',
      version: 'v1.21.2',
      timeout: '10m',
      values: {
        crds: { enabled: true, keep: true },
        dns01RecursiveNameservers: 'https://1.1.1.1/dns-query,https://9.9.9.9/dns-query',
        dns01RecursiveNameserversOnly: true,
        // The metrics port and its Service. The monitors are in a layer of their own: their CRDs come later.
        prometheus: { enabled: true, servicemonitor: { enabled: false } },
        ...(facts.edge.kind === 'gateway'
          ? { config: { apiVersion: 'controller.config.cert-manager.io/v1alpha1', kind: 'ControllerConfiguration', gatewayAPI: { enabled: true } } }
          : {}),
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        webhook: { resources: small },
        cainjector: { resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } } },
        startupapicheck: { resources: small },
      },
    })
    .map((object) => ({ folder: 'controllers', from: 'cluster', object }));
}
