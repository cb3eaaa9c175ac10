/**
 * True for a host by which only pods reach a Service: `authentik`, `authentik-server.authentik.svc`, `….svc.cluster.local`.
 *
 * @example isInsideHost('authentik-server.authentik.svc:80') // true
 */
export function isInsideHost(host: string): boolean {
  const [name = ''] = host.toLowerCase().split(':');
  if (name === '' || name === 'localhost') return false;
  return !name.includes('.') || name.endsWith('.svc') || name.includes('.svc.');
}
