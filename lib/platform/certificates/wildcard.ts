import { compareText } from '../../contract/access.ts';
import type { Certificates } from '../../contract/certificates.ts';
import { PinoutError } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';

/** Secret of the certificate for all hosts. */
export const wildcardSecret = 'wildcard-tls';

/** Where the one certificate has to lie: beside the controller, or beside the Gateway. */
export function wildcardNamespace({ edge }: Pick<Facts, 'edge'>): string {
  if (edge.kind === 'gateway') return edge.gateway.namespace;
  if (edge.service !== undefined) return edge.service.namespace;
  throw new PinoutError({
    code: 'edge-service',
    app: 'cluster',
    field: 'edge.service',
    found: 'missing',
    wanted: 'the Service of the ingress controller: the wildcard certificate lies in its namespace',
    fix: `write edge: { className: '${edge.className}', service: { name: '…', namespace: '…' }, certificate: 'default' }`,
  });
}

/**
 * Names on the certificate. A `*` stands for exactly one label and not for the domain itself, so a host further below brings the `*` of its own
 * parent.
 */
export function wildcardNames(domain: string, hosts: readonly string[]): readonly string[] {
  const parents = hosts.map((host) => host.slice(host.indexOf('.') + 1)).filter((parent) => parent !== domain && parent.endsWith(`.${domain}`));
  return [domain, `*.${domain}`, ...[...new Set(parents)].sort(compareText).map((parent) => `*.${parent}`)];
}

/** One certificate for all hosts, and for Traefik the object that makes it the default one. */
export function wildcard(certificates: Certificates, facts: Pick<Facts, 'edge' | 'domain'>, hosts: readonly string[]): Manifest[] {
  const namespace = wildcardNamespace(facts);
  const certificate: Manifest = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'wildcard', namespace },
    spec: {
      secretName: wildcardSecret,
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: certificates.issuer },
      dnsNames: [...wildcardNames(facts.domain, hosts)],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    },
  } satisfies Written<'Certificate'>;
  if (facts.edge.kind !== 'ingress' || facts.edge.controller !== 'traefik') return [certificate];
  // Traefik takes one TLSStore named default, whatever its namespace; its Secret must lie beside it.
  const store: Manifest = {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'TLSStore',
    metadata: { name: 'default', namespace },
    spec: { defaultCertificate: { secretName: wildcardSecret } },
  } satisfies Written<'TLSStore'>;
  return [certificate, store];
}
