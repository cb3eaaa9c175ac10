import type { Facts } from '../contract/facts.ts';
import { idpGuard } from './idp-guard.ts';

/** The identity provider's own answer for each kind of edge. @example authUrl(facts, 'nginx') */
export function authUrl(facts: Pick<Facts, 'idp'>, kind: 'nginx' | 'traefik'): string {
  const guard = idpGuard(facts);
  return `http://${guard.service}.${facts.idp.namespace}.svc.cluster.local:${guard.port}${guard.path}/auth/${kind}`;
}
