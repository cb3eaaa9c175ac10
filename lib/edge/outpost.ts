import type { Facts } from '../contract/facts.ts';

/**
 * Where the edge asks about each request. The embedded outpost answers in authentik's own server pods, so its Service is the server's: the
 * Service `ak-outpost-authentik-embedded-outpost` is there only where authentik's worker may write to the cluster.
 */
export const outpost = (facts: Pick<Facts, 'idp'>) => ({ service: 'authentik-server', port: 80, namespace: facts.idp.namespace });

/** Path of the outpost on every guarded host: sign-in, callback and sign-out happen below it. */
export const outpostPath = '/outpost.goauthentik.io';

/** The outpost's own answer for each kind of edge. @example authUrl(facts, 'nginx') */
export function authUrl(facts: Pick<Facts, 'idp'>, kind: 'nginx' | 'traefik'): string {
  const { service, namespace, port } = outpost(facts);
  return `http://${service}.${namespace}.svc.cluster.local:${port}${outpostPath}/auth/${kind}`;
}

/**
 * What the outpost says about the user, for the app. The edge sets each of them on every request, or takes it off: what a browser sends under
 * these names never arrives.
 */
export const identityHeaders = [
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
] as const;
