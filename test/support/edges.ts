/** Ways into the cluster that can stand guard, by name. */
export const edges = {
  'ingress-nginx': { className: 'nginx', clusterIssuer: 'letsencrypt-prod-dns' },
  'Traefik by Ingress': { className: 'traefik', certificate: 'default' },
  'Traefik by Gateway': { kind: 'gateway', controller: 'traefik', gateway: { name: 'home', namespace: 'gateway' } },
  'Envoy Gateway': { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'home', namespace: 'gateway', listener: 'https' } },
} as const;
