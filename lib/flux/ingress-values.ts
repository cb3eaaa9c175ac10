import type { Facts } from '../contract/facts.ts';
import type { JsonMap } from '../manifest/manifest.ts';

/**
 * The `ingress` block that most charts share: class, certificate and one host.
 *
 * @param secretName Secret for the certificate when cert-manager makes one.
 * @example ingressValues(facts, 'grafana.home.example.org', 'grafana-tls')
 */
export function ingressValues(facts: Pick<Facts, 'edge'>, host: string, secretName: string): JsonMap {
  const { className, clusterIssuer, tlsSecret } = facts.edge;
  return {
    enabled: true,
    ingressClassName: className,
    ...(clusterIssuer === undefined ? {} : { annotations: { 'cert-manager.io/cluster-issuer': clusterIssuer } }),
    hosts: [host],
    tls: [{ secretName: tlsSecret ?? secretName, hosts: [host] }],
  };
}
