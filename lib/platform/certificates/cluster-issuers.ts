import { type Certificates, issuerNames } from '../../contract/certificates.ts';
import type { Facts } from '../../contract/facts.ts';
import type { JsonMap, Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';

const servers = {
  production: 'https://acme-v02.api.letsencrypt.org/directory',
  staging: 'https://acme-staging-v02.api.letsencrypt.org/directory',
} as const;

/**
 * The two issuers: Let's Encrypt's production, and staging beside it. Each has an account key of its own, because the two do not know each other's
 * accounts. The selector keeps them to the zones that the credentials are good for.
 */
export function clusterIssuers(certificates: Certificates, facts: Pick<Facts, 'edge'>): Manifest[] {
  const names = issuerNames(certificates.provider);
  return (['production', 'staging'] as const).map(
    (kind) =>
      ({
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: names[kind] },
        spec: {
          acme: {
            server: servers[kind],
            email: certificates.email,
            privateKeySecretRef: { name: `${names[kind]}-account-key` },
            solvers: [{ selector: { dnsZones: [...certificates.dnsZones] }, ...solver(certificates, facts.edge) }],
          },
        },
      }) satisfies Written<'ClusterIssuer'>,
  );
}

function solver({ provider, groupName }: Certificates, edge: Facts['edge']): JsonMap {
  if (provider.kind === 'http-01') {
    // Without `ingressClassName` every controller of the cluster would take the challenge's Ingress.
    return edge.kind === 'ingress'
      ? { http01: { ingress: { ingressClassName: edge.className } } }
      : { http01: { gatewayHTTPRoute: { parentRefs: [{ name: edge.gateway.name, namespace: edge.gateway.namespace, kind: 'Gateway' }] } } };
  }
  // Follow would send the record to where a wildcard CNAME of the zone points.
  if (provider.kind === 'dns-01') return { dns01: { cnameStrategy: 'None', ...(provider.solver as JsonMap) } };
  const { endpoint, authentication, credentials } = provider;
  return {
    dns01: {
      // Follow would send the record to where a wildcard CNAME of the zone points.
      cnameStrategy: 'None',
      webhook: {
        groupName,
        solverName: 'ovh',
        config: {
          endpoint,
          authenticationMethod: authentication,
          ...Object.fromEntries(Object.entries(credentials).map(([name, { name: secret, key }]) => [`${name}Ref`, { name: secret, key }])),
        },
      },
    },
  };
}
