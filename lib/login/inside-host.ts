/**
 * True for a host by which only pods reach a Service: `authentik`, `authentik-server.authentik.svc`, `….svc.cluster.local`.
 *
 * @example isInsideHost('authentik-server.authentik.svc:80') // true
 */
export function isInsideHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name !== 'localhost' && /^[a-z0-9-]+$|\.svc$|\.svc\.[a-z0-9.-]+$/i.test(name);
}
