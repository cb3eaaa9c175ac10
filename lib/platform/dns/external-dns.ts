import type { Facts } from '../../contract/facts.ts';
import type { ExternalDns } from '../../contract/external-dns.ts';
import { delivery } from '../../delivery/engine.ts';
import type { Manifest } from '../../manifest/manifest.ts';

/** Namespace of external-dns, and of the Pi-hole's password. */
export const externalDnsNamespace = 'external-dns';

/**
 * external-dns that writes the hosts of the cluster into a Pi-hole. Pi-hole has no TXT records to remember whose a record is: hence no registry, and
 * nothing is ever deleted (`sync` would delete every record made by hand).
 */
export function externalDns({ server, password, tlsSkipVerify }: ExternalDns, facts: Pick<Facts, 'domain' | 'edge' | 'edgeBefore'>): Manifest[] {
  return delivery.release({
    name: 'external-dns',
    namespace: externalDnsNamespace,
    chart: { repository: 'https://kubernetes-sigs.github.io/external-dns/', chart: 'external-dns' },
    version: '1.21.1',
    timeout: '5m',
    values: {
      // The chart is older than the image: from 0.22 on external-dns speaks with Pi-hole 6 alone, and without a flag that says so.
      image: { repository: 'registry.k8s.io/external-dns/external-dns', tag: 'v0.23.0' },
      provider: { name: 'pihole' },
      policy: 'upsert-only',
      registry: 'noop',
      sources: [...(facts.edge.kind === 'gateway' ? ['gateway-httproute'] : ['ingress']), ...(facts.edgeBefore === undefined ? [] : ['ingress'])],
      domainFilters: [facts.domain],
      extraArgs: { 'pihole-server': server, ...(tlsSkipVerify ? { 'pihole-tls-skip-verify': true } : {}) },
      env: [{ name: 'EXTERNAL_DNS_PIHOLE_PASSWORD', valueFrom: { secretKeyRef: password } }],
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    },
  });
}
