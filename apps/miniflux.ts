import { groups, oidcApp, postgres } from 'pinout';

// prettier-ignore
export const rss = oidcApp({
  name: 'miniflux',
  access: groups('miniflux-users'),
  redirects: ['/oauth2/oidc/callback'],
  tile: { launchUrl: '/oauth2/oidc/redirect' },
  image: 'ghcr.io/miniflux/miniflux:2.3.5', probe: { fetcher: 'wget' },
  generated: ['database'],
  sidecars: { database: postgres('miniflux') },
  env: ({ client, issuer, secret, generated, url, redirectUrl }) => ({
    OAUTH2_PROVIDER: 'oidc', OAUTH2_CLIENT_ID: client.clientId, OAUTH2_CLIENT_SECRET: secret, OAUTH2_REDIRECT_URL: redirectUrl,
    OAUTH2_OIDC_DISCOVERY_ENDPOINT: issuer.url, OAUTH2_USER_CREATION: '1', BASE_URL: url, RUN_MIGRATIONS: '1',
    DB_PASSWORD: generated('database'), DATABASE_URL: 'host=localhost user=miniflux password=$(DB_PASSWORD) dbname=miniflux sslmode=disable',
  }),
});
