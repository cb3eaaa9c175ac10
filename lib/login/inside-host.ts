/**
 * True for a host by which only pods reach a Service: `authentik`, `authentik-server.authentik.svc`, `….svc.cluster.local`.
 *
 * @example isInsideHost('authentik-server.authentik.svc:80') // true
 */
export function isInsideHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  // A name of DNS has at most 253 characters: matching a text without end takes more time than its length.
  return name !== 'localhost' && name.length <= 253 && /^[a-z0-9-]+$|\.svc$|\.svc\.[a-z0-9.-]+$/i.test(name);
}
