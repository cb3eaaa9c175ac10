import { defineCluster, forwardAuthApp, grafana, groups, oidcApp } from 'pinout';
import { turnstile } from '../idp/turnstile.ts';

export default defineCluster({
  name: 'home',
  domain: 'lab.example.org',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.33', flux: '2.7' },
  edge: { className: 'nginx', clusterIssuer: 'letsencrypt' },
  idp: { host: 'id', provider: turnstile({ version: '1.4.2' }) },
  people: { readers: ['ada'] },
  apps: [
    grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['grafana-admins'], Viewer: ['readers'] } }),
    forwardAuthApp({ name: 'files', access: groups('readers'), image: 'example.org/files:1.0.0', port: 80 }),
    oidcApp({
      name: 'feeds',
      host: 'feeds',
      namespace: 'feeds',
      image: 'ghcr.io/miniflux/miniflux:2.2.13',
      port: 8080,
      access: groups('readers'),
      redirects: ['/oauth2/oidc/callback'],
      env: ({ client, secret, issuer }) => ({
        OAUTH2_PROVIDER: 'oidc',
        OAUTH2_OIDC_DISCOVERY_ENDPOINT: issuer.url,
        OAUTH2_REDIRECT_URL: 'https://feeds.lab.example.org/oauth2/oidc/callback',
        OAUTH2_CLIENT_ID: client.clientId,
        OAUTH2_CLIENT_SECRET: secret,
      }),
    }),
  ],
});
