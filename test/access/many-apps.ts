import type { Files } from './trees.ts';

/** A repository with many apps: each has its blueprint, a Deployment and an Ingress, and is opened by one to three of many groups. */
export function manyApps(count: number): Files {
  const groups = Math.ceil(count / 8) + 5;
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`apps/app-${index}.yaml`, appText(index, groups)]));
}

function appText(index: number, groups: number): string {
  const name = `app-${index}`;
  const opened = [
    ...new Set([index % groups, ...(index % 3 === 0 ? [(index * 7 + 3) % groups] : []), ...(index % 5 === 0 ? [(index * 13 + 1) % groups] : [])]),
  ];
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: blueprint-${name}, namespace: authentik }
data:
  ${name}.yaml: |
    version: 1
    metadata: { name: ${name} }
    entries:
      - model: authentik_providers_oauth2.oauth2provider
        id: p
        identifiers: { name: ${name} }
        attrs:
          client_id: ${name}
          client_type: confidential
          grant_types: [authorization_code]
          redirect_uris: [{ matching_mode: strict, url: https://${name}.example.org/oauth2/oidc/callback }]
          property_mappings:
            - !Find [authentik_providers_oauth2.scopemapping, [scope_name, openid]]
            - !Find [authentik_providers_oauth2.scopemapping, [scope_name, profile]]
      - model: authentik_core.application
        id: app
        identifiers: { slug: ${name} }
        attrs: { name: App ${index}, provider: !KeyOf p }
${opened.map((group, order) => `      - { model: authentik_policies.policybinding, identifiers: { target: !KeyOf app, order: ${order} }, attrs: { group: !Find [authentik_core.group, [name, team-${group}]] } }`).join('\n')}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: apps }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: app
          image: ghcr.io/miniflux/miniflux:2.3.5
          env:
            - { name: OAUTH2_PROVIDER, value: oidc }
            - { name: OAUTH2_CLIENT_ID, value: ${name} }
            - { name: OAUTH2_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: ${name}-oidc, key: secret } } }
            - { name: OAUTH2_REDIRECT_URL, value: https://${name}.example.org/oauth2/oidc/callback }
            - { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: https://auth.example.org/application/o/${name}/ }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: apps }
spec:
  tls: [{ hosts: [${name}.example.org], secretName: ${name}-tls }]
  rules: [{ host: ${name}.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }] } }]
`;
}
