import type { Facts } from '../contract/facts.ts';
import { askedPath, idpGuard } from './idp-guard.ts';

/** The identity provider's own answer for each kind of edge. @example authUrl(facts, 'nginx', 'files') */
export function authUrl(facts: Pick<Facts, 'idp'>, kind: 'nginx' | 'traefik', app: string): string {
  const { service, port } = idpGuard(facts, app);
  return `http://${service}.${facts.idp.namespace}.svc.cluster.local:${port}${askedPath(facts, kind, app)}`;
}
