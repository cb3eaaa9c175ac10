import { wayOf } from '../contract/edge-before.ts';
import type { Facts } from '../contract/facts.ts';
import type { JsonMap } from '../manifest/manifest.ts';

/**
 * Entries for a pod's /etc/hosts, when the cluster chose that way for pods to reach the identity provider by its public name; nothing otherwise.
 *
 * @example hostAliases(facts) // [{ ip: '192.168.1.30', hostnames: ['auth.home.example.org'] }]
 */
export function hostAliases(facts: Pick<Facts, 'dns' | 'idp' | 'ingressAddress' | 'edge' | 'edgeBefore'>): readonly JsonMap[] {
  return facts.dns.mode === 'hostAliases' && facts.idp.existing?.kind !== 'outside'
    ? [{ ip: wayOf(facts, facts.idp.host).ingressAddress, hostnames: [facts.idp.host] }]
    : [];
}
