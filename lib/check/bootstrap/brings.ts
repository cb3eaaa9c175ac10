import type { Release } from '../../tree/release.ts';

/** API groups whose CRDs a chart brings, by the name of the chart. Charts that are not listed are taken to bring none. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'cert-manager': ['cert-manager.io', 'acme.cert-manager.io'],
  'cloudnative-pg': ['postgresql.cnpg.io'],
  'external-secrets': ['external-secrets.io', 'generators.external-secrets.io'],
  'gateway-helm': ['gateway.networking.k8s.io', 'gateway.envoyproxy.io'],
  'kube-prometheus-stack': ['monitoring.coreos.com'],
  'prometheus-operator-crds': ['monitoring.coreos.com'],
  'sealed-secrets': ['bitnami.com'],
  metallb: ['metallb.io'],
  traefik: ['traefik.io'],
};

/** API groups that a release brings. */
export function groupsBrought({ chart }: Release): readonly string[] {
  return Object.hasOwn(groups, chart) ? groups[chart]! : [];
}

/** API group of an object; empty for Kubernetes' core. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}
