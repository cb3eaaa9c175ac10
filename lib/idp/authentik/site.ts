import type { IdpSite } from '../../contract/idp-site.ts';
import { outpostPath } from '../../edge/asks-outpost.ts';

const outpost = `/${outpostPath}`;

/** What everything that is written has to know of authentik at an origin. */
export const authentikSite = (origin: string): IdpSite => ({
  title: 'authentik',
  namespace: 'authentik',
  endpoints: {
    // The slug of the application, and a slash at the end, which clients compare.
    issuer: `${origin}/application/o/{slug}/`,
    jwks: `${origin}/application/o/{slug}/jwks/`,
    endSession: `${origin}/application/o/{slug}/end-session/`,
    authorize: `${origin}/application/o/authorize/`,
    token: `${origin}/application/o/token/`,
    userinfo: `${origin}/application/o/userinfo/`,
    noIssuer: ['', '/', '/application/o', '/application/o/', '/.well-known/openid-configuration'].map((path) => origin + path),
  },
  metrics: ['server', 'worker'].map((component) => ({
    name: `authentik-${component}`,
    selector: { 'app.kubernetes.io/name': 'authentik', 'app.kubernetes.io/component': `${component}-metrics` },
    port: 'metrics',
  })),
  guard: {
    // The embedded outpost answers in authentik's own server pods, so its Service is the server's: the Service
    // `ak-outpost-authentik-embedded-outpost` is there only where authentik's worker may write to the cluster.
    service: 'authentik-server',
    port: 80,
    asks: { nginx: `${outpost}/auth/nginx`, traefik: `${outpost}/auth/traefik`, envoy: `${outpost}/auth/envoy` },
    signIn: `https://{host}${outpost}/start?rd={url}`,
    path: outpost,
    headers: [
      'X-authentik-username',
      'X-authentik-groups',
      'X-authentik-entitlements',
      'X-authentik-email',
      'X-authentik-name',
      'X-authentik-uid',
      'X-authentik-jwt',
      'X-authentik-meta-jwks',
      'X-authentik-meta-outpost',
      'X-authentik-meta-provider',
      'X-authentik-meta-app',
      'X-authentik-meta-version',
    ],
  },
});
