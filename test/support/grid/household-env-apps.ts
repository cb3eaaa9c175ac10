import { discovery, issuer, url } from './addresses.ts';
import type { GridApp } from './ways.ts';

/** Right settings of apps of one household, by variables of their container. */
export const householdEnvApps: Readonly<Record<string, GridApp>> = {
  Netronome: {
    runs: 'ghcr.io/autobrr/netronome',
    env: {
      NETRONOME__OIDC_ISSUER: issuer,
      NETRONOME__OIDC_CLIENT_ID: 'shelf',
      NETRONOME__OIDC_CLIENT_SECRET: 'x',
      NETRONOME__OIDC_REDIRECT_URL: `${url}/api/auth/oidc/callback`,
    },
    back: ['/api/auth/oidc/callback'],
  },
  Dashbrr: {
    runs: 'ghcr.io/autobrr/dashbrr',
    env: {
      DASHBRR__OIDC_ISSUER: issuer,
      DASHBRR__OIDC_CLIENT_ID: 'shelf',
      DASHBRR__OIDC_CLIENT_SECRET: 'x',
      DASHBRR__OIDC_REDIRECT_URL: `${url}/api/auth/oidc/callback`,
    },
    back: ['/api/auth/oidc/callback'],
  },
  Shelfmark: {
    runs: 'ghcr.io/calibrain/shelfmark',
    env: {
      AUTH_METHOD: 'oidc',
      OIDC_DISCOVERY_URL: discovery,
      OIDC_CLIENT_ID: 'shelf',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_USE_ADMIN_GROUP: 'true',
    },
    back: ['/api/auth/oidc/callback'],
  },
  BookBoss: {
    runs: 'ghcr.io/szinn/bookboss',
    env: { BOOKBOSS__OIDC__DISCOVERY_URL: discovery, BOOKBOSS__OIDC__CLIENT_ID: 'shelf', BOOKBOSS__OIDC__CLIENT_SECRET: 'x' },
    back: ['/auth/oidc/callback'],
  },
  'Hermes Agent': {
    runs: 'docker.io/nousresearch/hermes-agent',
    env: {
      HERMES_DASHBOARD_PUBLIC_URL: url,
      HERMES_DASHBOARD_OIDC_ISSUER: issuer,
      HERMES_DASHBOARD_OIDC_CLIENT_ID: 'shelf',
      HERMES_DASHBOARD_OIDC_CLIENT_SECRET: 'x',
    },
    back: ['/auth/callback'],
  },
  RustiCal: {
    runs: 'ghcr.io/lennart-k/rustical',
    env: {
      RUSTICAL_OIDC__NAME: 'Home',
      RUSTICAL_OIDC__ISSUER: issuer,
      RUSTICAL_OIDC__CLIENT_ID: 'shelf',
      RUSTICAL_OIDC__CLIENT_SECRET: 'x',
      RUSTICAL_OIDC__SCOPES: '["openid", "profile", "groups"]',
    },
    back: ['/frontend/login/oidc/callback'],
  },
  Homepage: {
    runs: 'ghcr.io/gethomepage/homepage',
    env: {
      HOMEPAGE_ALLOWED_HOSTS: 'app.example.net',
      HOMEPAGE_AUTH_ENABLED: 'true',
      HOMEPAGE_EXTERNAL_URL: url,
      HOMEPAGE_OIDC_ISSUER: issuer,
      HOMEPAGE_OIDC_CLIENT_ID: 'shelf',
      HOMEPAGE_OIDC_CLIENT_SECRET: 'x',
    },
    back: ['/api/auth/callback/homepage-oidc'],
  },
};
