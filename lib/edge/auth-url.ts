import type { Facts } from '../contract/facts.ts';

/** The identity provider's own answer for each kind of edge. @example authUrl(facts, 'nginx') */
export function authUrl({ idp: { guard, namespace } }: Pick<Facts, 'idp'>, kind: 'nginx' | 'traefik'): string {
  return `http://${guard.service}.${namespace}.svc.cluster.local:${guard.port}${guard.path}/auth/${kind}`;
}
