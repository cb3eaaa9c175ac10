// What a pin is a version of: the upstream project, whose facts stand in comments, rules and messages with their source; and a registry that knows the
// same version where the first one is not reached.

/** @type {Readonly<Record<string, { readonly project: string, readonly twin?: { readonly kind: 'npm' | 'go', readonly name: string } }>>} */
export const upstream = {
  kubernetes: { project: 'kubernetes/kubernetes' },
  flux: { project: 'fluxcd/flux2' },
  authentik: { project: 'goauthentik/authentik' },
  'ghcr.io/goauthentik/helm-charts/authentik': { project: 'goauthentik/helm' },
  'ghcr.io/prometheus-community/charts/kube-prometheus-stack': { project: 'grafana/grafana' },
  'https://grafana-community.github.io/helm-charts grafana': { project: 'grafana/grafana' },
  'https://nextcloud.github.io/helm/ nextcloud': { project: 'nextcloud/helm' },
  'https://kubernetes-sigs.github.io/headlamp/ headlamp': { project: 'kubernetes-sigs/headlamp' },
  'https://helm.releases.hashicorp.com vault': { project: 'hashicorp/vault-helm' },
  'https://openbao.github.io/openbao-helm openbao': { project: 'openbao/openbao-helm' },
  'hashicorp/vault': { project: 'hashicorp/vault' },
  'quay.io/openbao/openbao': { project: 'openbao/openbao' },
  'quay.io/jetstack/charts/cert-manager': { project: 'cert-manager/cert-manager', twin: { kind: 'go', name: 'github.com/cert-manager/cert-manager' } },
  'ghcr.io/external-secrets/charts/external-secrets': { project: 'external-secrets/external-secrets' },
  'ghcr.io/aureq/charts/cert-manager-webhook-ovh': { project: 'aureq/cert-manager-webhook-ovh' },
  'ghcr.io/cloudnative-pg/charts/cloudnative-pg': { project: 'cloudnative-pg/cloudnative-pg' },
  'ghcr.io/bjw-s-labs/helm/app-template': { project: 'bjw-s-labs/helm-charts' },
  'registry.k8s.io/external-dns/external-dns': { project: 'kubernetes-sigs/external-dns', twin: { kind: 'go', name: 'sigs.k8s.io/external-dns' } },
  'docker.io/actualbudget/actual-server': { project: 'actualbudget/actual', twin: { kind: 'npm', name: '@actual-app/sync-server' } },
  'docker.io/freshrss/freshrss': { project: 'FreshRSS/FreshRSS' },
  'docker.io/vaultwarden/server': { project: 'dani-garcia/vaultwarden' },
  'ghcr.io/gethomepage/homepage': { project: 'gethomepage/homepage' },
  'ghcr.io/miniflux/miniflux': { project: 'miniflux/v2', twin: { kind: 'go', name: 'miniflux.app/v2' } },
  'docker.io/rclone/rclone': { project: 'rclone/rclone', twin: { kind: 'go', name: 'github.com/rclone/rclone' } },
  'docker.io/traefik/whoami': { project: 'traefik/whoami', twin: { kind: 'go', name: 'github.com/traefik/whoami' } },
};

/** Pins that stay behind on purpose, and until when. @type {Readonly<Record<string, string>>} */
export const held = {
  commander: '14 is the last one for Node 20',
  '@types/node': 'types of the oldest Node that is supported',
  vitest: '5 wants Node 22; 4 is the next step',
  'dependency-cruiser': '18 wants Node 22',
  typescript: 'typescript-eslint takes none from 6.1 on',
  'sigs.k8s.io/kustomize/kustomize/v5': '5.8.3 wants Go 1.27',
  'github.com/controlplaneio-fluxcd/flux-operator': '0.59 wants Go 1.27',
  'sigs.k8s.io/gateway-api': '1.7 wants Go 1.27',
};

/**
 * Newer ones whose names stand in public, and which nobody could fetch where this was written (November 2026). A chart is raised when its templates were
 * rendered with the values of dist, an image when its facts were read again; a name is not enough. Said where the registry is not reached.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const heard = {
  'ghcr.io/prometheus-community/charts/kube-prometheus-stack': '92.3.0',
  'ghcr.io/external-secrets/charts/external-secrets': '2.12.0',
  'https://nextcloud.github.io/helm/ nextcloud': '9.3.0',
  'hashicorp/vault': '2.1.1',
  'docker.io/freshrss/freshrss': '1.30.1',
  'docker.io/vaultwarden/server': '1.38.0',
};
