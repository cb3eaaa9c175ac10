import { UsageError } from './usage-error.ts';

/** The way into the cluster, from one word: an ingress class, or `CONTROLLER:NAMESPACE/NAME` of a Gateway. @throws UsageError */
export function edgeOf(given: string, issuer: string | undefined): Readonly<Record<string, unknown>> {
  const [, controller, namespace, name] = /^(envoy-gateway|cilium|traefik):([^/]+)\/([^/]+)$/.exec(given) ?? [];
  if (name !== undefined) {
    if (issuer !== undefined && issuer.trim() !== '')
      throw new UsageError('--issuer is only for an ingress class: with a Gateway, its listener has the certificate');
    return { kind: 'gateway', controller, gateway: { name, namespace } };
  }
  if (given.includes(':'))
    throw new UsageError(`--edge takes an ingress class, or envoy-gateway|cilium|traefik:NAMESPACE/NAME, but got ${JSON.stringify(given)}`);
  const certificate = issuer === undefined || issuer.trim() === '' ? { certificate: 'default' } : { clusterIssuer: issuer.trim() };
  return { className: given, ...(given === 'traefik' || given === 'nginx' ? {} : { controller: 'other' }), ...certificate };
}

/** An authentik that runs already: by its namespace in the cluster, or by its address outside. */
export function existingOf(given: string | undefined): Readonly<Record<string, unknown>> {
  const text = given?.trim() ?? '';
  if (text === '') return {};
  if (text.includes('://')) return { idp: { existing: { url: text, token: { name: 'authentik-token', key: 'token' } } } };
  const [namespace, secret = 'authentik'] = text.split('/');
  return { idp: { existing: { namespace, secrets: [secret] } } };
}
